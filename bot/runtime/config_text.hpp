// Checks of single values of the configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/runtime/config_keys.hpp"
#include "bot/runtime/yaml_tree.hpp"

namespace muster {

struct Complaint {
  std::string wrong;  // continues "<key>: "
  std::string meant;
};

// Nothing when text is fine for the rule.
[[nodiscard]] std::optional<Complaint> complaint_about(TextRule rule, const std::string& text);
// The same for an id: the key of a map.
[[nodiscard]] std::optional<Complaint> complaint_about_id(Names names, const std::string& id);

// "did you mean 'payments'?" or, when nothing is near, "known: a, b, c".
[[nodiscard]] std::string suggestion(std::string_view typed, const std::vector<std::string>& known);

// "an address", "a path", "a URL".
[[nodiscard]] std::string with_article(std::string_view noun);

// "a map", "a list", "text", "nothing".
[[nodiscard]] std::string_view kind_name(YamlNode::Kind kind);

}  // namespace muster

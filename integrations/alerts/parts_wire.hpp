// What the parsers of alerts share: bounded texts and labels, times, and alerts made of them.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "integrations/alerts/wires.hpp"

namespace muster::alerts {

using Json = nlohmann::json;

// Of one body; those beyond are only counted.
constexpr std::size_t kMostAlerts = 10000;

// One JSON object of an alert body, or why not.
[[nodiscard]] Result<Json> body_of(std::string_view bytes);
// A list of objects.
[[nodiscard]] Result<Json> list_of(std::string_view bytes);

// Text of a string, number or boolean; empty for anything else and for what templates leave when they have
// nothing: "null", "None", "$NAME", "{{name}}".
[[nodiscard]] std::string word(const Json& value);
[[nodiscard]] std::string word(const Json& object, std::string_view key);
// The first of several that is there.
[[nodiscard]] std::string first_of(std::initializer_list<std::string> words);

// At most 32 labels of at most 256 bytes each; values that are no text are left out.
[[nodiscard]] std::map<std::string, std::string> labels_of(const Json& object);
void put_label(std::map<std::string, std::string>& labels, const std::string& name, const std::string& value);

// RFC 3339 with up to nine digits of a second, "+0000" too, or seconds or milliseconds since 1970. None for
// nothing and for year 1, which means unset. Kept within 30 days before now and five minutes after.
[[nodiscard]] std::optional<Time> moment(const Json& value, Time now);

// What every alert needs; the dedup key falls back on the title.
struct Draft {
  std::string key;
  std::string title;
  std::string summary;
  std::string severity;
  std::string service;
  std::string link;
  bool is_over = false;
  std::optional<Time> at;
  std::map<std::string, std::string> labels;
};
[[nodiscard]] AlertReceived finished(Draft draft, const SourceSettings& source);

[[nodiscard]] Heard only(Draft draft, const SourceSettings& source, std::string delivery);

}  // namespace muster::alerts

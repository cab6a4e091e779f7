// A script's command as a person would type it, so that a rehearsal goes through the grammar like everybody.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/rehearsal/script.hpp"

namespace muster {

// muster's names for what the script names its own way.
struct OurNames {
  std::function<std::string(const std::string&)> id;        // of pages and action items
  std::function<std::string(const std::string&)> incident;  // "INC-7"
};

[[nodiscard]] bool is_script_verb(std::string_view verb);
[[nodiscard]] std::string typed_text(const Step& step, const OurNames& ours);

}  // namespace muster

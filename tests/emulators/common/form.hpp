// Query strings and forms.
#pragma once

#include <string>

#include "tests/emulators/common/json.hpp"

namespace muster::fake {

// Decodes %41, and + as a space where `plus_is_space`. A broken escape stays as it is.
std::string percent_decode(const std::string& text, bool plus_is_space);
// name=value&… decoded, as an object of strings.
Json parse_form(const std::string& text);
std::string lower_case(std::string text);

}  // namespace muster::fake

// Text into HTML.
#pragma once

#include <string>
#include <string_view>

namespace muster {

// As the text of an element or the value of an attribute in double quotes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace muster

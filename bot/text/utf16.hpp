// Text for chat platforms that count in UTF-16 units: counting, and cutting without breaking a character.
// Pure.
//
// Everything takes valid UTF-8; presentable() makes it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace muster {

[[nodiscard]] std::size_t utf16_units(std::string_view utf8);

// Valid UTF-8 without control characters and tricks with direction; blanks at the ends stay.
[[nodiscard]] std::string presentable(std::string_view text);

// The longest prefix of at most `most` units that ends between code points.
[[nodiscard]] std::string_view utf16_prefix(std::string_view utf8, std::size_t most);
// The same, ending in an ellipsis (which counts) when something was cut.
[[nodiscard]] std::string utf16_shorten(std::string_view utf8, std::size_t most);

// How many bytes of text a prefix may have that `fits`, preferring to end after a blank; `bound`: no prefix
// longer than this can fit, so that a long text is not measured to its end. A prefix that fits must fit
// shorter, too. 0 when not even the first character does.
[[nodiscard]] std::size_t fitting_prefix(std::string_view text, std::size_t bound,
                                         const std::function<bool(std::string_view)>& fits);

}  // namespace muster

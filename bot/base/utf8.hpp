// Text from outside, made safe to store and show: valid UTF-8, no control characters, no tricks with
// direction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster {

// Invalid sequences become U+FFFD; C0/C1 controls (except newline and tab when keep_lines) and bidirectional
// override and isolate characters (U+202A..U+202E, U+2066..U+2069, U+200E, U+200F, U+061C) are dropped; CR LF
// becomes LF. Leading and trailing white space goes.
[[nodiscard]] std::string clean_text(std::string_view raw, bool keep_lines);

// At most max_chars code points; a cut text ends in an ellipsis, which counts.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t max_chars);

[[nodiscard]] std::size_t count_chars(std::string_view utf8);
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

}  // namespace muster

// Text from outside, made safe to store and show: valid UTF-8, no control characters, no tricks with
// direction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/ascii.hpp"

namespace muster {

// Invalid sequences become U+FFFD; C0/C1 controls (except newline and tab when keep_lines) and bidirectional
// override and isolate characters (U+202A..U+202E, U+2066..U+2069, U+200E, U+200F, U+061C) are dropped; CR LF
// becomes LF. Leading and trailing white space goes.
[[nodiscard]] std::string clean_text(std::string_view raw, bool keep_lines);

// At most max_chars code points; a cut text ends in an ellipsis, which counts.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t max_chars);

[[nodiscard]] std::size_t count_chars(std::string_view utf8);
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

// A letter, digit or underscore of ASCII, or a byte of any character beyond it.
[[nodiscard]] constexpr bool is_word_byte(char c) noexcept {
  return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// Two that renderers of foreign text share: one is not seen and keeps what stands beside it from being a
// mark, the other looks like a backtick and is none.
inline constexpr std::string_view kWordJoiner = "\xE2\x81\xA0";  // U+2060
inline constexpr std::string_view kModifierGrave = "\xCB\x8B";   // U+02CB

}  // namespace muster

// Reading escaped markup: shared by the block reader (markup.cpp) and the inline reader (inline_markup.cpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster {

[[nodiscard]] constexpr bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

// Position of the first `wanted` at or after `from` that no backslash protects; npos without one.
[[nodiscard]] inline std::size_t find_unescaped(std::string_view text, char wanted, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == wanted) {
      return at;
    }
  }
  return std::string_view::npos;
}

// The value behind its escapes. Line breaks become spaces: for places that hold one line.
[[nodiscard]] inline std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == 'n' || is_ascii_punctuation(next)) {
      out += next == 'n' ? ' ' : next;
      ++at;
    } else {
      out += text[at];
    }
  }
  return out;
}

[[nodiscard]] inline std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace muster

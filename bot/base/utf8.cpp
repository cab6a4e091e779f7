#include "bot/base/utf8.hpp"

#include <array>
#include <cstdint>

namespace muster {

namespace {

struct Decoded {
  char32_t code = 0xFFFD;
  std::size_t length = 1;
  bool valid = false;
};

// One code point at the front of bytes (not empty), by RFC 3629: no overlong forms, no surrogates, nothing
// past U+10FFFF.
Decoded decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  std::size_t length = 0;
  char32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF)
    length = 2, code = first & 0x1FU;
  else if ((first & 0xF0U) == 0xE0)
    length = 3, code = first & 0x0FU;
  else if (first >= 0xF0 && first <= 0xF4)
    length = 4, code = first & 0x07U;
  if (length == 0 || bytes.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  static constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || surrogate) return {};
  return {code, length, true};
}

bool is_hidden(char32_t code, bool keep_lines) {
  if (code == '\n' || code == '\t') return !keep_lines;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return true;
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
         code == 0x200F || code == 0x061C || code == 0xFEFF;
}

}  // namespace

std::string clean_text(std::string_view raw, bool keep_lines) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    const Decoded d = decode(raw);
    if (!d.valid) {
      out += "\xEF\xBF\xBD";
    } else if (!is_hidden(d.code, keep_lines)) {
      out += raw.substr(0, d.length);
    } else if (d.code == '\n' || d.code == '\t') {
      out += ' ';
    }
    raw.remove_prefix(d.length);
  }
  const auto first = out.find_first_not_of(" \n\t");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(" \n\t") - first + 1);
}

std::string shorten(std::string_view text, std::size_t max_chars) {
  if (count_chars(text) <= max_chars) return std::string{text};
  std::size_t bytes = 0;
  for (std::size_t chars = 0; chars + 1 < max_chars; ++chars) bytes += decode(text.substr(bytes)).length;
  return max_chars == 0 ? std::string{} : std::string{text.substr(0, bytes)} + "\xE2\x80\xA6";
}

std::size_t count_chars(std::string_view utf8) {
  std::size_t count = 0;
  for (; !utf8.empty(); ++count) utf8.remove_prefix(decode(utf8).length);
  return count;
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Decoded d = decode(bytes);
    if (!d.valid) return false;
    bytes.remove_prefix(d.length);
  }
  return true;
}

}  // namespace muster

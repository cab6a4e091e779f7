#include "bot/text/utf16.hpp"

#include <algorithm>

#include "bot/base/utf8.hpp"

namespace muster {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";  // U+2026

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t utf16_units(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    if (!continues(c)) units += static_cast<unsigned char>(c) >= 0xF0U ? 2 : 1;
  }
  return units;
}

std::string presentable(std::string_view text) {
  // Fenced, because cleaning also trims.
  const std::string fenced = clean_text("|" + std::string{text} + "|", true);
  return fenced.substr(1, fenced.size() - 2);
}

std::string_view utf16_prefix(std::string_view utf8, std::size_t most) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    if (continues(utf8[at])) continue;
    units += static_cast<unsigned char>(utf8[at]) >= 0xF0U ? 2 : 1;
    if (units > most) return utf8.substr(0, at);
  }
  return utf8;
}

std::string utf16_shorten(std::string_view utf8, std::size_t most) {
  if (utf16_units(utf8) <= most) return std::string{utf8};
  if (most == 0) return {};
  return std::string{utf16_prefix(utf8, most - 1)} + std::string{kEllipsis};
}

std::size_t fitting_prefix(std::string_view text, std::size_t bound,
                           const std::function<bool(std::string_view)>& fits) {
  std::size_t high = std::min(text.size(), bound);
  if (high == text.size() && fits(text)) return high;
  std::size_t low = 0;
  while (low + 1 < high) {
    const std::size_t middle = low + (high - low) / 2;
    (fits(text.substr(0, middle)) ? low : high) = middle;
  }
  while (low > 0 && continues(text[low])) --low;
  const std::size_t blank = text.substr(0, low).find_last_of(" \n");
  return blank != std::string_view::npos && blank > low / 2 ? blank + 1 : low;
}

}  // namespace muster

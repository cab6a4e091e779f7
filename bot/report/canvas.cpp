#include "bot/report/canvas.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"

namespace muster::report {

namespace {

struct Glyph {
  char letter;
  std::array<std::uint8_t, 7> rows;  // from the top; the leftmost dot is 16
};

constexpr std::array kGlyphs = {
    Glyph{'0', {14, 17, 19, 21, 25, 17, 14}}, Glyph{'1', {4, 12, 4, 4, 4, 4, 14}},
    Glyph{'2', {14, 17, 1, 2, 4, 8, 31}},     Glyph{'3', {31, 2, 4, 2, 1, 17, 14}},
    Glyph{'4', {2, 6, 10, 18, 31, 2, 2}},     Glyph{'5', {31, 16, 30, 1, 1, 17, 14}},
    Glyph{'6', {6, 8, 16, 30, 17, 17, 14}},   Glyph{'7', {31, 1, 2, 4, 8, 8, 8}},
    Glyph{'8', {14, 17, 17, 14, 17, 17, 14}}, Glyph{'9', {14, 17, 17, 15, 1, 2, 12}},
    Glyph{'A', {14, 17, 17, 31, 17, 17, 17}}, Glyph{'B', {30, 17, 17, 30, 17, 17, 30}},
    Glyph{'C', {14, 17, 16, 16, 16, 17, 14}}, Glyph{'D', {30, 17, 17, 17, 17, 17, 30}},
    Glyph{'E', {31, 16, 16, 30, 16, 16, 31}}, Glyph{'F', {31, 16, 16, 30, 16, 16, 16}},
    Glyph{'G', {14, 17, 16, 23, 17, 17, 15}}, Glyph{'H', {17, 17, 17, 31, 17, 17, 17}},
    Glyph{'I', {14, 4, 4, 4, 4, 4, 14}},      Glyph{'J', {7, 2, 2, 2, 2, 18, 12}},
    Glyph{'K', {17, 18, 20, 24, 20, 18, 17}}, Glyph{'L', {16, 16, 16, 16, 16, 16, 31}},
    Glyph{'M', {17, 27, 21, 21, 17, 17, 17}}, Glyph{'N', {17, 17, 25, 21, 19, 17, 17}},
    Glyph{'O', {14, 17, 17, 17, 17, 17, 14}}, Glyph{'P', {30, 17, 17, 30, 16, 16, 16}},
    Glyph{'Q', {14, 17, 17, 17, 21, 18, 13}}, Glyph{'R', {30, 17, 17, 30, 20, 18, 17}},
    Glyph{'S', {15, 16, 16, 14, 1, 1, 30}},   Glyph{'T', {31, 4, 4, 4, 4, 4, 4}},
    Glyph{'U', {17, 17, 17, 17, 17, 17, 14}}, Glyph{'V', {17, 17, 17, 17, 17, 10, 4}},
    Glyph{'W', {17, 17, 17, 21, 21, 21, 10}}, Glyph{'X', {17, 17, 10, 4, 10, 17, 17}},
    Glyph{'Y', {17, 17, 10, 4, 4, 4, 4}},     Glyph{'Z', {31, 1, 2, 4, 8, 16, 31}},
    Glyph{'-', {0, 0, 0, 31, 0, 0, 0}},       Glyph{'.', {0, 0, 0, 0, 0, 12, 12}}};

// Red, green and blue, in the order of Ink: the colours of the report's page in daylight.
constexpr std::array<std::array<std::uint8_t, 3>, 7> kPalette = {{{0xff, 0xff, 0xff},
                                                                  {0xd9, 0xdd, 0xe3},
                                                                  {0x5b, 0x65, 0x72},
                                                                  {0x1b, 0x21, 0x29},
                                                                  {0xb4, 0x23, 0x18},
                                                                  {0xd9, 0x7a, 0x06},
                                                                  {0x2f, 0x5d, 0xa8}}};

void put_number(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xffU);
}

std::uint32_t checksum(std::string_view bytes) {
  const std::vector<Bytef> copy(bytes.begin(), bytes.end());
  return static_cast<std::uint32_t>(crc32(0, copy.data(), static_cast<uInt>(copy.size())));
}

// PNG (ISO/IEC 15948) 5.3: length, type, data, CRC of type and data.
void put_chunk(std::string& out, const std::string& type, const std::string& data) {
  put_number(out, static_cast<std::uint32_t>(data.size()));
  out += type + data;
  put_number(out, checksum(type + data));
}

std::string deflated(const std::vector<Bytef>& raw) {
  uLongf size = compressBound(raw.size());
  std::vector<Bytef> packed(size);
  if (compress2(packed.data(), &size, raw.data(), raw.size(), Z_BEST_COMPRESSION) != Z_OK) return {};
  return {packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace

void Canvas::fill(int x, int y, int width, int height, Ink ink) {
  const int right = std::min(x + width, width_);
  const int bottom = std::min(y + height, height_);
  for (int row = std::max(y, 0); row < bottom; ++row) {
    for (int column = std::max(x, 0); column < right; ++column) inks_[at(column, row)] = ink;
  }
}

void Canvas::write(int x, int y, std::string_view text, int dot, Ink ink) {
  for (const char c : text) {
    const auto* const glyph = std::ranges::find(kGlyphs, upper(c), &Glyph::letter);
    for (int row = 0; glyph != kGlyphs.end() && row < 7; ++row) {
      for (int column = 0; column < 5; ++column) {
        if ((glyph->rows.at(static_cast<std::size_t>(row)) & (16U >> static_cast<unsigned>(column))) != 0)
          fill(x + column * dot, y + row * dot, dot, dot, ink);
      }
    }
    x += 6 * dot;
  }
}

std::string Canvas::png() const {
  std::string header;
  put_number(header, static_cast<std::uint32_t>(width_));
  put_number(header, static_cast<std::uint32_t>(height_));
  header += std::string{"\x08\x03\x00\x00\x00", 5};  // 8 bits, palette, deflate, no filter, not interlaced
  std::string palette;
  for (const auto& colour : kPalette) palette.append(colour.begin(), colour.end());
  std::vector<Bytef> raw;
  for (int row = 0; row < height_; ++row) {
    raw.push_back(0);  // this line is not filtered
    for (int column = 0; column < width_; ++column) raw.push_back(static_cast<Bytef>(inks_[at(column, row)]));
  }
  std::string out = "\x89PNG\r\n\x1a\n";
  put_chunk(out, "IHDR", header);
  put_chunk(out, "PLTE", palette);
  put_chunk(out, "IDAT", deflated(raw));
  put_chunk(out, "IEND", "");
  return out;
}

}  // namespace muster::report

// Canvas: rectangles and small capitals in a few colours, and a PNG of them. Inside bot/report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::report {

enum class Ink : std::uint8_t { paper, line, soft, text, worst, bad, other };

class Canvas {
 public:
  Canvas(int width, int height)
      : width_{width},
        height_{height},
        inks_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), Ink::paper) {}

  // What lies outside is left out.
  void fill(int x, int y, int width, int height, Ink ink);
  // Digits, A to Z (small letters as capitals), "-" and "."; anything else is a blank. Five by seven dots,
  // each `dot` wide, x and y at the upper left.
  void write(int x, int y, std::string_view text, int dot, Ink ink);
  [[nodiscard]] static int width_of(std::string_view text, int dot) {
    return static_cast<int>(text.size()) * 6 * dot;
  }
  [[nodiscard]] std::string png() const;

 private:
  // Where a point inside stands in inks_.
  [[nodiscard]] std::size_t at(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(column);
  }

  int width_;
  int height_;
  std::vector<Ink> inks_;
};

}  // namespace muster::report

// The picture of the trend: a PNG that says what the rows say.
#include "bot/report/picture.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "tests/unit/report/month.hpp"

namespace muster::report {

namespace {

std::uint32_t number_at(const std::string& png, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + 4; ++i) number = (number << 8U) | static_cast<unsigned char>(png[i]);
  return number;
}

struct Decoded {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::string pixels;  // by line, each with the byte of its filter before it
  [[nodiscard]] auto of(char ink) const { return std::ranges::count(pixels, ink); }
};

// Reads chunk by chunk and checks each sum, as a viewer would.
Decoded decoded(const std::string& png) {
  Decoded picture;
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  std::vector<std::string> types;
  for (std::size_t at = 8; at + 12 <= png.size();) {
    const std::uint32_t length = number_at(png, at);
    const std::string typed = png.substr(at + 4, 4 + length);
    types.push_back(typed.substr(0, 4));
    const std::vector<Bytef> bytes(typed.begin(), typed.end());
    EXPECT_EQ(number_at(png, at + 8 + length), crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
    if (types.back() == "IHDR") {
      picture.width = number_at(typed, 4);
      picture.height = number_at(typed, 8);
    }
    if (types.back() == "IDAT") {
      std::vector<Bytef> raw(std::size_t{picture.width + 1} * picture.height);
      uLongf size = raw.size();
      EXPECT_EQ(uncompress(raw.data(), &size, bytes.data() + 4, bytes.size() - 4), Z_OK);
      picture.pixels.assign(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(size));
    }
    at += 12 + length;
  }
  EXPECT_EQ(types, (std::vector<std::string>{"IHDR", "PLTE", "IDAT", "IEND"}));
  return picture;
}

constexpr char kWorst = 4;  // places in the palette
constexpr char kOther = 6;

TEST(ReportPicture, SetsTheWorstApart) {
  Month month;
  month.incident(1, on(11, 3)).peak = Severity{3};
  const Decoded without = decoded(trend_png(month.report(), month.policy));
  month.incident(2, on(11, 10)).peak = Severity{1};
  month.incident(3, on(11, 17)).peak = Severity{3};
  const Decoded with = decoded(trend_png(month.report(), month.policy));
  EXPECT_EQ(with.width, 960U);
  EXPECT_EQ(with.height, 400U);
  EXPECT_EQ(with.pixels.size(), std::size_t{961} * 400);
  EXPECT_GT(with.of(kWorst), without.of(kWorst)) << "more than its square in the legend";
  EXPECT_GT(with.of(kOther), without.of(kOther));
}

TEST(ReportPicture, IsThereWithoutAnIncidentAndWithAlotOfWeeks) {
  Month month;
  EXPECT_EQ(decoded(trend_png(month.report(), month.policy)).of(kWorst), 18 * 18) << "only the legend";
  month.period = {on(1, 1) - std::chrono::days{3650}, on(12, 1), "Europe/Berlin"};
  for (int i = 1; i <= 28; ++i) month.incident(i, on(11, i)).peak = Severity{1};
  EXPECT_GT(decoded(trend_png(month.report(), month.policy)).of(kWorst), 18 * 18);
}

TEST(ReportPicture, ALineOfTextStandsForIt) {
  EXPECT_EQ(sparkline({}), "");
  EXPECT_EQ(sparkline({0, 0}), "▁▁");
  EXPECT_EQ(sparkline({0, 4, 8}), "▁▄█");
}

}  // namespace

}  // namespace muster::report

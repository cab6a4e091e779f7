#include "bot/text/utf16.hpp"

#include <gtest/gtest.h>

#include "bot/base/utf8.hpp"

namespace muster {
namespace {

TEST(Utf16, CountsUnits) {
  EXPECT_EQ(utf16_units("aé漢😀"), 5U);
  EXPECT_EQ(utf16_prefix("a😀b", 2), "a");
  EXPECT_EQ(utf16_prefix("a😀b", 3), "a😀");
  EXPECT_EQ(utf16_shorten("abcdef", 4), "abc…");
  EXPECT_EQ(utf16_shorten("abcd", 4), "abcd");
  EXPECT_TRUE(is_valid_utf8(utf16_shorten("😀😀😀", 4)));
}

TEST(Utf16, PresentableTextKeepsItsBlanks) {
  EXPECT_EQ(presentable(" a\r\nb\t"), " a\nb\t");
  EXPECT_EQ(presentable("a\x01\xE2\x80\xAE\xFF"), "a\xEF\xBF\xBD");
}

TEST(Utf16, AFittingPrefixEndsBetweenWordsOrCharacters) {
  const auto within = [](std::size_t most) {
    return [most](std::string_view prefix) { return utf16_units(prefix) <= most; };
  };
  EXPECT_EQ(fitting_prefix("one two three", 100, within(9)), 8U);  // "one two "
  EXPECT_EQ(fitting_prefix("one two three", 100, within(13)), 13U);
  EXPECT_EQ(fitting_prefix("abcdefgh", 3, within(100)), 2U);  // nothing of `bound` bytes is tried
  EXPECT_EQ(fitting_prefix("漢漢漢", 100, within(2)), 6U);
  EXPECT_EQ(fitting_prefix("😀", 100, within(1)), 0U);
  EXPECT_EQ(fitting_prefix("", 100, within(1)), 0U);
}

}  // namespace
}  // namespace muster

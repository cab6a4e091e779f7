// Percentiles as a spreadsheet has them, and no verdict that the numbers do not carry.
#include "bot/report/statistics.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muster::report {
namespace {

using Values = std::vector<std::int64_t>;

TEST(Percentile, InterpolatesAsPercentileInc) {
  const Values values{10, 20, 30, 40};
  EXPECT_DOUBLE_EQ(*percentile(values, 0.5), 25);
  EXPECT_DOUBLE_EQ(*percentile(values, 0.9), 37);
  EXPECT_DOUBLE_EQ(*percentile(values, 0), 10);
  EXPECT_DOUBLE_EQ(*percentile(values, 1), 40);
  EXPECT_DOUBLE_EQ(*percentile(Values{7}, 0.9), 7);
}

TEST(Percentile, OfNothingIsNothing) {
  EXPECT_FALSE(percentile(Values{}, 0.5));
}

TEST(Trend, NothingIsSaidOfFewerThanTen) {
  const Values nine(9, 1);
  const Values many(50, 1000);
  EXPECT_EQ(compare(nine, many), Trend::too_few);
  EXPECT_EQ(compare(many, nine), Trend::too_few);
}

TEST(Trend, ClearlyShorterAndLongerAreSaid) {
  Values quick, slow;
  for (int i = 0; i < 12; ++i) {
    quick.push_back(100 + i);
    slow.push_back(500 + i);
  }
  EXPECT_EQ(compare(quick, slow), Trend::shorter);
  EXPECT_EQ(compare(slow, quick), Trend::longer);
}

TEST(Trend, OneVeryLongIncidentDecidesNothing) {
  Values before, now;
  for (int i = 0; i < 12; ++i) {
    before.push_back(100 + i * 10);
    now.push_back(101 + i * 10);
  }
  now.back() = 1000000;
  EXPECT_EQ(compare(now, before), Trend::not_distinguishable);
}

TEST(Trend, AllEqualIsNoDifference) {
  EXPECT_EQ(compare(Values(20, 60), Values(20, 60)), Trend::not_distinguishable);
}

}  // namespace
}  // namespace muster::report

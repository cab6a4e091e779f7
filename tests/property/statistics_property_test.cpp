// Percentiles and the test of trends.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "bot/report/statistics.hpp"

namespace muster::report {

namespace {

std::vector<std::int64_t> lengths(std::size_t fewest) {
  auto values =
      *rc::gen::suchThat(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange(0, 1000000)),
                         [fewest](const auto& all) { return all.size() >= fewest; });
  std::ranges::sort(values);
  return values;
}

double share() {
  return *rc::gen::inRange(0, 1001) / 1000.0;
}

RC_GTEST_PROP(Percentiles, LieBetweenTheEndsAndGrow, ()) {
  const auto sorted = lengths(1);
  const double low = share();
  const double high = std::min(1.0, low + share());
  const double at_low = *percentile(sorted, low);
  const double at_high = *percentile(sorted, high);
  RC_ASSERT(at_low <= at_high);
  RC_ASSERT(static_cast<double>(sorted.front()) <= at_low);
  RC_ASSERT(at_high <= static_cast<double>(sorted.back()));
  RC_ASSERT(*percentile(sorted, 0) == static_cast<double>(sorted.front()));
  RC_ASSERT(*percentile(sorted, 1) == static_cast<double>(sorted.back()));
}

// As a spreadsheet defines it, counted another way: the value at a whole rank is that of the list, and
// between two ranks the line is straight.
RC_GTEST_PROP(Percentiles, AreTheListsOwnValuesAtWholeRanksAndStraightBetween, ()) {
  const auto sorted = lengths(2);
  const auto rank = *rc::gen::inRange<std::size_t>(0, sorted.size() - 1);
  const auto steps = static_cast<double>(sorted.size() - 1);
  const auto lower = static_cast<double>(sorted[rank]);
  const auto upper = static_cast<double>(sorted[rank + 1]);
  const double between = share();
  const double found = *percentile(sorted, (static_cast<double>(rank) + between) / steps);
  RC_ASSERT(std::abs(found - (lower + between * (upper - lower))) <= 1e-6 * (1.0 + upper));
}

RC_GTEST_PROP(Percentiles, MoveAndStretchWithTheValues, (std::uint8_t by)) {
  const auto sorted = lengths(1);
  const double p = share();
  std::vector<std::int64_t> moved;
  for (const std::int64_t value : sorted) moved.push_back(3 * value + by);
  RC_ASSERT(std::abs(*percentile(moved, p) - (3 * *percentile(sorted, p) + by)) < 1e-3);
}

// Half of the values are at most the median and half at least: what the word promises.
RC_GTEST_PROP(Percentiles, HalfLieOnEitherSideOfTheMedian, ()) {
  const auto sorted = lengths(1);
  const double median = *percentile(sorted, 0.5);
  const auto below = std::ranges::count_if(sorted, [&](auto v) { return static_cast<double>(v) <= median; });
  const auto above = std::ranges::count_if(sorted, [&](auto v) { return static_cast<double>(v) >= median; });
  RC_ASSERT(2 * below >= std::ssize(sorted));
  RC_ASSERT(2 * above >= std::ssize(sorted));
}

RC_GTEST_PROP(Trends, AreTheOtherWayRoundWhenTheSidesChange, ()) {
  const auto now = lengths(kFewest);
  const auto before = lengths(kFewest);
  const Trend there = compare(now, before);
  const Trend back = compare(before, now);
  if (there == Trend::shorter) RC_ASSERT(back == Trend::longer);
  if (there == Trend::longer) RC_ASSERT(back == Trend::shorter);
  if (there == Trend::not_distinguishable) RC_ASSERT(back == Trend::not_distinguishable);
  RC_ASSERT(compare(now, now) == Trend::not_distinguishable);
}

}  // namespace

}  // namespace muster::report

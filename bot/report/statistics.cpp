#include "bot/report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace muster::report {

namespace {

constexpr double kTwoSided5Percent = 1.959964;  // of the normal distribution

}  // namespace

std::optional<double> percentile(std::span<const std::int64_t> sorted, double p) {
  if (sorted.empty()) return std::nullopt;
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(position));
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  const auto below = static_cast<double>(sorted[low]);
  return below + (position - std::floor(position)) * (static_cast<double>(sorted[high]) - below);
}

Trend compare(std::span<const std::int64_t> now, std::span<const std::int64_t> before) {
  if (now.size() < kFewest || before.size() < kFewest) return Trend::too_few;
  std::vector<std::pair<std::int64_t, bool>> all;  // value, of the period itself
  for (const std::int64_t value : now) all.emplace_back(value, true);
  for (const std::int64_t value : before) all.emplace_back(value, false);
  std::ranges::sort(all);
  double rank_sum = 0;
  double ties = 0;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    while (end < all.size() && all[end].first == all[i].first) ++end;
    const auto equal = static_cast<double>(end - i);
    const double rank = static_cast<double>(i) + (equal + 1) / 2;  // of each of the equal ones
    for (; i < end; ++i) rank_sum += all[i].second ? rank : 0;
    ties += equal * equal * equal - equal;
  }
  const auto n = static_cast<double>(now.size());
  const auto m = static_cast<double>(before.size());
  const double total = n + m;
  const double expected = n * (total + 1) / 2;
  const double variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return Trend::not_distinguishable;
  const double z = (rank_sum - expected) / std::sqrt(variance);
  if (std::abs(z) < kTwoSided5Percent) return Trend::not_distinguishable;
  return z < 0 ? Trend::shorter : Trend::longer;
}

}  // namespace muster::report

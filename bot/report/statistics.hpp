// Statistics that do not mislead: percentiles instead of means, and a test before anything is called better.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "bot/base/names.hpp"

namespace muster::report {

// Linear interpolation between the closest ranks (position p * (n - 1)), as a spreadsheet's PERCENTILE.INC.
// sorted: ascending. None of nothing.
[[nodiscard]] std::optional<double> percentile(std::span<const std::int64_t> sorted, double p);

// How lengths of time compare with those before. Below kFewest on either side nothing is said.
enum class Trend : std::uint8_t { too_few, not_distinguishable, shorter, longer };
inline constexpr std::size_t kFewest = 10;

// Mann-Whitney rank-sum test, two-sided at 5 %, with correction for ties: asks whether one period's lengths
// tend to be shorter, which one very long incident cannot decide.
[[nodiscard]] Trend compare(std::span<const std::int64_t> now, std::span<const std::int64_t> before);

}  // namespace muster::report

template <>
struct muster::EnumNames<muster::report::Trend> {
  static constexpr std::array<std::string_view, 4> kNames = {"too_few", "not_distinguishable", "shorter",
                                                             "longer"};
};

#include "bot/report/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace muster::report {

namespace {

constexpr const char* kUnknown = "–";

}  // namespace

std::string decimals(double value, int places) {
  std::array<char, 64> digits{};
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, places);
  return {digits.data(), written.ptr};
}

Cell plain(std::string text) {
  return {std::move(text)};
}

Cell count(std::size_t n, Numbers incidents) {
  return {std::to_string(n), std::to_string(n), std::move(incidents)};
}

Cell of_incidents(const Numbers& incidents) {
  return count(incidents.size(), incidents);
}

Cell seconds(std::optional<double> length) {
  if (!length) return {kUnknown};
  const auto whole = static_cast<std::int64_t>(std::llround(*length));
  const bool is_whole = std::abs(*length - static_cast<double>(whole)) < 1e-9;
  return {spoken(std::chrono::seconds{whole}), is_whole ? std::to_string(whole) : decimals(*length, 3)};
}

Cell percent(std::optional<double> pct, int places) {
  if (!pct) return {kUnknown};
  return {decimals(*pct, places) + " %", decimals(*pct, 6)};
}

Cell moment(std::optional<Time> at) {
  if (!at) return {kUnknown};
  return {iso_seconds(*at), iso_seconds(*at)};
}

Cell part_of(std::size_t part, std::size_t whole, Numbers incidents) {
  const auto share = share_pct(part, whole);
  if (!share) return {"none of 0", "", std::move(incidents)};
  return {std::to_string(part) + " of " + std::to_string(whole) + " (" + decimals(*share, 1) + " %)",
          decimals(*share, 6), std::move(incidents)};
}

Cell explained(Cell cell, std::string definition) {
  cell.definition = std::move(definition);
  return cell;
}

std::string say_incidents(const Numbers& incidents, std::size_t most) {
  std::string all;
  const std::size_t shown = most == 0 ? incidents.size() : std::min(most, incidents.size());
  for (std::size_t i = 0; i < shown; ++i) all += (i == 0 ? "" : ", ") + to_string(incidents[i]);
  if (shown < incidents.size()) all += " and " + std::to_string(incidents.size() - shown) + " more";
  return all;
}

}  // namespace muster::report

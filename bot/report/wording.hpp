// Small wordings of a report. Inside bot/report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bot/report/sheet.hpp"

namespace muster::report {

[[nodiscard]] std::string decimals(double value, int places);
[[nodiscard]] Cell plain(std::string text);
[[nodiscard]] Cell count(std::size_t n, Numbers incidents = {});
[[nodiscard]] Cell of_incidents(const Numbers& incidents);              // how many, and which
[[nodiscard]] Cell seconds(std::optional<double> length);               // "1 h 05 min"; a dash when unknown
[[nodiscard]] Cell percent(std::optional<double> pct, int places = 1);  // "94.1 %"; a dash when unknown
[[nodiscard]] Cell moment(std::optional<Time> at);                      // "2026-11-24T05:44:50Z"
[[nodiscard]] Cell part_of(std::size_t part, std::size_t whole,
                           Numbers incidents = {});  // "3 of 12 (25.0 %)"
[[nodiscard]] Cell explained(Cell cell, std::string definition);
// "INC-1, INC-2 and 3 more"; all of them with `most` 0.
[[nodiscard]] std::string say_incidents(const Numbers& incidents, std::size_t most);

}  // namespace muster::report

// The trend of a report as a picture, for chats that take files but draw no charts. Pure.
#pragma once

#include <string>

#include "bot/report/report.hpp"

namespace muster::report {

// A PNG of 960 x 400: incidents declared in each week of the period, the two worst severities set apart.
[[nodiscard]] std::string trend_png(const Report& report, const Policy& policy);

// A bar of text a number, by its height: "▁▃█". Empty for nothing.
[[nodiscard]] std::string sparkline(const std::vector<std::size_t>& counts);

}  // namespace muster::report

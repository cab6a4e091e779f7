// HTML and SVG pieces of a report's page. Inside bot/report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/report/report.hpp"

namespace muster::report {

// The address of an incident; empty when there is nowhere to link to. prefix: "https://…/incidents/".
[[nodiscard]] std::string incident_link(IncidentNumber number, const std::string& prefix);

struct Bar {
  std::string label;   // below it; may be empty
  std::string spoken;  // what it says when pointed at
  double value = 0;
};

// Charts are SVG with classes only (report.css colours them), so that they need no inline style or script.
// Every mark says its incident and value when pointed at.
// One dot an incident, on a logarithmic axis up to `longest` seconds; lines at the median and at 90 %.
[[nodiscard]] std::string dot_strip(const Distribution& distribution, std::int64_t longest,
                                    const std::string& label, const std::string& prefix);
[[nodiscard]] std::string bar_chart(const std::vector<Bar>& bars, const std::string& label);
// How much of each error budget was used; the line is 100 %.
[[nodiscard]] std::string budget_bars(const std::vector<ServiceFigures>& services);

}  // namespace muster::report

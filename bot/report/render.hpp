// A report for people and programs.
#pragma once

#include <string>

#include "bot/report/sheet.hpp"

namespace muster::report {

// Aligned columns, in UTF-8.
[[nodiscard]] std::string report_text(const Sheet& sheet);

// One row a figure: section, table, row, column, value (for programs), text, incidents. RFC 4180. A cell that
// a spreadsheet would take for a formula (= + - @, tab, carriage return) begins with an apostrophe instead.
[[nodiscard]] std::string report_csv(const Sheet& sheet);

// The whole report, docs/reporting.md. Lengths are seconds, unknown is null.
[[nodiscard]] std::string report_json(const Report& report);

// The sections with their charts, without a page around them: for a page that has report.css. prefix: where
// incidents are ("/incidents/"); empty: they are not linked.
[[nodiscard]] std::string report_fragment(const Report& report, const Sheet& sheet,
                                          const std::string& prefix);
// One page that needs nothing else: style and charts are in it, no script; light, dark and printed.
[[nodiscard]] std::string report_page(const Report& report, const Sheet& sheet);

}  // namespace muster::report

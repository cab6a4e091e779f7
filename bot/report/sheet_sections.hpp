// The sections of a report. Inside bot/report.
#pragma once

#include "bot/report/sheet.hpp"

namespace muster::report {

// sheet_overview.cpp
[[nodiscard]] Section summary_section(const Report& report);
[[nodiscard]] Section incidents_section(const Report& report);  // each by name
[[nodiscard]] Section overdue_section(const Report& report);
[[nodiscard]] Section volume_section(const Report& report);

// sheet_course.cpp
[[nodiscard]] Section times_section(const Report& report);
[[nodiscard]] Section services_section(const Report& report);
[[nodiscard]] Section course_section(const Report& report);
[[nodiscard]] Section repeats_section(const Report& report);

// sheet_duties.cpp
[[nodiscard]] Section cadence_section(const Report& report);
[[nodiscard]] Section pages_section(const Report& report);
[[nodiscard]] Section changes_section(const Report& report);
[[nodiscard]] Section duties_section(const Report& report);

}  // namespace muster::report

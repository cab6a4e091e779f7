// The steps of the fold, each filling in its part of a period's figures. Inside bot/report.
#pragma once

#include "bot/report/chosen.hpp"
#include "bot/report/report.hpp"

namespace muster::report {

// An incident that follows a like one sooner than this repeats it.
inline constexpr std::chrono::days kRepeatsWithin{90};

// report_course.cpp: volume, lengths of time, escalation, repetition
void count_volume(Figures& figures, const Chosen& chosen, const Policy& policy);
void measure_kpis(Figures& figures, const Chosen& chosen);
void sum_time(Figures& figures, const Chosen& chosen, const Rows& rows);
void find_repeats(Figures& figures, const Chosen& chosen, const Rows& rows);

// report_services.cpp
void measure_services(Figures& figures, const Chosen& chosen, const Rows& rows, const Policy& policy);

// report_duties.cpp: what was owed: updates, answers to pages, changes that hold, postmortems, actions
void count_cadence(Figures& figures, const Chosen& chosen, const Rows& rows, const Policy& policy);
void count_pages(Figures& figures, const Chosen& chosen, const Rows& rows);
void count_changes(Figures& figures, const Chosen& chosen, const Rows& rows);
void count_postmortems(Figures& figures, const Chosen& chosen, Time now);
void count_actions(Figures& figures, const Chosen& chosen, const Rows& rows, Time now);
[[nodiscard]] Overdue overdue(const Chosen& chosen, const Rows& rows, Time now);

}  // namespace muster::report

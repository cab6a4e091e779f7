// The report on a period: counts, distributions and duties, each with the incidents behind it.
//
// A pure fold of rows. Means are left out on purpose: durations are skewed, and one long incident owns a
// mean. What has no value is absent with its reason, never 0. Lengths are whole seconds, instants UTC.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/policy.hpp"
#include "bot/report/kpi.hpp"
#include "bot/report/period.hpp"
#include "bot/report/rows.hpp"
#include "bot/report/statistics.hpp"

namespace muster::report {

using Numbers = std::vector<IncidentNumber>;

// How many, and which.
struct Count {
  std::string name;
  Numbers incidents;
};

struct Dot {
  IncidentNumber incident;
  std::int64_t seconds = 0;
  friend bool operator==(const Dot&, const Dot&) = default;
};

struct Distribution {
  std::vector<Dot> dots;   // ascending
  int pending = 0;         // may still come
  int not_applicable = 0;  // has no meaning there: nobody was paged, nothing was hurt
  int invalid = 0;         // the record contradicts itself
  std::optional<double> median, p90;
};

struct Week {
  Time begin{};  // Monday, local midnight
  Count declared;
};

struct Volume {
  Numbers declared;  // in the period
  std::vector<Count> by_severity, by_service, by_cause, by_source;
  std::vector<Week> by_week;        // every week of the period, also those without
  std::array<int, 24> by_hour{};    // local
  std::array<int, 7> by_weekday{};  // local, Monday first
  std::vector<Count> left_out;      // drill, test, canceled, merged: declared in the period, not counted
};

struct ServiceFigures {
  std::string service;
  Numbers failures;            // whose impact with weight began in the period
  double weighted_down_s = 0;  // clipped to the period; the worst level wins where intervals overlap
  double down_s = 0;           // at any level with weight
  double maintenance_s = 0;    // agreed: neither downtime nor part of the period that must hold
  double availability_pct = 100;
  std::optional<double> slo_pct;
  std::optional<double> budget_s;  // (1 - SLO) * (period - maintenance)
  std::optional<double> burn_pct;
  std::optional<double> mtbf_s;  // none: no failure, so at least the period
};

struct CadenceLine {
  std::string audience;
  std::string severity;  // label of the incident's peak
  int on_time = 0;
  int observations = 0;
  std::int64_t max_gap_s = 0;
  Numbers late;
};

struct PageLoad {
  std::string person;
  std::string name;
  int business = 0;
  int off = 0;
  int sleep = 0;
  [[nodiscard]] int total() const { return business + off + sleep; }
};

struct Change {
  std::string id;
  std::string service;
  std::string title;
  Numbers caused;
};

struct Changes {
  int completed = 0;           // standard and normal
  std::vector<Change> failed;  // linked to an incident as its cause
};

// Postmortems that were due in the period.
struct Postmortems {
  Numbers on_time, late, overdue, waived, not_yet_due;
};

struct OpenAction {
  IncidentNumber incident;
  std::string id;
  std::string title;
  std::string owner;
  std::optional<Time> due;  // as first agreed: moving a date does not make it on time
};

// What follows incidents. Ageing: days past the first agreed date, of what is open now.
struct Actions {
  int added = 0;
  int done = 0;
  int due = 0;          // first agreed date in the period
  int due_on_time = 0;  // of those, done by then
  static constexpr std::array<const char*, 4> kAges = {"0-7 days", "8-30 days", "31-90 days", "over 90 days"};
  std::array<int, 4> overdue_by_age{};
  int open = 0;
};

// An incident that people linked as a repeat, or that shares a service and the cause with one resolved at
// most 90 days before it.
struct Repeat {
  IncidentNumber incident;
  IncidentNumber earlier;
  std::string cause_tag;
  std::vector<std::string> services;
  int open_actions = 0;  // of the earlier one, when the later one was declared
};

// What one period measures.
struct Figures {
  Period period;
  Volume volume;
  std::array<Distribution, kKpiCount> kpis;                             // in the order of kKpis
  std::map<std::string, std::int64_t> time_in_state, time_in_severity;  // seconds
  std::vector<ServiceFigures> services;                                 // those hurt first, then by name
  std::vector<CadenceLine> cadence;
  std::vector<PageLoad> page_load;  // most interrupted in their sleep first
  Numbers paged, escalated;         // declared in the period; escalated: because nobody answered in time
  Changes changes;
  Postmortems postmortems;
  Actions actions;
  std::vector<Repeat> repeats;
};

// What is overdue at `now`, whatever the period.
struct Overdue {
  struct Duty {
    IncidentNumber incident;
    Time due{};
  };
  std::vector<Duty> updates, postmortems;  // longest overdue first
  std::vector<OpenAction> actions;
};

struct Report {
  std::string organisation;
  std::string base_url;  // of the console; empty: incidents are not linked
  Filter filter;
  std::string filtered;  // in words
  Time now{};
  Figures current;  // the period
  Figures before;   // the one before it, equally long
  std::array<Trend, kKpiCount> trends{};
  Overdue overdue;
  std::map<IncidentNumber, std::string> titles;
  std::map<ImpactLevel, double> weights;  // of downtime
  bool includes_private = false;          // something in here is not for everybody
};

// The store's question for a report.
[[nodiscard]] Query query_for(const Period& period, Time now, Viewer viewer);

[[nodiscard]] Report make_report(const Rows& rows, const Period& period, const Filter& filter,
                                 const Policy& policy, Time now);

// How much of the period's incidents repeat an earlier one, were escalated ...: nothing of nothing.
[[nodiscard]] std::optional<double> share_pct(std::size_t part, std::size_t whole);

}  // namespace muster::report

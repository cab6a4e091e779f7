// What a report is made from: rows of two neighbouring periods, as the store keeps them beside each incident.
//
// Only incidents the viewer may see are in here, and nothing of others: what is private is in no number of
// somebody who may not see it. Instants are UTC.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/incident.hpp"
#include "bot/report/kpi.hpp"

namespace muster::report {

// Who looks. Everybody sees public incidents; private ones only who is named here as seeing them.
struct Viewer {
  bool sees_all = false;
  std::vector<IncidentNumber> private_seen;
};

// Rows of [since, until), and what is open or overdue at `now`.
struct Query {
  Time since{};         // where the period before begins
  Time from{};          // where the period itself begins
  Time until{};         // where it ends
  Time looking_back{};  // incidents resolved since then may be what one of the periods repeats
  Time now{};
  Viewer viewer;
};

struct IncidentRow {
  IncidentNumber number;
  std::string title;
  Kind kind = Kind::normal;
  State state = State::triage;
  std::optional<Severity> peak;
  bool is_private = false;
  std::vector<std::string> services;
  std::string cause_tag;
  std::string detection_source;
  Time declared_at{};  // the earliest of its family
  std::optional<Time> resolved_at;
  std::array<Measure, kKpiCount> measures;  // in the order of kKpis
  int pages_sent = 0;
  int timeout_escalations = 0;
  std::optional<Time> next_update_due;
  PostmortemState postmortem = PostmortemState::none;
  std::optional<Time> postmortem_due_at;
  std::optional<bool> postmortem_on_time;
};

// Seconds an incident spent in a state or at a severity.
struct TimeRow {
  IncidentNumber incident;
  bool is_severity = false;
  std::string name;
  std::int64_t seconds = 0;
};

struct ImpactRow {
  IncidentNumber incident;
  ImpactInterval interval;
};

struct CadenceRow {
  IncidentNumber incident;
  std::string audience;
  int on_time = 0;
  int observations = 0;
  std::int64_t max_gap_s = 0;
};

struct InterruptionRow {
  IncidentNumber incident;
  std::string page;
  PersonId person;
  std::string name;
  Time at{};
  Band band = Band::business;
};

struct ActionRow {
  IncidentNumber incident;
  std::string id;
  std::string title;
  std::string owner;  // as shown; empty: nobody
  std::optional<Time> due;
  std::optional<Time> first_due;
  Time added_at{};
  std::optional<Time> done_at;
};

// A standard or normal change that completed.
struct ChangeRow {
  std::string id;
  std::string service;
  std::string title;
  Time completed_at{};
  std::vector<IncidentNumber> caused;  // incidents it is linked to as their cause
};

// An incident with a cause that was resolved before: what a later one may repeat.
struct EarlierRow {
  IncidentNumber number;
  std::vector<std::string> services;
  std::string cause_tag;
  Time resolved_at{};
};

// Linked by hand as a repeat of an earlier one.
struct RepeatRow {
  IncidentNumber incident;
  IncidentNumber earlier;
};

struct Rows {
  std::vector<IncidentRow> incidents;  // that any of the others name, by number
  std::vector<TimeRow> times;          // of incidents declared in [from, until)
  std::vector<ImpactRow> impact;
  std::vector<CadenceRow> cadence;
  std::vector<InterruptionRow> interruptions;
  std::vector<ActionRow> actions;  // added or due in [since, until), done since then, or open
  std::vector<ChangeRow> changes;
  std::vector<EarlierRow> earlier;
  std::vector<RepeatRow> repeats;
};

}  // namespace muster::report

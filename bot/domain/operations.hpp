// OperationsLog: what goes on around all incidents. Changes in flight and just finished, alerts that fire,
// reports nobody tied to an incident yet, pages sent before there was one, and freezes.
//
// It is the fold of the timeline with number 0 and keeps only what the rules may still need; the whole record
// is in the store. Times are UTC. A value type.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/alert_book.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident_parts.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// The timeline that belongs to no incident.
inline constexpr IncidentNumber kOperations{0};

struct ChangeRecord {
  std::string id;
  ChangeType type = ChangeType::standard;
  std::string service;
  std::string title;
  std::string risk;
  std::string link;
  std::string result;
  IncidentNumber incident;  // the one it is done for
  std::optional<Time> started_at;
  std::optional<Time> completed_at;
  bool refused = false;
  friend bool operator==(const ChangeRecord&, const ChangeRecord&) = default;
};

struct Freeze {
  IncidentNumber incident;
  std::vector<std::string> scope;  // services; empty: all
  std::string reason;
  Time since{};
  friend bool operator==(const Freeze&, const Freeze&) = default;
};

// Alerts that are one thing to people. Counts are of the time since it was last all quiet without an
// incident, or since its incident began.
struct AlertGroup {
  std::string key;  // AlertReported::group
  std::string id;   // what people type: AL-1
  std::string source;
  std::string service;
  std::string title;
  std::string severity;     // the last one that was told, as the source says it
  std::string route;        // that decided last; empty: none matched
  std::string act;          // what became of it last: see AlertReported::act
  std::string first;        // dedup key of the alert that spoke first
  IncidentNumber incident;  // none: no incident has it
  std::int64_t total = 0;   // different alerts
  std::int64_t firing = 0;
  std::int64_t repeats = 0;
  std::int64_t cut = 0;  // more of them than the source told in its last call
  bool quiet = true;     // nothing fires, and that was said
  Time first_at{};
  Time last_at{};
  friend bool operator==(const AlertGroup&, const AlertGroup&) = default;
};

struct Silence {
  AlertsSilenced set;
  PersonId by;
  friend bool operator==(const Silence&, const Silence&) = default;
};

struct Cover {
  CoverAsked asked;
  std::optional<CoverAnswer> answer;
  Time asked_at{};
  friend bool operator==(const Cover&, const Cover&) = default;
};

struct ContactChoice {
  std::vector<ContactRule> rules;
  std::optional<QuietHours> quiet;
  friend bool operator==(const ContactChoice&, const ContactChoice&) = default;
};

struct OperationsLog {
  std::map<std::string, ChangeRecord> changes;     // by id
  AlertBook alerts;                                // by source and dedup key
  std::vector<Freeze> freezes;                     // in force
  std::vector<PageRecord> pages;                   // not tied to an incident
  std::vector<IncidentReport> reports;             // not tied to an incident
  std::vector<std::string> reminded;               // of those pages, as Incident::reminded
  std::map<std::string, AlertGroup> groups;        // by key
  std::vector<Silence> silences;                   // in force or to come
  std::vector<Cover> covers;                       // in order; kept while they may matter
  std::map<std::string, ShiftsImported> imported;  // by schedule
  std::map<PersonId, ContactChoice> contact;       // of whoever chose
  std::optional<Time> synthetic_at;                // the last page that proved the ways
  std::int64_t covers_asked = 0;                   // gives covers their ids: CV-1
  std::int64_t silences_set = 0;                   // SL-1
  std::int64_t groups_seen = 0;                    // AL-1
  std::int64_t pages_sent = 0;                     // gives pages their ids: PG-1, PG-2 ...
  std::optional<Time> reviewed;                    // the week whose review was dealt with
  std::string configuration;                       // SHA-256 of the last one
  Seq last_seq = 0;
  std::string head_hash;

  [[nodiscard]] const ChangeRecord* change(const std::string& id) const;
  [[nodiscard]] const AlertRecord* alert(const std::string& source, const std::string& dedup_key) const;
  [[nodiscard]] const AlertGroup* group(std::string_view key_or_id) const;
  // By the alert's own id, in any source.
  [[nodiscard]] const AlertRecord* alert_named(const std::string& id) const;
  [[nodiscard]] const PageRecord* page(std::string_view id) const;
  // The freeze a change of this service would break, none when it may go on.
  [[nodiscard]] const Freeze* freeze_for(const std::string& service, IncidentNumber done_for) const;
  friend bool operator==(const OperationsLog&, const OperationsLog&) = default;
};

void evolve(OperationsLog& log, const Event& event);

// Services an incident on these may be caused by: themselves and what they depend on, step by step.
// "vendor:x" and services outside the catalogue are kept as they are named.
[[nodiscard]] std::vector<std::string> with_dependencies(const std::vector<std::string>& services,
                                                         const Policy& policy);

// Changes that may have caused an incident, likeliest first, and why others were left out.
struct ChangeCandidates {
  std::string anchor;  // "impact_started_at" or "detected_at"
  std::vector<std::string> ranked;
  std::map<std::string, std::string> excluded;  // change -> why
};
[[nodiscard]] ChangeCandidates change_candidates(const OperationsLog& log,
                                                 const std::vector<std::string>& services,
                                                 const std::vector<IncidentChange>& of_incident, Time anchor,
                                                 std::string anchor_name, const Policy& policy);

}  // namespace muster

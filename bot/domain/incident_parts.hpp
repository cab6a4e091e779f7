// The parts of an incident: what its events add up to, one record a thing. See incident.hpp.
//
// Times are UTC. Value types.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/event.hpp"

namespace muster {

struct RoleTerm {
  std::string role;
  PersonId person;
  Time since{};
  std::optional<Time> until;
  friend bool operator==(const RoleTerm&, const RoleTerm&) = default;
};

struct PendingHandoff {
  std::string role;
  PersonId from;
  PersonId to;
  std::string briefing;
  Time requested_at{};
  friend bool operator==(const PendingHandoff&, const PendingHandoff&) = default;
};

// One service at one level, half-open [start, end); end is absent while it goes on.
struct ImpactInterval {
  std::string service;
  ImpactLevel level = ImpactLevel::none;
  Time start{};
  std::optional<Time> end;
  friend bool operator==(const ImpactInterval&, const ImpactInterval&) = default;
};

struct ImpactEntry {
  std::string service;
  ImpactLevel level = ImpactLevel::none;
  Time effective_at{};
  Seq seq = 0;
  friend bool operator==(const ImpactEntry&, const ImpactEntry&) = default;
};

// How a page went out to one person by one method.
struct PageSend {
  PersonId person;  // empty: to a system
  std::string method;
  std::string platform;
  SendState state = SendState::queued;
  std::string detail;
  std::string ref;
  Time at{};                  // promised
  Time changed_at{};          // reached this state
  std::optional<Time> due{};  // of a planned one
  friend bool operator==(const PageSend&, const PageSend&) = default;
};

struct PageRecord {
  std::string id;
  std::string target;
  std::vector<PersonId> people;
  std::string text;
  Time sent_at{};
  Actor by;
  std::string escalated_from;           // the page nobody answered in time, if this one follows it
  std::optional<Time> acknowledged_at;  // by the first person
  std::vector<PersonId> acknowledged_by;
  std::vector<Time> acknowledged_times;  // of each of them
  std::string escalation{};
  std::int64_t step = 0;
  std::int64_t round = 0;
  std::string purpose{};
  std::vector<PageSend> sends{};
  std::vector<PersonId> declined_by{};
  std::optional<Time> expired_at{};
  Seq seq = 0;  // of the event that sent it
  friend bool operator==(const PageRecord&, const PageRecord&) = default;
};

// When an audience was promised its next update. anchor: the update, declaration, reopening or change of
// severity it counts from.
struct Promise {
  Time anchor{};
  std::optional<Time> due;
  bool snoozed = false;
  bool first = true;  // nothing was said since the anchor: the first allowance counts, not the later one
  std::optional<Time> owed{};  // due before it was snoozed: what being on time is measured by
  friend bool operator==(const Promise&, const Promise&) = default;
};

struct StatusUpdate {
  Seq seq = 0;
  Time at{};
  Actor by;
  std::vector<std::string> audiences;
  std::string text;
  State state = State::investigating;
  std::optional<Time> next_at;
  std::vector<std::string> unheard{};  // of the audiences: nobody there was told, no room was configured
  friend bool operator==(const StatusUpdate&, const StatusUpdate&) = default;
};

struct TaskRecord {
  std::string id;
  std::string text;
  PersonId owner;
  std::optional<Time> due;
  Time added_at{};
  std::optional<Time> done_at;
  friend bool operator==(const TaskRecord&, const TaskRecord&) = default;
};

struct ActionItem {
  std::string id;
  std::string title;
  PersonId owner;
  std::optional<Time> due;
  std::string priority;
  std::string type;
  Time added_at{};
  std::optional<Time> done_at;
  std::optional<Time> first_due{};  // as first agreed: moving a date does not make it on time
  friend bool operator==(const ActionItem&, const ActionItem&) = default;
};

struct Room {
  Place place;
  std::string name;
  std::string link;
  friend bool operator==(const Room&, const Room&) = default;
};

struct StateSpan {
  State state = State::triage;
  Time since{};
  std::optional<Time> until;
  friend bool operator==(const StateSpan&, const StateSpan&) = default;
};

struct SeveritySpan {
  std::optional<Severity> severity;
  Time since{};
  std::optional<Time> until;
  friend bool operator==(const SeveritySpan&, const SeveritySpan&) = default;
};

// One update that had a duty, or (seq 0) a duty that was still unmet when the incident was resolved.
struct CadenceObservation {
  std::string audience;
  Seq seq = 0;
  Time anchor{};
  Time due{};
  Time at{};
  [[nodiscard]] bool on_time() const { return seq != 0 && at <= due; }
  friend bool operator==(const CadenceObservation&, const CadenceObservation&) = default;
};

struct Hold {
  std::string reason;
  Time since{};
  std::optional<Time> until;
  friend bool operator==(const Hold&, const Hold&) = default;
};

// Nothing of the incident is forgotten while it stands.
struct LegalHold {
  std::string reason;
  Time since{};
  Actor by;
  friend bool operator==(const LegalHold&, const LegalHold&) = default;
};

struct VendorCase {
  std::string vendor;
  std::string ref;
  std::string priority;
  std::optional<Duration> sla_response;
  Time opened_at{};
  std::optional<Time> responded_at;
  std::optional<Time> fixed_at;
  std::optional<Time> closed_at;
  friend bool operator==(const VendorCase&, const VendorCase&) = default;
};

struct RecordedFact {
  std::string key;
  std::string value;
  Time at{};
  Seq seq = 0;
  friend bool operator==(const RecordedFact&, const RecordedFact&) = default;
};

struct ClockMark {
  std::string regime;
  std::string mark;
  Time at{};
  Seq seq = 0;
  friend bool operator==(const ClockMark&, const ClockMark&) = default;
};

struct RecoveryMark {
  std::string op;
  std::string service;
  Time at{};
  std::string name;
  std::string outcome;
  Seq seq = 0;
  friend bool operator==(const RecoveryMark&, const RecoveryMark&) = default;
};

// A change as the incident knows it.
struct IncidentChange {
  std::string change;
  ChangeType type = ChangeType::standard;
  std::string service;
  std::string title;
  std::string relation;  // cause, remediation, candidate, refused
  std::string result;
  std::optional<Time> started_at;
  std::optional<Time> completed_at;
  friend bool operator==(const IncidentChange&, const IncidentChange&) = default;
};

struct IncidentAlert {
  std::string alert;
  std::string source;
  std::string service;
  std::string dedup_key;
  std::string title;
  AlertRole role = AlertRole::signal;
  Time fired_at{};
  std::optional<Time> cleared_at;
  std::int64_t repeats = 0;
  friend bool operator==(const IncidentAlert&, const IncidentAlert&) = default;
};

struct IncidentReport {
  std::string report;
  std::string source;
  std::string text;
  std::string relation;
  Time at{};
  friend bool operator==(const IncidentReport&, const IncidentReport&) = default;
};

struct FreezeSpan {
  std::vector<std::string> scope;  // services; empty: all
  std::string reason;
  Time since{};
  std::optional<Time> until;
  friend bool operator==(const FreezeSpan&, const FreezeSpan&) = default;
};

// An anchor that a person set because the record could not know it.
struct SetAnchor {
  Time at{};
  std::string source;
  friend bool operator==(const SetAnchor&, const SetAnchor&) = default;
};

}  // namespace muster

// Event bodies about the systems around an incident and the practice of running it: changes, alerts, reports,
// freezes, vendors, holds, facts, regulatory clocks, recovery measurements. See event.hpp.
//
// Changes, alerts, reports, freezes and pages may come before any incident: they are then kept on the
// operations log (operations.hpp), the timeline of number 0, and repeated on an incident's own timeline when
// they are tied to it, at the time they happened.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

enum class ChangeOp : std::uint8_t { start, complete, refused };
template <>
struct EnumNames<ChangeOp> {
  static constexpr std::array<std::string_view, 3> kNames = {"start", "complete", "refused"};
};

enum class ChangeType : std::uint8_t { standard, normal, emergency, rollback };
template <>
struct EnumNames<ChangeType> {
  static constexpr std::array<std::string_view, 4> kNames = {"standard", "normal", "emergency", "rollback"};
};

// A change to a system: it started, was completed, or was refused by a freeze. On an incident's timeline,
// relation says why it is there: cause, remediation, candidate, refused.
struct ChangeReported {
  static constexpr std::string_view kType = "change";
  std::string change;  // the change system's id: CHG-3970
  ChangeOp op = ChangeOp::start;
  ChangeType type = ChangeType::standard;
  std::string service;
  std::string title;
  std::string risk;                // low, medium, high; may be empty
  std::string result;              // of a completed one: success, failed, aborted; of a refused one: why
  std::string link;                // https
  IncidentNumber incident;         // the incident it is done for; on a refusal: the one that holds the freeze
  std::string relation;            // on an incident's timeline only
  std::optional<Time> started_at;  // of a completed one, when known
  friend bool operator==(const ChangeReported&, const ChangeReported&) = default;
  void describe(this auto& self, auto visit) {
    visit("change", self.change);
    visit("op", self.op);
    visit("type", self.type);
    visit("service", self.service);
    visit("title", self.title);
    visit("risk", self.risk);
    visit("result", self.result);
    visit("link", self.link);
    visit("incident", self.incident);
    visit("relation", self.relation);
    visit("started_at", self.started_at);
  }
};

// signal: tells that users are or may be hit; precursor: an earlier hint that never counts as detection.
enum class AlertRole : std::uint8_t { signal, precursor };
template <>
struct EnumNames<AlertRole> {
  static constexpr std::array<std::string_view, 2> kNames = {"signal", "precursor"};
};

enum class AlertOp : std::uint8_t { fire, resolve };
template <>
struct EnumNames<AlertOp> {
  static constexpr std::array<std::string_view, 2> kNames = {"fire", "resolve"};
};

struct AlertReported {
  static constexpr std::string_view kType = "alert";
  std::string alert;  // id within its source
  AlertOp op = AlertOp::fire;
  std::string source;  // prometheus, synthetics ...
  std::string service;
  std::string dedup_key;  // alerts of one source with the same key are one
  std::string title;
  std::string severity;  // as the source says it
  AlertRole role = AlertRole::signal;
  std::string link;
  std::int64_t repeats = 0;  // how often it had fired again when it was tied to the incident
  std::string group{};       // alerts of one group share a card; empty: a group of its own
  std::map<std::string, std::string> labels{};  // as the source gives them, bounded
  std::string summary{};                        // one or two sentences of the source
  std::string route{};                          // of muster.yaml that decided; empty: none matched
  // What became of it: ignore, attach, suggest, page, declare, joined (an incident has it), silenced,
  // maintenance, flapping; empty: not decided by routes.
  std::string act{};
  friend bool operator==(const AlertReported&, const AlertReported&) = default;
  void describe(this auto& self, auto visit) {
    visit("alert", self.alert);
    visit("op", self.op);
    visit("source", self.source);
    visit("service", self.service);
    visit("dedup_key", self.dedup_key);
    visit("title", self.title);
    visit("severity", self.severity);
    visit("role", self.role);
    visit("link", self.link);
    visit("repeats", self.repeats);
    visit("group", self.group);
    visit("labels", self.labels);
    visit("summary", self.summary);
    visit("route", self.route);
    visit("act", self.act);
  }
};

// A customer, partner or employee says that something is wrong. relation: detection or evidence.
struct ReportReceived {
  static constexpr std::string_view kType = "report";
  std::string report;
  std::string source;  // customer, partner, employee, vendor
  std::string service;
  std::string text;
  std::string relation;
  friend bool operator==(const ReportReceived&, const ReportReceived&) = default;
  void describe(this auto& self, auto visit) {
    visit("report", self.report);
    visit("source", self.source);
    visit("service", self.service);
    visit("text", self.text);
    visit("relation", self.relation);
  }
};

// No changes for now, but those linked to the incident. scope: "all", or the services meant.
struct FreezeChanged {
  static constexpr std::string_view kType = "freeze";
  bool on = false;
  std::vector<std::string> scope;  // services; empty: all
  std::string reason;
  IncidentNumber incident;
  friend bool operator==(const FreezeChanged&, const FreezeChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("on", self.on);
    visit("scope", self.scope);
    visit("reason", self.reason);
    visit("incident", self.incident);
  }
};

// op: open, response, promise, fixed, closed.
enum class VendorOp : std::uint8_t { open, response, promise, fixed, closed };
template <>
struct EnumNames<VendorOp> {
  static constexpr std::array<std::string_view, 5> kNames = {"open", "response", "promise", "fixed",
                                                             "closed"};
};

struct VendorCaseChanged {
  static constexpr std::string_view kType = "vendor";
  VendorOp op = VendorOp::open;
  std::string vendor;
  std::string ref;  // the vendor's case number
  std::string priority;
  std::optional<Duration> sla_response;
  std::string note;
  friend bool operator==(const VendorCaseChanged&, const VendorCaseChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("op", self.op);
    visit("vendor", self.vendor);
    visit("ref", self.ref);
    visit("priority", self.priority);
    visit("sla_response", self.sla_response);
    visit("note", self.note);
  }
};

// An overlay over the state: the incident waits for somebody. Clocks that customers see never stop for it.
struct HoldChanged {
  static constexpr std::string_view kType = "hold";
  bool on = false;
  std::string reason;  // awaiting_vendor, awaiting_change ...
  friend bool operator==(const HoldChanged&, const HoldChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("on", self.on);
    visit("reason", self.reason);
  }
};

// orders_failed=1842: a number or word the postmortem may cite. The last value of a key is the one in force.
struct FactRecorded {
  static constexpr std::string_view kType = "fact";
  std::string key;
  std::string value;
  friend bool operator==(const FactRecorded&, const FactRecorded&) = default;
  void describe(this auto& self, auto visit) {
    visit("key", self.key);
    visit("value", self.value);
  }
};

// An explicit human act that a regulatory clock counts from or ends with (aware, classified,
// submitted:initial); the event's own time is the anchor. muster never decides a legal question.
struct ClockMarked {
  static constexpr std::string_view kType = "clock";
  std::string regime;
  std::string mark;
  std::string note;
  friend bool operator==(const ClockMarked&, const ClockMarked&) = default;
  void describe(this auto& self, auto visit) {
    visit("regime", self.regime);
    visit("mark", self.mark);
    visit("note", self.note);
  }
};

// A measurement of a recovery, in a drill or for real. op: simulated_failure, failure, data_point, check,
// restored, objective, gap.
struct RecoveryNoted {
  static constexpr std::string_view kType = "dr";
  std::string op;
  std::string service;
  std::optional<Time> at;  // of a data point: how fresh the data is; otherwise when it happened
  std::string name;        // of a check
  std::string outcome;     // pass, fail
  std::string note;
  friend bool operator==(const RecoveryNoted&, const RecoveryNoted&) = default;
  void describe(this auto& self, auto visit) {
    visit("op", self.op);
    visit("service", self.service);
    visit("at", self.at);
    visit("name", self.name);
    visit("outcome", self.outcome);
    visit("note", self.note);
  }
};

// This incident tells an audience every so often, whatever the policy says; none: by the policy again.
struct CadenceSet {
  static constexpr std::string_view kType = "cadence_set";
  std::string audience;
  std::optional<Duration> every;
  std::string reason;
  friend bool operator==(const CadenceSet&, const CadenceSet&) = default;
  void describe(this auto& self, auto visit) {
    visit("audience", self.audience);
    visit("every", self.every);
    visit("reason", self.reason);
  }
};

// On the operations log: an alert, page or report (by its id) now belongs to an incident.
struct TiedToIncident {
  static constexpr std::string_view kType = "tied";
  std::string ref;
  IncidentNumber incident;
  friend bool operator==(const TiedToIncident&, const TiedToIncident&) = default;
  void describe(this auto& self, auto visit) {
    visit("ref", self.ref);
    visit("incident", self.incident);
  }
};

// No longer needed on the incident: free to go. Of a private one: no longer sees it.
struct PersonReleased {
  static constexpr std::string_view kType = "released";
  PersonId person;
  std::string reason;
  bool removed = false;  // access to a private incident is taken away
  friend bool operator==(const PersonReleased&, const PersonReleased&) = default;
  void describe(this auto& self, auto visit) {
    visit("person", self.person);
    visit("reason", self.reason);
    visit("removed", self.removed);
  }
};

// A correction of an anchor that people know better than the record: detected. The event's own time is the
// value.
struct AnchorSet {
  static constexpr std::string_view kType = "anchor";
  std::string anchor;  // detected
  std::string source;  // monitoring, customer, partner, employee, vendor
  std::string reason;
  friend bool operator==(const AnchorSet&, const AnchorSet&) = default;
  void describe(this auto& self, auto visit) {
    visit("anchor", self.anchor);
    visit("source", self.source);
    visit("reason", self.reason);
  }
};

// What kind of cause it was (config, capacity, expiry, vendor ...): recurrence is counted by it.
struct CauseTagged {
  static constexpr std::string_view kType = "cause";
  std::string tag;
  friend bool operator==(const CauseTagged&, const CauseTagged&) = default;
  void describe(this auto& self, auto visit) { visit("tag", self.tag); }
};

// An item of the all-clear checklist was ticked or unticked.
struct ChecklistTicked {
  static constexpr std::string_view kType = "checklist";
  std::string item;
  bool done = true;
  std::string note;
  friend bool operator==(const ChecklistTicked&, const ChecklistTicked&) = default;
  void describe(this auto& self, auto visit) {
    visit("item", self.item);
    visit("done", self.done);
    visit("note", self.note);
  }
};

// An action item was re-dated, given away or opened again. The first due date is kept by the fold.
struct ActionItemChanged {
  static constexpr std::string_view kType = "action_changed";
  std::string action;
  PersonId owner;
  std::optional<Time> due;
  bool reopened = false;
  std::string reason;
  friend bool operator==(const ActionItemChanged&, const ActionItemChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("action", self.action);
    visit("owner", self.owner);
    visit("due", self.due);
    visit("reopened", self.reopened);
    visit("reason", self.reason);
  }
};

}  // namespace muster

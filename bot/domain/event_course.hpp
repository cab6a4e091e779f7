// Event bodies about the course of an incident: declared, changed, ended, who is on it. See event.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

struct IncidentDeclared {
  static constexpr std::string_view kType = "declared";
  std::string title;
  std::string description;           // text of the message it was declared from, if any
  std::optional<Severity> severity;  // none: triage
  std::vector<std::string> services;
  Kind kind = Kind::normal;
  Visibility visibility = Visibility::public_;
  std::vector<PersonId> members;   // of a private incident, the declarer included
  std::optional<Time> started_at;  // when it began, if told (--started)
  Place source;                    // the message it was declared from
  std::string source_link;
  friend bool operator==(const IncidentDeclared&, const IncidentDeclared&) = default;
  void describe(this auto& self, auto visit) {
    visit("title", self.title);
    visit("description", self.description);
    visit("severity", self.severity);
    visit("services", self.services);
    visit("kind", self.kind);
    visit("visibility", self.visibility);
    visit("members", self.members);
    visit("started_at", self.started_at);
    visit("source", self.source);
    visit("source_link", self.source_link);
  }
};

// A silent correction of the record: field is title, description, started or services; values as text.
struct FieldEdited {
  static constexpr std::string_view kType = "edited";
  std::string field;
  std::string before;
  std::string after;
  friend bool operator==(const FieldEdited&, const FieldEdited&) = default;
  void describe(this auto& self, auto visit) {
    visit("field", self.field);
    visit("before", self.before);
    visit("after", self.after);
  }
};

struct SeverityChanged {
  static constexpr std::string_view kType = "severity";
  std::optional<Severity> from;
  Severity to;
  std::string reason;
  friend bool operator==(const SeverityChanged&, const SeverityChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("to", self.to);
    visit("reason", self.reason);
  }
};

struct StateChanged {
  static constexpr std::string_view kType = "state";
  State from = State::triage;
  State to = State::triage;
  std::string note;
  std::string despite{};  // what was overridden to get there: open alerts, said with why
  friend bool operator==(const StateChanged&, const StateChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("to", self.to);
    visit("note", self.note);
    visit("despite", self.despite);
  }
};

struct Reopened {
  static constexpr std::string_view kType = "reopened";
  State from = State::resolved;
  State to = State::investigating;
  std::string reason;
  friend bool operator==(const Reopened&, const Reopened&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("to", self.to);
    visit("reason", self.reason);
  }
};

struct Canceled {
  static constexpr std::string_view kType = "canceled";
  State from = State::triage;
  std::string reason;
  friend bool operator==(const Canceled&, const Canceled&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("reason", self.reason);
  }
};

// On the incident that ends here and lives on in another.
struct Merged {
  static constexpr std::string_view kType = "merged";
  IncidentNumber into;
  State from = State::triage;
  std::string reason;
  friend bool operator==(const Merged&, const Merged&) = default;
  void describe(this auto& self, auto visit) {
    visit("into", self.into);
    visit("from", self.from);
    visit("reason", self.reason);
  }
};

// On the survivor of a merge.
struct MergeReceived {
  static constexpr std::string_view kType = "merge_received";
  IncidentNumber source;
  Time source_declared_at{};
  friend bool operator==(const MergeReceived&, const MergeReceived&) = default;
  void describe(this auto& self, auto visit) {
    visit("source", self.source);
    visit("source_declared_at", self.source_declared_at);
  }
};

// From effective_at on, until the next one for that service; level none ends it. May arrive late and out of
// order.
struct ImpactChanged {
  static constexpr std::string_view kType = "impact";
  std::vector<std::string> services;
  ImpactLevel level = ImpactLevel::none;
  Time effective_at{};
  std::string note;
  friend bool operator==(const ImpactChanged&, const ImpactChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("services", self.services);
    visit("level", self.level);
    visit("effective_at", self.effective_at);
    visit("note", self.note);
  }
};

struct RoleAssigned {
  static constexpr std::string_view kType = "role";
  std::string role;
  PersonId person;
  bool shared = false;  // several hold it at a time: nobody else's term ends
  friend bool operator==(const RoleAssigned&, const RoleAssigned&) = default;
  void describe(this auto& self, auto visit) {
    visit("role", self.role);
    visit("person", self.person);
    visit("shared", self.shared);
  }
};

struct RoleReleased {
  static constexpr std::string_view kType = "role_released";
  std::string role;
  PersonId person;
  friend bool operator==(const RoleReleased&, const RoleReleased&) = default;
  void describe(this auto& self, auto visit) {
    visit("role", self.role);
    visit("person", self.person);
  }
};

struct HandoffRequested {
  static constexpr std::string_view kType = "handoff";
  std::string role;
  PersonId from;
  PersonId to;
  std::string briefing;
  friend bool operator==(const HandoffRequested&, const HandoffRequested&) = default;
  void describe(this auto& self, auto visit) {
    visit("role", self.role);
    visit("from", self.from);
    visit("to", self.to);
    visit("briefing", self.briefing);
  }
};

struct HandoffAnswered {
  static constexpr std::string_view kType = "handoff_answered";
  std::string role;
  PersonId to;
  bool accepted = false;
  std::string reason;
  friend bool operator==(const HandoffAnswered&, const HandoffAnswered&) = default;
  void describe(this auto& self, auto visit) {
    visit("role", self.role);
    visit("to", self.to);
    visit("accepted", self.accepted);
    visit("reason", self.reason);
  }
};

// how: invited, joined (came by themselves), following (wants updates, is not working on it).
struct PersonAdded {
  static constexpr std::string_view kType = "person";
  PersonId person;
  std::string how;
  friend bool operator==(const PersonAdded&, const PersonAdded&) = default;
  void describe(this auto& self, auto visit) {
    visit("person", self.person);
    visit("how", self.how);
  }
};

struct PersonPaged {
  static constexpr std::string_view kType = "page";
  std::string page;              // P1, P2 ... within the incident
  std::string target;            // what was asked for: a person, team or role id
  std::vector<PersonId> people;  // whom that meant at the time
  std::string text;
  std::string escalated_from{};  // the page that nobody acknowledged in time
  std::string escalation{};      // the policy it follows, by id; empty: none
  std::int64_t step = 0;         // of the policy, from 1; 0: none
  std::int64_t round = 0;        // how often the policy began again
  std::string purpose{};         // test, synthetic: proves a way and counts nowhere; empty: a real one
  friend bool operator==(const PersonPaged&, const PersonPaged&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("target", self.target);
    visit("people", self.people);
    visit("text", self.text);
    visit("escalated_from", self.escalated_from);
    visit("escalation", self.escalation);
    visit("step", self.step);
    visit("round", self.round);
    visit("purpose", self.purpose);
  }
};

struct PageAcknowledged {
  static constexpr std::string_view kType = "ack";
  std::string page;
  PersonId person;
  friend bool operator==(const PageAcknowledged&, const PageAcknowledged&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("person", self.person);
  }
};

}  // namespace muster

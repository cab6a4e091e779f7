// Incident: the fold of its events. Everything muster knows about an incident is here and comes from nowhere
// else; cards, reminders, reports and the postmortem read this value and the timeline, never a chat.
//
// Times are UTC. A value type: copies cross threads.
#pragma once

#include <map>
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

struct PageRecord {
  std::string id;
  std::string target;
  std::vector<PersonId> people;
  std::string text;
  Time sent_at{};
  Actor by;
  std::optional<Time> acknowledged_at;  // by the first person
  std::vector<PersonId> acknowledged_by;
  friend bool operator==(const PageRecord&, const PageRecord&) = default;
};

// When an audience was promised its next update. anchor: the update, declaration or change of severity it
// counts from.
struct Promise {
  Time anchor{};
  std::optional<Time> due;
  bool snoozed = false;
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
  friend bool operator==(const ActionItem&, const ActionItem&) = default;
};

struct Room {
  Place place;
  std::string name;
  std::string link;
  friend bool operator==(const Room&, const Room&) = default;
};

struct Incident {
  IncidentNumber number;
  std::string title;
  std::string description;
  std::string source_link;
  Kind kind = Kind::normal;
  Visibility visibility = Visibility::public_;
  State state = State::triage;
  State state_before_end = State::triage;  // what a reopened or unmerged incident returns to
  std::optional<Severity> severity;
  std::optional<Severity> initial_severity;
  std::optional<Severity> peak_severity;
  std::vector<std::string> services;
  Actor declared_by;
  Time declared_at{};
  std::optional<Time> started_at;  // as told; impact intervals say it more exactly
  Time state_since{};
  std::optional<Time> mitigated_at;  // last entry into monitoring
  std::optional<Time> resolved_at;   // last entry into resolved
  std::optional<Time> closed_at;
  std::optional<IncidentNumber> merged_into;
  std::vector<IncidentNumber> merged_from;

  std::vector<PersonId> members;          // on the incident: may see it when it is private
  std::vector<PersonId> followers;        // want updates
  std::map<std::string, PersonId> roles;  // single-holder view: role -> current (last) holder
  std::vector<RoleTerm> role_terms;
  std::optional<PendingHandoff> handoff;

  std::vector<ImpactEntry> impact_entries;
  std::vector<PageRecord> pages;
  std::vector<StatusUpdate> updates;
  std::map<std::string, Promise> promises;  // audience -> next promise; only audiences with one
  std::vector<TaskRecord> tasks;
  std::vector<ActionItem> actions;
  std::vector<LinkAdded> links;
  std::vector<std::string> reminded;  // "what/subject/due" already said, so that it is said once
  PostmortemState postmortem = PostmortemState::none;
  std::string postmortem_form;
  Seq postmortem_version = 0;  // event that holds its text; 0: nobody saved one

  std::map<std::string, Room> rooms;   // platform -> the incident's room
  std::map<std::string, Place> cards;  // "<platform>/<card>" -> where it was posted
  std::map<Place, Seq> captured;       // chat message -> its entry; withdrawn ones are gone

  Seq last_seq = 0;
  std::string head_hash;

  [[nodiscard]] bool is_open() const;  // not resolved, closed, canceled or merged
  [[nodiscard]] std::optional<PersonId> holder(std::string_view role) const;
  [[nodiscard]] std::optional<PersonId> commander() const { return holder(kIncidentCommander); }
  [[nodiscard]] bool has_member(const PersonId& person) const;
  [[nodiscard]] const PageRecord* page(std::string_view id) const;
  [[nodiscard]] std::vector<ImpactInterval> impact() const;  // ordered by service, then start
  [[nodiscard]] bool impact_open() const;
  [[nodiscard]] std::optional<Time> impact_started_at() const;
  [[nodiscard]] std::optional<Time> next_update_due() const;  // earliest promise
  friend bool operator==(const Incident&, const Incident&) = default;
};

// Applies one event. Total: every event applies to every incident; whether it may happen is the handlers'
// business.
void evolve(Incident& incident, const Event& event);

[[nodiscard]] Incident fold(const std::vector<Event>& events);

// The one filter of private incidents: members, holders of a role and auditors see them, nobody else learns
// that they exist. Used for lists, counts, cards, searches, exports, log lines and errors alike.
[[nodiscard]] bool may_see(const Incident& incident, const PersonId& person,
                           const std::vector<PersonId>& auditors);

}  // namespace muster

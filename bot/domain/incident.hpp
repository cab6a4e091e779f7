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
#include "bot/domain/incident_parts.hpp"

namespace muster {

// What cards show: when none of it changes, no card is edited. Of pages, in IncidentCourse, they show all but
// the sends.
struct IncidentFace {
  friend bool operator==(const IncidentFace& a, const IncidentFace& b);

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
  Actor state_by;
  std::optional<Time> mitigated_at;  // last entry into monitoring that held; the resolve if it was skipped
  std::optional<Time> resolved_at;   // last entry into resolved
  std::optional<Time> closed_at;
  std::optional<IncidentNumber> merged_into;
  std::vector<IncidentNumber> merged_from;

  std::vector<PersonId> members;          // on the incident: may see it when it is private
  std::map<std::string, PersonId> roles;  // single-holder view: role -> current (last) holder
  std::optional<PendingHandoff> handoff;

  std::vector<ImpactEntry> impact_entries;
  std::map<std::string, Promise> promises;  // audience -> next promise; only audiences with one
  std::vector<TaskRecord> tasks;
  std::vector<ActionItem> actions;
  std::vector<LinkAdded> links;
  std::vector<Hold> holds;
  std::optional<LegalHold> legal_hold;
  std::vector<VendorCase> vendor_cases;
  std::vector<FreezeSpan> freezes;
  int reopen_count = 0;
  int regression_count = 0;  // times it left monitoring for an earlier state

  PostmortemState postmortem = PostmortemState::none;
  std::string postmortem_form;
  Seq postmortem_version = 0;                    // event that holds its text; 0: nobody saved one
  std::vector<std::string> postmortem_blockers;  // lint findings of its text that keep it from publishing
  PersonId postmortem_owner;
  std::vector<PersonId> postmortem_reviewers;   // asked
  std::vector<PersonId> postmortem_approvals;   // of the text as it is now
  std::optional<Time> postmortem_published_at;  // first time
  std::optional<Time> postmortem_waived_at;

  std::map<std::string, Room> rooms;  // platform -> the incident's room
};

// How it went: with the face, all that figures are made of.
struct IncidentCourse {
  friend bool operator==(const IncidentCourse& a, const IncidentCourse& b);

  std::vector<RoleTerm> role_terms;
  std::vector<PageRecord> pages;
  std::vector<StatusUpdate> updates;
  std::vector<StateSpan> states;  // without gaps, from declared_at; the last one goes on
  std::vector<SeveritySpan> severities;
  std::vector<CadenceObservation> observations;
  std::map<std::string, Duration> cadence_overrides;  // audience -> every
  std::vector<RecordedFact> facts;                    // the last of a key is in force
  std::vector<ClockMark> clock_marks;
  std::vector<RecoveryMark> recovery;
  std::vector<IncidentChange> changes;
  std::vector<IncidentAlert> alerts;
  std::vector<IncidentReport> reports;
  std::optional<SetAnchor> detected;  // set by a person
  std::map<PersonId, Time> released;  // no longer needed since
  std::string cause_tag;
};

// Bookkeeping that neither cards nor figures look at.
struct IncidentMarks {
  friend bool operator==(const IncidentMarks& a, const IncidentMarks& b);

  std::vector<PersonId> followers;              // want updates
  std::vector<AlertGroupCounted> alert_groups;  // as last counted
  std::map<std::string, bool> checklist;        // item -> ticked
  int decisions = 0;
  std::vector<std::string> reminded;   // "what/subject/due" already said, so that it is said once
  std::map<std::string, Place> cards;  // "<platform>/<card>" -> where it was posted
  std::map<Place, Seq> captured;       // chat message -> its entry; withdrawn ones are gone
  std::map<Place, Seq> withdrawn;      // chat message -> the event that took its pin or entry away last

  Seq last_seq = 0;
  std::string head_hash;
};

struct Incident : IncidentFace, IncidentCourse, IncidentMarks {
  // Compiled once (incident.cpp): seventy members are copied and compared in many files.
  Incident();
  Incident(const Incident&);
  Incident(Incident&&) noexcept;
  Incident& operator=(const Incident&);
  Incident& operator=(Incident&&) noexcept;
  ~Incident();
  friend bool operator==(const Incident& a, const Incident& b);

  [[nodiscard]] bool is_open() const;  // not resolved, closed, canceled or merged
  [[nodiscard]] std::optional<PersonId> holder(std::string_view role) const;
  [[nodiscard]] std::optional<PersonId> commander() const { return holder(kIncidentCommander); }
  [[nodiscard]] bool has_member(const PersonId& person) const;
  [[nodiscard]] const PageRecord* page(std::string_view id) const;
  [[nodiscard]] std::vector<ImpactInterval> impact() const;  // ordered by service, then start
  [[nodiscard]] bool impact_open() const;
  [[nodiscard]] std::optional<Time> impact_started_at() const;
  [[nodiscard]] std::optional<Time> next_update_due() const;  // earliest promise
  [[nodiscard]] const Hold* hold() const;                     // the one in force
  [[nodiscard]] const IncidentAlert* open_alert() const;      // a signal that has not cleared
  [[nodiscard]] const VendorCase* vendor_case(std::string_view ref) const;
};

// Neither cards nor figures nor what is searched know one from the other.
[[nodiscard]] bool only_marks_differ(const Incident& a, const Incident& b);

// Applies one event. Total: every event applies to every incident; whether it may happen is the handlers'
// business.
void evolve(Incident& incident, const Event& event);

[[nodiscard]] Incident fold(const std::vector<Event>& events);

// The one filter of private incidents: members, holders of a role and auditors see them, nobody else learns
// that they exist. Used for lists, counts, cards, searches, exports, log lines and errors alike.
[[nodiscard]] bool may_see(const Incident& incident, const PersonId& person,
                           const std::vector<PersonId>& auditors);

// True in the room the incident has now; whoever speaks there was let in by the chat, and so sees it.
[[nodiscard]] bool is_its_room(const Incident& incident, const Place& place);

}  // namespace muster

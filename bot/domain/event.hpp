// Event: what happened to an incident. Append-only; a correction is a new event that names the one it
// revises.
//
// EventBody is a closed variant visited without a default, so a new alternative makes the compiler name every
// place that must learn it: evolve (incident.cpp), the timeline's sentence (text/timeline.cpp), the codec's
// table (store/event_codec.cpp). describe() lists a body's fields once; the codec, the hash and the tests all
// read that list. Stored bodies live for years: add fields, never rename or remove them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
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
  friend bool operator==(const StateChanged&, const StateChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("from", self.from);
    visit("to", self.to);
    visit("note", self.note);
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
  friend bool operator==(const RoleAssigned&, const RoleAssigned&) = default;
  void describe(this auto& self, auto visit) {
    visit("role", self.role);
    visit("person", self.person);
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
  friend bool operator==(const PersonPaged&, const PersonPaged&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("target", self.target);
    visit("people", self.people);
    visit("text", self.text);
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

// One status update to one or more audiences. next_at: when the next one is promised; none when no promise is
// made.
struct UpdatePosted {
  static constexpr std::string_view kType = "update";
  std::vector<std::string> audiences;
  std::string text;
  State state = State::investigating;  // as it stood when posted
  std::optional<Severity> severity;
  std::optional<Time> next_at;
  friend bool operator==(const UpdatePosted&, const UpdatePosted&) = default;
  void describe(this auto& self, auto visit) {
    visit("audiences", self.audiences);
    visit("text", self.text);
    visit("state", self.state);
    visit("severity", self.severity);
    visit("next_at", self.next_at);
  }
};

// The promise of the next update moved without an update: a snooze or an override. due none: no further
// promise.
struct PromiseMoved {
  static constexpr std::string_view kType = "cadence";
  std::string audience;
  std::optional<Time> due;
  std::string reason;
  friend bool operator==(const PromiseMoved&, const PromiseMoved&) = default;
  void describe(this auto& self, auto visit) {
    visit("audience", self.audience);
    visit("due", self.due);
    visit("reason", self.reason);
  }
};

// muster spoke up by itself. what: update_soon, update_due, update_overdue, role_unclaimed,
// handoff_unanswered, task_due, page_unanswered; subject: the audience, role, task or page it is about.
struct Reminded {
  static constexpr std::string_view kType = "reminder";
  std::string what;
  std::string subject;
  std::optional<Time> due;
  friend bool operator==(const Reminded&, const Reminded&) = default;
  void describe(this auto& self, auto visit) {
    visit("what", self.what);
    visit("subject", self.subject);
    visit("due", self.due);
  }
};

struct NoteAdded {
  static constexpr std::string_view kType = "note";
  std::string text;
  friend bool operator==(const NoteAdded&, const NoteAdded&) = default;
  void describe(this auto& self, auto visit) { visit("text", self.text); }
};

// A file that hangs on a captured message, by reference: it is never made public to record it.
struct FileReference {
  std::string name;
  std::string id;
  std::string link;
  friend bool operator==(const FileReference&, const FileReference&) = default;
  void describe(this auto& self, auto visit) {
    visit("name", self.name);
    visit("id", self.id);
    visit("link", self.link);
  }
};

// A chat message put on the timeline (pushpin, "Add to timeline"); occurs at the message's own time.
struct MessageCaptured {
  static constexpr std::string_view kType = "message";
  Place message;
  PersonId author;
  std::string text;
  std::vector<FileReference> files;
  std::string link;
  friend bool operator==(const MessageCaptured&, const MessageCaptured&) = default;
  void describe(this auto& self, auto visit) {
    visit("message", self.message);
    visit("author", self.author);
    visit("text", self.text);
    visit("files", self.files);
    visit("link", self.link);
  }
};

// The entry with sequence number `entry` now reads text and, when at is set, happened then. The old words
// stay.
struct EntryRevised {
  static constexpr std::string_view kType = "revised";
  Seq entry = 0;
  std::string text;
  std::optional<Time> at;
  std::string reason;  // "edited in chat", or what the person gave
  friend bool operator==(const EntryRevised&, const EntryRevised&) = default;
  void describe(this auto& self, auto visit) {
    visit("entry", self.entry);
    visit("text", self.text);
    visit("at", self.at);
    visit("reason", self.reason);
  }
};

// A tombstone: the entry is no longer part of the story (pin removed, message deleted in chat, withdrawn).
struct EntryWithdrawn {
  static constexpr std::string_view kType = "withdrawn";
  Seq entry = 0;
  std::string reason;
  friend bool operator==(const EntryWithdrawn&, const EntryWithdrawn&) = default;
  void describe(this auto& self, auto visit) {
    visit("entry", self.entry);
    visit("reason", self.reason);
  }
};

// Time-boxed work during the incident.
struct TaskAdded {
  static constexpr std::string_view kType = "task";
  std::string task;  // T1, T2 ...
  std::string text;
  PersonId owner;  // may be empty
  std::optional<Time> due;
  friend bool operator==(const TaskAdded&, const TaskAdded&) = default;
  void describe(this auto& self, auto visit) {
    visit("task", self.task);
    visit("text", self.text);
    visit("owner", self.owner);
    visit("due", self.due);
  }
};

struct TaskDone {
  static constexpr std::string_view kType = "task_done";
  std::string task;
  friend bool operator==(const TaskDone&, const TaskDone&) = default;
  void describe(this auto& self, auto visit) { visit("task", self.task); }
};

// Work that follows the incident; becomes the postmortem's action items.
struct ActionItemAdded {
  static constexpr std::string_view kType = "action";
  std::string action;  // AI-1, AI-2 ...
  std::string title;
  PersonId owner;
  std::optional<Time> due;
  std::string priority;  // P0 P1 P2, may be empty
  std::string type;      // prevent, detect, mitigate, process, repair, vendor; may be empty
  friend bool operator==(const ActionItemAdded&, const ActionItemAdded&) = default;
  void describe(this auto& self, auto visit) {
    visit("action", self.action);
    visit("title", self.title);
    visit("owner", self.owner);
    visit("due", self.due);
    visit("priority", self.priority);
    visit("type", self.type);
  }
};

struct ActionItemDone {
  static constexpr std::string_view kType = "action_done";
  std::string action;
  friend bool operator==(const ActionItemDone&, const ActionItemDone&) = default;
  void describe(this auto& self, auto visit) { visit("action", self.action); }
};

struct DecisionMade {
  static constexpr std::string_view kType = "decision";
  std::string text;
  std::string objections;
  friend bool operator==(const DecisionMade&, const DecisionMade&) = default;
  void describe(this auto& self, auto visit) {
    visit("text", self.text);
    visit("objections", self.objections);
  }
};

// relation: cause, remediation, detection, evidence, alert, related, duplicate; may be empty.
struct LinkAdded {
  static constexpr std::string_view kType = "link";
  std::string ref;  // an https URL, INC-7 or an outside reference such as CHG-1
  std::string title;
  std::string relation;
  friend bool operator==(const LinkAdded&, const LinkAdded&) = default;
  void describe(this auto& self, auto visit) {
    visit("ref", self.ref);
    visit("title", self.title);
    visit("relation", self.relation);
  }
};

struct VisibilityChanged {
  static constexpr std::string_view kType = "visibility";
  Visibility to = Visibility::private_;
  std::vector<PersonId> members;
  friend bool operator==(const VisibilityChanged&, const VisibilityChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("members", self.members);
  }
};

enum class PostmortemState : std::uint8_t { none, draft, in_review, published, waived };
template <>
struct EnumNames<PostmortemState> {
  static constexpr std::array<std::string_view, 5> kNames = {"none", "draft", "in_review", "published",
                                                             "waived"};
};

// text carries the whole Markdown of this version when it was written or edited, and is empty for a change of
// state.
struct PostmortemChanged {
  static constexpr std::string_view kType = "postmortem";
  PostmortemState to = PostmortemState::draft;
  std::string form;  // full, brief, security
  std::string text;
  std::string reason;  // why it was waived
  friend bool operator==(const PostmortemChanged&, const PostmortemChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("form", self.form);
    visit("text", self.text);
    visit("reason", self.reason);
  }
};

// Receipts: what the outside gave back for an effect.

struct RoomOpened {
  static constexpr std::string_view kType = "room";
  Place room;
  std::string name;
  std::string link;
  friend bool operator==(const RoomOpened&, const RoomOpened&) = default;
  void describe(this auto& self, auto visit) {
    visit("room", self.room);
    visit("name", self.name);
    visit("link", self.link);
  }
};

// A card that is edited in place from now on. card: "room" or "announcement".
struct CardPosted {
  static constexpr std::string_view kType = "card";
  std::string card;
  Place at;
  friend bool operator==(const CardPosted&, const CardPosted&) = default;
  void describe(this auto& self, auto visit) {
    visit("card", self.card);
    visit("at", self.at);
  }
};

// A promise to the outside that could not be kept, after all tries. what: the effect's kind.
struct EffectFailed {
  static constexpr std::string_view kType = "failed";
  std::string key;
  std::string what;
  std::string platform;
  std::string error;
  bool possible_duplicate = false;  // it may have happened after all, and nobody can be asked
  friend bool operator==(const EffectFailed&, const EffectFailed&) = default;
  void describe(this auto& self, auto visit) {
    visit("key", self.key);
    visit("what", self.what);
    visit("platform", self.platform);
    visit("error", self.error);
    visit("possible_duplicate", self.possible_duplicate);
  }
};

// A command that the rules refused, kept because what people tried is part of the story.
struct CommandRefused {
  static constexpr std::string_view kType = "refused";
  std::string verb;
  std::string code;
  std::string reason;
  friend bool operator==(const CommandRefused&, const CommandRefused&) = default;
  void describe(this auto& self, auto visit) {
    visit("verb", self.verb);
    visit("code", self.code);
    visit("reason", self.reason);
  }
};

using EventBody =
    std::variant<IncidentDeclared, FieldEdited, SeverityChanged, StateChanged, Reopened, Canceled, Merged,
                 MergeReceived, ImpactChanged, RoleAssigned, RoleReleased, HandoffRequested, HandoffAnswered,
                 PersonAdded, PersonPaged, PageAcknowledged, UpdatePosted, PromiseMoved, Reminded, NoteAdded,
                 MessageCaptured, EntryRevised, EntryWithdrawn, TaskAdded, TaskDone, ActionItemAdded,
                 ActionItemDone, DecisionMade, LinkAdded, VisibilityChanged, PostmortemChanged, RoomOpened,
                 CardPosted, EffectFailed, CommandRefused>;

[[nodiscard]] std::string_view type_of(const EventBody& body);

// One row of the timeline. occurred_at may be hours before recorded_at: both are kept, so that "what did we
// know at 14:05?" is a query on recorded_at. source: the platform it came from (slack, console, cli, timer,
// outbox).
struct Event {
  IncidentNumber incident;
  Seq seq = 0;
  Time occurred_at{};
  Time recorded_at{};
  Actor actor;
  std::string source;
  EventBody body;
  std::string prev_hash;  // hex SHA-256 of the event before; empty for the first
  std::string hash;       // set by the store when it is written
};

// Helper for exhaustive visits.
template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

}  // namespace muster

// Event bodies about what was said, noted and agreed, and the receipts of what went out. See event.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// One status update to one or more audiences. next_at: when the next one is promised; none when no promise is
// made.
struct UpdatePosted {
  static constexpr std::string_view kType = "update";
  std::vector<std::string> audiences;
  std::string text;
  State state = State::investigating;  // as it stood when posted
  std::optional<Severity> severity;
  std::optional<Time> next_at;
  std::vector<std::string> unheard{};  // of the audiences: no room was configured, so nobody there was told
  friend bool operator==(const UpdatePosted&, const UpdatePosted&) = default;
  void describe(this auto& self, auto visit) {
    visit("audiences", self.audiences);
    visit("text", self.text);
    visit("state", self.state);
    visit("severity", self.severity);
    visit("next_at", self.next_at);
    visit("unheard", self.unheard);
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

// muster spoke up by itself. what and subject are those of the timer (timers.hpp).
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

// A pin was taken away from a message that was not on the timeline yet: what was asked for before is not
// captured when it arrives.
struct PinRemoved {
  static constexpr std::string_view kType = "pin_removed";
  Place message;
  friend bool operator==(const PinRemoved&, const PinRemoved&) = default;
  void describe(this auto& self, auto visit) { visit("message", self.message); }
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
  std::string form;  // full, brief, security, drill
  std::string text;
  std::string reason;                   // why it was waived, or published in spite of its blockers
  std::vector<std::string> blockers{};  // of a saved text: "BL01 in line 12: Bob forgot"
  std::vector<PersonId> reviewers{};    // asked to review it
  PersonId owner{};                     // who writes it
  bool approved = false;                // the actor reviewed it and agrees
  friend bool operator==(const PostmortemChanged&, const PostmortemChanged&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("form", self.form);
    visit("text", self.text);
    visit("reason", self.reason);
    visit("blockers", self.blockers);
    visit("reviewers", self.reviewers);
    visit("owner", self.owner);
    visit("approved", self.approved);
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

}  // namespace muster

// Effect: a promise to the outside, committed with the events that caused it and delivered by the outbox.
//
// An effect names a logical place and which template to speak, never finished text: words, rooms and cards
// are made from the incident as it stands when the effect is delivered, so what goes out late is still true.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/one_of.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// Where to speak on a platform, resolved when delivered.
enum class To : std::uint8_t {
  incident_room,  // the room opened for the incident
  announcements,  // the platform's announce room
  audience,       // a room of the audience `id`
  person,         // direct message to the person `id`
};
template <>
struct EnumNames<To> {
  static constexpr std::array<std::string_view, 4> kNames = {"incident_room", "announcements", "audience",
                                                             "person"};
};

struct Destination {
  To to = To::incident_room;
  std::string id;  // audience or person; empty otherwise
  // Which room of the audience, as policy names it; empty: the one it has without a policy.
  std::string room{};
  friend bool operator==(const Destination&, const Destination&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("id", self.id);
    visit("room", self.room);
  }
};

struct OpenRoom {
  static constexpr std::string_view kType = "open_room";
  std::string name;  // wanted name; the platform may add a suffix when it is taken
  bool is_private = false;
  friend bool operator==(const OpenRoom&, const OpenRoom&) = default;
  void describe(this auto& self, auto visit) {
    visit("name", self.name);
    visit("is_private", self.is_private);
  }
};

struct InvitePeople {
  static constexpr std::string_view kType = "invite";
  std::vector<PersonId> people;
  friend bool operator==(const InvitePeople&, const InvitePeople&) = default;
  void describe(this auto& self, auto visit) { visit("people", self.people); }
};

// Puts people out of the incident's room. Whoever is on the incident again by then stays.
struct RemovePeople {
  static constexpr std::string_view kType = "remove";
  std::vector<PersonId> people;
  friend bool operator==(const RemovePeople&, const RemovePeople&) = default;
  void describe(this auto& self, auto visit) { visit("people", self.people); }
};

// Brings the room's topic in step with the incident. Superseded by a later one that has not been sent.
struct SetTopic {
  static constexpr std::string_view kType = "set_topic";
  friend bool operator==(const SetTopic&, const SetTopic&) = default;
  void describe(this auto& /*self*/, auto /*visit*/) {}
};

// Speaks template `wording` about the event with sequence number `about`. The receipt is not kept on the
// timeline.
struct PostMessage {
  static constexpr std::string_view kType = "post";
  Destination to;
  std::string wording;
  Seq about = 0;
  friend bool operator==(const PostMessage&, const PostMessage&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("wording", self.wording);
    visit("about", self.about);
  }
};

// Posts a card that is edited in place from then on: "room" (pinned in the incident's room) or
// "announcement".
struct PostCard {
  static constexpr std::string_view kType = "post_card";
  std::string card;
  Destination to;
  friend bool operator==(const PostCard&, const PostCard&) = default;
  void describe(this auto& self, auto visit) {
    visit("card", self.card);
    visit("to", self.to);
  }
};

// Re-renders a posted card from the incident as it is now. Superseded by a later one that has not been sent.
struct RefreshCard {
  static constexpr std::string_view kType = "refresh_card";
  std::string card;
  friend bool operator==(const RefreshCard&, const RefreshCard&) = default;
  void describe(this auto& self, auto visit) { visit("card", self.card); }
};

struct PinMessage {
  static constexpr std::string_view kType = "pin";
  Place message;
  friend bool operator==(const PinMessage&, const PinMessage&) = default;
  void describe(this auto& self, auto visit) { visit("message", self.message); }
};

// A link kept at the top of the incident's room.
struct AddBookmark {
  static constexpr std::string_view kType = "bookmark";
  std::string title;
  std::string link;
  friend bool operator==(const AddBookmark&, const AddBookmark&) = default;
  void describe(this auto& self, auto visit) {
    visit("title", self.title);
    visit("link", self.link);
  }
};

// muster's own reaction: how it confirms without words.
struct React {
  static constexpr std::string_view kType = "react";
  Place message;
  std::string emoji;  // name without colons
  bool add = true;
  friend bool operator==(const React&, const React&) = default;
  void describe(this auto& self, auto visit) {
    visit("message", self.message);
    visit("emoji", self.emoji);
    visit("add", self.add);
  }
};

// Asks the platform for a message somebody reacted to; the answer is captured onto the timeline for
// `asked_by`.
struct FetchMessage {
  static constexpr std::string_view kType = "fetch_message";
  Place message;
  PersonId asked_by;
  Seq asked_after = 0;  // the incident's last event when it was asked: a pin taken away later stops it
  friend bool operator==(const FetchMessage&, const FetchMessage&) = default;
  void describe(this auto& self, auto visit) {
    visit("message", self.message);
    visit("asked_by", self.asked_by);
    visit("asked_after", self.asked_after);
  }
};

// Puts a document into the incident's room as a file: "timeline" or "postmortem", made when delivered.
struct ShareDocument {
  static constexpr std::string_view kType = "share_document";
  std::string document;
  friend bool operator==(const ShareDocument&, const ShareDocument&) = default;
  void describe(this auto& self, auto visit) { visit("document", self.document); }
};

// Says a message anew in its place: what its buttons asked for has happened. It is gone for good when that
// fails, and nobody is told.
struct EditMessage {
  static constexpr std::string_view kType = "edit_message";
  Place message;
  std::string wording;
  Seq about = 0;
  friend bool operator==(const EditMessage&, const EditMessage&) = default;
  void describe(this auto& self, auto visit) {
    visit("message", self.message);
    visit("wording", self.wording);
    visit("about", self.about);
  }
};

// Takes back a message of muster's own. One that is gone already is taken back.
struct DeleteMessage {
  static constexpr std::string_view kType = "delete_message";
  Place message;
  friend bool operator==(const DeleteMessage&, const DeleteMessage&) = default;
  void describe(this auto& self, auto visit) { visit("message", self.message); }
};

// The figures of a period for everybody in a room: in words, or (picture) its trend as a PNG file. Private
// incidents are in neither.
struct PostReport {
  static constexpr std::string_view kType = "post_report";
  std::string room;     // id or #name on the platform; empty: where the configuration wants the review
  std::string last;     // 7d, month ...
  Time until{};         // counted back from then
  std::string service;  // empty: all
  bool review = false;  // the operations review: what happened, what is overdue, what repeats
  bool picture = false;
  PersonId asked_by;  // who is told when it cannot be posted; empty: the calendar asked
  friend bool operator==(const PostReport&, const PostReport&) = default;
  void describe(this auto& self, auto visit) {
    visit("room", self.room);
    visit("last", self.last);
    visit("until", self.until);
    visit("service", self.service);
    visit("review", self.review);
    visit("picture", self.picture);
    visit("asked_by", self.asked_by);
  }
};

// Rings a person by a method other than chat, or a system that rings people itself.
struct SendPage {
  static constexpr std::string_view kType = "send_page";
  std::string page;
  PersonId person;  // empty: to a system
  std::string method;
  friend bool operator==(const SendPage&, const SendPage&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("person", self.person);
    visit("method", self.method);
  }
};

// What piled up for a place while its chat could not be reached, said at once: the events that the messages
// would have been about, oldest first.
struct PostCatchup {
  static constexpr std::string_view kType = "post_catchup";
  Destination to;
  std::vector<Seq> about;
  friend bool operator==(const PostCatchup&, const PostCatchup&) = default;
  void describe(this auto& self, auto visit) {
    visit("to", self.to);
    visit("about", self.about);
  }
};

enum class PageSettlement : std::uint8_t { acknowledged, over };
template <>
struct EnumNames<PageSettlement> {
  static constexpr std::array<std::string_view, 2> kNames = {"acknowledged", "over"};
};

// Tells a provider that rings by itself that it need not go on.
struct SettlePage {
  static constexpr std::string_view kType = "settle_page";
  std::string page;
  PersonId person;
  std::string method;
  PageSettlement how = PageSettlement::acknowledged;
  std::string ref;
  friend bool operator==(const SettlePage&, const SettlePage&) = default;
  void describe(this auto& self, auto visit) {
    visit("page", self.page);
    visit("person", self.person);
    visit("method", self.method);
    visit("how", self.how);
    visit("ref", self.ref);
  }
};

using EffectAlternatives =
    std::variant<OpenRoom, InvitePeople, SetTopic, PostMessage, PostCard, RefreshCard, PinMessage,
                 AddBookmark, React, FetchMessage, ShareDocument, RemovePeople, SendPage, SettlePage,
                 EditMessage, PostReport, PostCatchup, DeleteMessage>;

// Compiled once (effect.cpp), as EventBody is.
class EffectBody : public EffectAlternatives {
 public:
  using Alternatives = EffectAlternatives;
  EffectBody();  // OpenRoom
  template <OneOf<EffectAlternatives> T>
  EffectBody(T body);  // NOLINT(google-explicit-constructor): as a variant's
  EffectBody(const EffectBody&);
  EffectBody(EffectBody&&) noexcept;
  EffectBody& operator=(const EffectBody&);
  EffectBody& operator=(EffectBody&&) noexcept;
  ~EffectBody();
  friend bool operator==(const EffectBody& a, const EffectBody& b);
};

[[nodiscard]] std::string_view type_of(const EffectBody& body);

// What a handler promises. The engine adds the key ("INC-42/17/0", incident, first new event, position),
// which is the same each time the same decision is made.
struct Effect {
  std::string platform;
  EffectBody body;
  friend bool operator==(const Effect&, const Effect&) = default;
};

// The same words for one room after another: what may wait while other things are said.
[[nodiscard]] bool is_broadcast(const Effect& effect);

// Effects with one lane go out in order, one at a time, and wait for nothing else: "slack/INC-42/room",
// "slack/announcements", "slack/person/ann". A backlog in one never delays another.
[[nodiscard]] std::string lane_of(const Effect& effect, IncidentNumber incident);

// Two effects with the same non-empty key show what is true when they are sent: of those one waits at most.
[[nodiscard]] std::string superseding_key(const Effect& effect, IncidentNumber incident);

}  // namespace muster

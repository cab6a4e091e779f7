// Inbound: everything that comes in, in muster's words. A Slack frame, a console click, a timer that fires
// and the answer to a call we made all take this one road, and each happens at most once by its origin_key.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// A message as the platform gave it along with an action on it; all may be empty.
struct MessageSnapshot {
  std::string text;
  std::optional<Identity> author;
  std::vector<FileReference> files;
  std::string link;
  std::optional<Time> at;  // when it was said
};

// Typed: "/inc severity sev1 all regions", "@muster note rolled back", or the value of a pressed button.
// text is what follows the root command or the mention.
struct CommandTyped {
  std::string text;
  MessageSnapshot on;    // message actions only
  bool pressed = false;  // a button of the message Inbound::place, which muster wrote and can edit
};

// A dialog was submitted: its fields by id. `dialog` names it; incident is carried by the dialog's context.
struct DialogSubmitted {
  std::string dialog;
  IncidentNumber incident;
  std::map<std::string, std::string> fields;
  MessageSnapshot on;
};

// A plain message in a room muster is in. Inbound::place names it.
struct MessagePosted {
  std::string text;
  std::vector<FileReference> files;
};
struct MessageEdited {
  std::string text;
};
struct MessageDeleted {};

// A person put an emoji on the message at Inbound::place, or took it away. emoji: name without colons or skin
// tone.
struct ReactionChanged {
  std::string emoji;
  bool added = true;
};

struct RoomJoined {};    // Inbound::from came into the room Inbound::place
struct ConsoleEntered {  // Inbound::from signed in to the console, or out of it
  std::string session;
  bool left = false;
};
struct RoomRenamed {
  std::string name;
};

struct TimerFired {
  std::string key;  // of the timer, with its incident and due time (timers.hpp)
  IncidentNumber incident;
  std::string what;
  std::string subject;
  Time due{};
};

// An effect went out. at: what the platform called it (room or message); fetched: the message asked for.
struct EffectDelivered {
  std::string key;
  IncidentNumber incident;
  EffectBody effect;
  std::string platform;
  Place at;
  std::string name;  // of an opened room, as the platform spells it
  std::string link;
  MessageSnapshot fetched;
  Seq rendered_at = 0;                    // the incident's last event when a card was rendered
  SendState state = SendState::accepted;  // of a page: how far it got, and the provider's words and id
  std::string detail{};
  std::string ref{};
};

// An effect was given up.
struct EffectGivenUp {
  std::string key;
  IncidentNumber incident;
  EffectBody effect;
  std::string platform;
  std::string error;
  bool possible_duplicate = false;
};

// Messages to one place that wait because their chat cannot be reached; about: what each would tell of.
struct MessagesPiledUp {
  IncidentNumber incident;
  std::string platform;
  Destination to;
  std::vector<Seq> about;
  std::vector<std::string> keys;  // of the waiting effects: what is said instead takes their place
};

// An alert fired or cleared. report.alert, source and dedup_key name it; incident: the one it is known to
// belong to, if any.
struct AlertReceived {
  AlertReported report;
  IncidentNumber incident;
  std::optional<Time> at{};  // when it fired or cleared; none: when it was received
};

// One call of a source: several alerts at once. cut: how many more it left out.
struct AlertsReceived {
  std::vector<AlertReceived> alerts;
  std::int64_t cut = 0;
};

// Somebody answers a page by phone, mail, link or at the provider. Whoever it is stands in Inbound::from, or
// in `person` when a signed link named them.
enum class PageAnswer : std::uint8_t { acknowledge, decline, resolve };
template <>
struct EnumNames<PageAnswer> {
  static constexpr std::array<std::string_view, 3> kNames = {"acknowledge", "decline", "resolve"};
};
struct PageAnswered {
  IncidentNumber incident;  // with page: the page meant
  std::string page;         // empty: the newest unanswered one of this person
  PersonId person;
  PageAnswer answer = PageAnswer::acknowledge;
  std::string method;  // sms, voice, email, link, "pagerduty:checkout"
};

// A provider tells how far a page got.
struct PageProgressed {
  IncidentNumber incident;
  std::string page;
  PersonId person;
  std::string method;
  SendState state = SendState::accepted;
  std::string detail;
  std::string ref;
};

// The shifts of a schedule that is kept elsewhere, as just read.
struct ShiftsRead {
  ShiftsImported shifts;
};

// A change system tells that a change starts or is complete. May be refused by a freeze.
struct ChangeReceived {
  ChangeReported report;
  std::optional<Time> at{};  // when it happened; none: now
};

// A customer, partner or employee reported something.
struct ReportArrived {
  ReportReceived report;
  IncidentNumber incident;
};

// muster starts with this configuration.
struct ConfigurationLoaded {
  ConfigurationRead read;
};

// Somebody (Inbound::from, or the system Inbound::rule; neither: nobody knows who) was refused, read what is
// private or took something out.
struct AccessNoted {
  AccessRecorded access;
};

struct Inbound {
  std::string origin_key;        // "slack/Ev123", "console/4f…", "timer/…", "outbox/…"
  Time occurred_at{};            // the platform's time of it, or when it was received
  std::optional<Identity> from;  // none: muster itself, or the system `rule`
  Place place;
  std::variant<CommandTyped, DialogSubmitted, MessagePosted, MessageEdited, MessageDeleted, ReactionChanged,
               RoomJoined, RoomRenamed, TimerFired, EffectDelivered, EffectGivenUp, AlertReceived,
               ChangeReceived, ReportArrived, AlertsReceived, PageAnswered, PageProgressed, ShiftsRead,
               ConsoleEntered, ConfigurationLoaded, MessagesPiledUp, AccessNoted>
      what;
  std::string rule{};  // the system that told of it (a source of muster.yaml); empty: a person or muster
};

}  // namespace muster

// Activity: what Teams posts to the bot's endpoint, one JSON object a request, as values. Nothing in it is
// believed before the caller's token was checked (token_check.hpp). Source of the shapes: Bot Framework
// activity schema and the Teams extensions of it (channelData).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/inbound.hpp"
#include "integrations/teams/form_codec.hpp"

namespace muster::teams {

// Somebody, as this bot sees them: id ("29:…") is of no use to another bot, aad is the person's object id in
// the directory. A bot is "28:<app id>".
struct Account {
  std::string id;
  std::string name;
  std::string aad;
  [[nodiscard]] const std::string& user() const { return aad.empty() ? id : aad; }
};

struct MentionEntity {
  std::string id;
  std::string name;
  std::string text;  // as it stands in the message: "<at>Ann</at>"; may be missing
};

// What a button, a form or a message action carries. Clients can forge all of it.
struct Pressed {
  std::string command;
  std::string nonce;    // of the rendering that was pressed
  std::string confirm;  // the question to ask first
  bool confirmed = false;
};
struct CardWanted {
  std::string card;
  IncidentNumber incident;
};
// A message action or a compose command: `message` is the one it was used on.
struct ActionAsked {
  std::string command;  // id in the app's manifest
  std::optional<MessageSnapshot> message;
  std::string message_id;
  std::string reply_to;  // root of its thread
};
// Data that is not one of muster's, and why.
struct Foreign {
  std::string why;
};
using ActivityValue = std::variant<std::monostate, Pressed, CardWanted, SubmittedForm, ActionAsked, Foreign>;

struct Activity {
  std::string type;  // message, invoke, conversationUpdate …
  std::string id;
  std::string name;  // of an invoke: adaptiveCard/action, task/fetch …
  std::string channel_id;
  std::string service_url;
  std::optional<Time> at;
  Account from;
  Account recipient;  // the bot
  std::string conversation;
  std::string conversation_type;  // personal, groupChat, channel
  std::string tenant;
  std::string event_type;  // of a conversationUpdate, messageUpdate, messageDelete
  std::string action;      // of an installationUpdate: add, remove …; lower case
  std::string team;        // thread id of the team's General channel
  std::string team_group;  // its group id, told with installs only
  std::string channel;     // id of the channel an event is about
  std::string channel_name;
  std::string zone;      // IANA, of the client
  std::string reply_to;  // the card that was pressed, the message a reaction is on
  std::string text;
  std::string html;  // the text/html attachment that mirrors the text; has quotes apart
  std::vector<MentionEntity> mentions;
  std::vector<FileReference> files;
  std::vector<std::string> reactions_added;
  std::vector<std::string> reactions_removed;
  std::vector<Account> members_added;
  std::vector<Account> members_removed;
  bool has_value = false;
  bool is_automatic = false;  // of an adaptiveCard/action: the client refreshes by itself
  ActivityValue value;

  [[nodiscard]] bool is_personal() const { return conversation_type == "personal"; }
};

// invalid: not a JSON object, or without a type.
[[nodiscard]] Result<Activity> read_activity(std::string_view body);

}  // namespace muster::teams

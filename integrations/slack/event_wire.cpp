#include "integrations/slack/event_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

Identity identity(std::string user, bool outsider) {
  return {std::string{kPlatform}, std::move(user), {}, outsider};
}

bool is_own(const Json& message, const Self& self) {
  return net::text(message, "user") == self.bot_user ||
         (!self.bot_id.empty() && net::text(message, "bot_id") == self.bot_id);
}

// Messages of people; the other subtypes are Slack's own housekeeping or bots.
bool is_said_by_a_person(const Json& message) {
  const std::string subtype = net::text(message, "subtype");
  const bool human =
      subtype.empty() || subtype == "thread_broadcast" || subtype == "file_share" || subtype == "me_message";
  return human && net::text(message, "bot_id").empty() && !net::text(message, "user").empty();
}

// What follows the mention of us, nothing when we are not mentioned. "<@U0BOT> note x" and "<@U0BOT|muster>,
// note x".
std::optional<std::string> after_mention(std::string_view text, const Self& self) {
  const std::string mention = "<@" + self.bot_user;
  const std::size_t at = text.find(mention);
  if (self.bot_user.empty() || at == std::string_view::npos) return std::nullopt;
  std::string_view rest = text.substr(at + mention.size());
  if (!rest.starts_with('>') && !rest.starts_with('|')) return std::nullopt;
  rest.remove_prefix(std::min(rest.find('>'), rest.size() - 1) + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n,:"), rest.size()));
  return std::string{rest};
}

// Where several people's ids may stand for the one who did it.
Inbound inbound_of(std::string key, const Json& event, Place place, std::string user, const Self& self,
                   Time now) {
  Inbound inbound;
  inbound.origin_key = std::move(key);
  const std::string event_ts = net::text(event, "event_ts");
  inbound.occurred_at = time_of_ts(event_ts.empty() ? net::text(event, "ts") : event_ts).value_or(now);
  if (!user.empty()) inbound.from = identity(std::move(user), is_foreign_team(event, self));
  inbound.place = std::move(place);
  return inbound;
}

struct EventReader {
  const Json& event;
  const Self& self;
  std::string key;  // slack/event/<event_id>
  Time now;
  Arrival arrival{};

  void read() {
    const std::string type = net::text(event, "type");
    if (type == "message")
      message();
    else if (type == "app_mention")
      said(event, false);
    else if (type == "reaction_added" || type == "reaction_removed")
      reaction(type == "reaction_added");
    else if (type == "member_joined_channel")
      joined();
    else if (type == "channel_rename" || type == "group_rename")
      renamed();
    else if (type == "app_home_opened")
      home();
    else if (type == "tokens_revoked" || type == "app_uninstalled")
      arrival.notice = type;
  }

  void message() {
    const std::string subtype = net::text(event, "subtype");
    if (subtype == "message_changed")
      changed();
    else if (subtype == "message_deleted")
      deleted();
    else
      said(event, net::text(event, "channel_type") == "im");
  }

  void said(const Json& message, bool is_direct) {
    const std::string channel = net::text(message, "channel");
    auto inbound = read_message(message, channel, is_direct, self, now);
    if (!inbound) return;
    if (std::holds_alternative<CommandTyped>(inbound->what)) {
      arrival.asker.via = is_direct ? Asker::Via::direct : Asker::Via::mention;
      arrival.asker.user = inbound->from ? inbound->from->user : std::string{};
      arrival.asker.place = inbound->place;
    }
    arrival.inbound.push_back(*std::move(inbound));
  }

  // An unfurled link changes a message too: only another text is an edit.
  void changed() {
    const Json& message = net::member(event, "message");
    const std::string text = net::text(message, "text");
    if (is_own(message, self) || !is_said_by_a_person(message)) return;
    if (text == net::text(net::member(event, "previous_message"), "text")) return;
    Inbound inbound = inbound_of(key, event, message_in(net::text(message, "ts"), message),
                                 net::text(message, "user"), self, now);
    inbound.what = MessageEdited{read_mrkdwn(text)};
    arrival.inbound.push_back(std::move(inbound));
  }

  void deleted() {
    const Json& previous = net::member(event, "previous_message");
    const std::string ts = net::text(event, "deleted_ts");
    if (ts.empty() || is_own(previous, self)) return;
    Inbound inbound =
        inbound_of(key, event, message_in(ts, previous), net::text(previous, "user"), self, now);
    inbound.what = MessageDeleted{};
    arrival.inbound.push_back(std::move(inbound));
  }

  void reaction(bool added) {
    const Json& item = net::member(event, "item");
    const std::string user = net::text(event, "user");
    if (net::text(item, "type") != "message" || user.empty() || user == self.bot_user) return;
    const std::string emoji = net::text(event, "reaction");
    Inbound inbound = inbound_of(key, event, message_place(net::text(item, "channel"), net::text(item, "ts")),
                                 user, self, now);
    inbound.what = ReactionChanged{emoji.substr(0, emoji.find("::")), added};
    arrival.inbound.push_back(std::move(inbound));
  }

  void joined() {
    const std::string user = net::text(event, "user");
    if (user.empty() || user == self.bot_user) return;
    Inbound inbound = inbound_of(key, event, room_place(net::text(event, "channel")), user, self, now);
    inbound.what = RoomJoined{};
    arrival.inbound.push_back(std::move(inbound));
  }

  void renamed() {
    const Json& channel = net::member(event, "channel");
    arrival.renamed_room = net::text(channel, "id");
    if (arrival.renamed_room.empty()) return;
    Inbound inbound = inbound_of(key, event, room_place(arrival.renamed_room), {}, self, now);
    inbound.what = RoomRenamed{net::text(channel, "name")};
    arrival.inbound.push_back(std::move(inbound));
  }

  void home() {
    if (net::text(event, "tab") != "messages") arrival.home_of = net::text(event, "user");
  }

  [[nodiscard]] Place message_in(const std::string& ts, const Json& message) const {
    const std::string thread = net::text(message, "thread_ts");
    return message_place(net::text(event, "channel"), ts, thread == ts ? std::string{} : thread);
  }
};

}  // namespace

bool is_foreign_team(const Json& event, const Self& self) {
  for (const char* key : {"user_team", "source_team", "team"}) {
    const std::string team = net::text(event, key);
    if (!team.empty()) return !self.team.empty() && team != self.team;
  }
  return false;
}

std::vector<FileReference> read_files(const Json& message) {
  std::vector<FileReference> files;
  for (const Json& file : net::member(message, "files")) {
    const std::string name = net::text(file, "name");
    files.push_back({name.empty() ? net::text(file, "title") : name, net::text(file, "id"),
                     net::text(file, "permalink")});
  }
  return files;
}

std::string message_key(const Self& self, const std::string& channel, const std::string& ts) {
  return "slack/msg/" + self.team + "/" + channel + "/" + ts;
}

std::optional<Inbound> read_message(const Json& message, const std::string& channel, bool is_direct,
                                    const Self& self, Time now) {
  const std::string ts = net::text(message, "ts");
  if (channel.empty() || ts.empty() || is_own(message, self) || !is_said_by_a_person(message))
    return std::nullopt;
  const std::string thread = net::text(message, "thread_ts");
  Inbound inbound;
  inbound.origin_key = message_key(self, channel, ts);
  inbound.occurred_at = time_of_ts(ts).value_or(now);
  inbound.from = identity(net::text(message, "user"), is_foreign_team(message, self));
  inbound.place = message_place(channel, ts, thread == ts ? std::string{} : thread);
  const std::string text = net::text(message, "text");
  if (const auto command = after_mention(text, self)) {
    inbound.what = CommandTyped{read_mrkdwn(*command), {}};
  } else if (is_direct) {
    inbound.what = CommandTyped{read_mrkdwn(text), {}};
  } else {
    inbound.what = MessagePosted{read_mrkdwn(text), read_files(message)};
  }
  return inbound;
}

Inbound past_reaction(const Self& self, const Place& message, const std::string& user,
                      const std::string& emoji, Time now) {
  const std::string name = emoji.substr(0, emoji.find("::"));
  Inbound inbound;
  inbound.origin_key =
      "slack/past/" + self.team + "/" + message.room + "/" + message.message + "/" + user + "/" + name;
  inbound.occurred_at = now;
  inbound.from = identity(user, false);
  inbound.place = message;
  inbound.what = ReactionChanged{name, true};
  return inbound;
}

Arrival read_event(const Json& payload, const Self& self, Time now) {
  Arrival arrival;
  if (net::text(payload, "type") == "app_rate_limited") {
    arrival.notice = "app_rate_limited";
    const auto minute = net::integer(payload, "minute_rate_limited");
    arrival.limited_minute = minute ? time_of_ts(std::to_string(*minute)).value_or(now) : now;
    return arrival;
  }
  EventReader reader{.event = net::member(payload, "event"),
                     .self = self,
                     .key = "slack/event/" + net::text(payload, "event_id"),
                     .now = now};
  reader.read();
  return std::move(reader.arrival);
}

}  // namespace muster::slack

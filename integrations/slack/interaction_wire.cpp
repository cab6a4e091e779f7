#include "integrations/slack/interaction_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/slack/event_wire.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

Identity person_of(const Json& user, const Self& self) {
  const std::string team = net::text(user, "team_id");
  const std::string name = net::text(user, "name");
  return {std::string{kPlatform}, net::text(user, "id"), name.empty() ? net::text(user, "username") : name,
          !team.empty() && !self.team.empty() && team != self.team};
}

Inbound inbound_of(std::string key, Time at, Identity from, Place place) {
  Inbound inbound;
  inbound.origin_key = std::move(key);
  inbound.occurred_at = at;
  inbound.from = std::move(from);
  inbound.place = std::move(place);
  return inbound;
}

Time action_time(const Json& object, Time now) {
  return time_of_ts(net::text(object, "action_ts")).value_or(now);
}

std::string trigger_key(const Json& payload) {
  return "slack/trigger/" + net::text(payload, "trigger_id");
}

Asker asker_of(Asker::Via via, const Json& payload, const Identity& from, Place place) {
  Asker asker;
  asker.via = via;
  asker.user = from.user;
  asker.place = std::move(place);
  asker.trigger_id = net::text(payload, "trigger_id");
  asker.response_url = Secret{net::text(payload, "response_url")};
  return asker;
}

// What pressing or choosing types; nothing for a link button.
std::string command_of(const Json& action) {
  const std::string value = net::text(action, "value");
  return value.empty() ? net::text(net::member(action, "selected_option"), "value") : value;
}

Place container_place(const Json& payload) {
  const Json& container = net::member(payload, "container");
  std::string channel = net::text(container, "channel_id");
  if (channel.empty()) channel = net::text(net::member(payload, "channel"), "id");
  if (channel.empty()) return {};
  const std::string ts = net::text(container, "message_ts");
  const std::string thread = net::text(container, "thread_ts");
  return message_place(channel, ts, thread == ts ? std::string{} : thread);
}

// A message that muster wrote into a room; what only one person sees (ephemeral) cannot be edited.
bool is_own_message(const Json& payload) {
  const Json& container = net::member(payload, "container");
  return net::text(container, "type") == "message" && !net::text(container, "message_ts").empty() &&
         !net::flag(container, "is_ephemeral");
}

Arrival read_actions(const Json& payload, const Self& self, Time now) {
  const Json& view = net::member(payload, "view");
  const Identity from = person_of(net::member(payload, "user"), self);
  Place place = container_place(payload);
  if (place.empty() && view.is_object()) place = read_origin(view);
  std::string container = net::text(net::member(payload, "container"), "message_ts");
  if (container.empty()) container = net::text(net::member(payload, "container"), "view_id");
  Arrival arrival;
  arrival.asker = asker_of(Asker::Via::button, payload, from, place);
  arrival.asker.in_modal = net::text(view, "type") == "modal";
  for (const Json& action : net::member(payload, "actions")) {
    const std::string command = command_of(action);
    if (command.empty()) continue;
    const std::string key = "slack/action/" + from.user + "/" + container + "/" +
                            net::text(action, "block_id") + "/" + net::text(action, "action_id") + "/" +
                            net::text(action, "action_ts");
    Inbound inbound = inbound_of(key, action_time(action, now), from, place);
    inbound.what = CommandTyped{command, {}, is_own_message(payload)};
    arrival.inbound.push_back(std::move(inbound));
  }
  return arrival;
}

// The trigger is new with each press, the view's hash is not: a form sent again after an error must count
// again.
Arrival read_submission(const Json& payload, const Self& self, Time now) {
  const Json& view = net::member(payload, "view");
  Arrival arrival;
  auto submitted = read_submitted(view);
  if (!submitted) return arrival;
  const Identity from = person_of(net::member(payload, "user"), self);
  const std::string trigger = net::text(payload, "trigger_id");
  const std::string key =
      "slack/view/" + net::text(view, "id") + "/" + (trigger.empty() ? net::text(view, "hash") : trigger);
  Inbound inbound = inbound_of(key, now, from, submitted->place);
  arrival.asker = asker_of(Asker::Via::form, payload, from, submitted->place);
  arrival.asker.inputs = std::move(submitted->inputs);
  arrival.asker.on = submitted->dialog.on;
  inbound.what = std::move(submitted->dialog);
  arrival.inbound.push_back(std::move(inbound));
  return arrival;
}

std::string shortcut_command(std::string_view callback_id) {
  if (callback_id == kDeclareShortcut || callback_id == kDeclareFromMessage) return "declare";
  if (callback_id == kAddToTimeline) return "note";
  return {};
}

Arrival read_shortcut(const Json& payload, const Self& self, Time now) {
  const std::string command = shortcut_command(net::text(payload, "callback_id"));
  Arrival arrival;
  if (command.empty()) return arrival;
  const Identity from = person_of(net::member(payload, "user"), self);
  Place place;
  MessageSnapshot on;
  const Json& message = net::member(payload, "message");
  const std::string channel = net::text(net::member(payload, "channel"), "id");
  if (message.is_object() && !channel.empty()) {
    const std::string ts =
        net::text(message, "ts").empty() ? net::text(payload, "message_ts") : net::text(message, "ts");
    const std::string thread = net::text(message, "thread_ts");
    place = message_place(channel, ts, thread == ts ? std::string{} : thread);
    on.text = read_mrkdwn(net::text(message, "text"));
    on.files = read_files(message);
    on.link = permalink(self, place);
    on.at = time_of_ts(ts);
    const std::string author = net::text(message, "user");
    if (!author.empty())
      on.author = Identity{std::string{kPlatform}, author, {}, is_foreign_team(message, self)};
  }
  arrival.asker = asker_of(Asker::Via::shortcut, payload, from, place);
  arrival.asker.on = on;
  Inbound inbound = inbound_of(trigger_key(payload), action_time(payload, now), from, place);
  inbound.what = CommandTyped{command, std::move(on)};
  arrival.inbound.push_back(std::move(inbound));
  return arrival;
}

}  // namespace

Arrival read_command(const Json& payload, const Self& self, Time now) {
  const std::string team = net::text(payload, "team_id");
  const Identity from{std::string{kPlatform}, net::text(payload, "user_id"), net::text(payload, "user_name"),
                      !team.empty() && !self.team.empty() && team != self.team};
  const Place place = room_place(net::text(payload, "channel_id"));
  Arrival arrival;
  arrival.asker = asker_of(Asker::Via::command, payload, from, place);
  Inbound inbound = inbound_of(trigger_key(payload), now, from, place);
  inbound.what = CommandTyped{read_mrkdwn(net::text(payload, "text")), {}};
  arrival.inbound.push_back(std::move(inbound));
  return arrival;
}

Arrival read_interaction(const Json& payload, const Self& self, Time now) {
  const std::string type = net::text(payload, "type");
  if (type == "block_actions") return read_actions(payload, self, now);
  if (type == "view_submission") return read_submission(payload, self, now);
  if (type == "shortcut" || type == "message_action") return read_shortcut(payload, self, now);
  return {};  // view_closed, block_suggestion and whatever comes: acknowledged, nothing to do
}

}  // namespace muster::slack

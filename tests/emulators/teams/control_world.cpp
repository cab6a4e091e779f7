// Control: the world, its people, channels and settings.
#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/teams/answers.hpp"
#include "tests/emulators/teams/bot_tokens.hpp"
#include "tests/emulators/teams/control.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/people.hpp"

namespace muster::fake::teams::control {
namespace {

Json list_of(const Teams& teams, const char* kind) {
  Json list = Json::array();
  for (const auto& [key, document] : teams.world.all(kind)) list.push_back(document);
  return list;
}

Json toasts(const Teams& teams) {
  Json list = Json::array();
  for (const Json& entry : teams.ledger.entries()) {
    if (get_string(entry, "kind") == "toast") list.push_back(entry);
  }
  return list;
}

Json unsettled(const Teams& teams) {
  Json list = Json::array();
  for (const auto& [id, delivery] : teams.world.all(kind::kDeliveries)) {
    if (get_string(delivery, "state") == "waiting") list.push_back(delivery);
  }
  return list;
}

Json shown_messages(const Teams& teams) {
  Json shown = Json::object();
  for (const auto& [key, message] : teams.world.all(kind::kMessages)) {
    Json& list = shown[get_string(message, "conversation")];
    if (!get_bool(message, "deleted")) list.push_back(shown_message(teams, message));
  }
  return shown;
}

}  // namespace

Json get_state(Teams& teams, const Json&) {
  Json team = teams.world.team();
  team.update({{"id", kTeamId}, {"aadGroupId", kTeamGraphId}});
  Json dialogs = Json::object();
  for (const auto& [user, dialog] : teams.world.all(kind::kDialogs)) dialogs[user] = shown_dialog(dialog);
  return {{"tenant", kTenant},
          {"app_id", kAppId},
          {"bot", bot_account()},
          {"team", team},
          {"config", teams.world.config()},
          {"users", list_of(teams, kind::kUsers)},
          {"channels", list_of(teams, kind::kChannels)},
          {"chats", list_of(teams, kind::kChats)},
          {"messages", shown_messages(teams)},
          {"dialogs", dialogs},
          {"meetings", list_of(teams, kind::kMeetings)},
          {"notifications", list_of(teams, kind::kNotifications)},
          {"toasts", toasts(teams)},
          {"keys", teams.ring.shown()},
          {"unsettled", unsettled(teams)},
          {"clock", shown_clock(teams.clock)}};
}

Json get_messages(Teams& teams, const Json& query) {
  const std::string thread = get_string(query, "thread");
  Json found = Json::array();
  for (const Json* message : teams.world.messages(wanted_conversation(teams, query))) {
    if (get_bool(*message, "deleted") && !get_bool(query, "deleted")) continue;
    if (!thread.empty() && get_string(*message, "thread") != thread && get_string(*message, "id") != thread)
      continue;
    found.push_back(shown_message(teams, *message));
  }
  return {{"messages", found}};
}

Json post_users(Teams& teams, const Json& body) {
  const std::string name = get_string(body, "name");
  const Json* known = teams.world.user(body.contains("id") ? get_string(body, "id") : name);
  if (!known && name.empty()) refuse("name is missing");
  const std::string id = known ? get_string(*known, "id") : get_string(body, "id", "29:1" + name);
  Json user = known ? *known : make_user(body, id);
  for (const char* key : {"name", "email", "upn", "tz", "locale", "in_team", "guest"}) {
    if (body.contains(key)) user[key] = body[key];
  }
  if (body.contains("aad_object_id")) user["aadObjectId"] = body["aad_object_id"];
  teams.world.put(kind::kUsers, id, user);
  return {{"user", user}};
}

Json post_channels(Teams& teams, const Json& body) {
  const std::string id = get_string(body, "id", "19:" + random_hex(16) + "@thread.tacv2");
  const Json* known = teams.world.find(kind::kChannels, id);
  Json channel = known ? *known : make_channel(body, id, teams.clock.now_ms());
  for (const char* key : {"name", "description", "membership", "deleted"}) {
    if (body.contains(key)) channel[key] = body[key];
  }
  if (get_bool(channel, "deleted") && !channel.contains("deleted_ms"))
    channel["deleted_ms"] = teams.clock.now_ms();
  teams.world.put(kind::kChannels, id, channel);
  return {{"channel", channel}};
}

Json post_config(Teams& teams, const Json& body) {
  Json config = teams.world.config();
  for (const auto& [key, value] : body.items()) {
    if (!config.contains(key)) refuse("no such setting: " + key);
    if (key == "token" && !is_token_kind(value.is_string() ? value.get<std::string>() : "")) {
      refuse("unknown token");
    }
    config[key] = value;
  }
  teams.world.put(kConfigKind, "config", config);
  return {{"config", config}};
}

Json post_keys(Teams& teams, const Json& body) {
  teams.ring.order(body);
  return {{"keys", teams.ring.shown()}};
}

Json revoke_tokens(Teams& teams, const Json&) {
  std::vector<std::string> ids;
  for (const auto& [id, token] : teams.world.all(kind::kTokens)) ids.push_back(id);
  for (const std::string& id : ids) teams.world.erase(kind::kTokens, id);
  return {{"revoked", ids.size()}};
}

Json post_fail(Teams& teams, const Json& body) {
  Json fault = body;
  if (body.contains("channel") || get_bool(body, "personal"))
    fault["channel"] = wanted_conversation(teams, body);
  const std::string problem = teams.injections.order(fault);
  if (!problem.empty()) refuse(problem);
  return {{"faults", teams.injections.list()}};
}

}  // namespace muster::fake::teams::control

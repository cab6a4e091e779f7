// Control: what happens to the team, its channels and members, and activities made by hand.
#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/bot_tokens.hpp"
#include "tests/emulators/teams/channels.hpp"
#include "tests/emulators/teams/courier.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/people.hpp"

namespace muster::fake::teams {
namespace {

// Whoever does it, ann if the call does not say.
Json actor(const Teams& teams, const Json& body) {
  return wanted_user(teams, {{"user", get_string(body, "user", "ann")}});
}

void set_installed(Teams& teams, const Json& body, const Json& user, bool installed) {
  if (get_bool(body, "personal")) {
    Json changed = user;
    changed["installed"] = installed;
    teams.world.put(kind::kUsers, get_string(user, "id"), changed);
  } else {
    Json team = teams.world.team();
    team["installed"] = installed;
    teams.world.put(kind::kTeam, "team", team);
  }
}

std::string installed_in(Teams& teams, const Json& body, const Json& user) {
  return get_bool(body, "personal") ? teams.world.chat_of(get_string(user, "id")) : kTeamId;
}

Json team_member(Teams& teams, const Json& body, bool in_team) {
  Json user = wanted_user(teams, body);
  user["in_team"] = in_team;
  teams.world.put(kind::kUsers, get_string(user, "id"), user);
  if (teams.world.installed()) {
    const Json who = {{"id", user["id"]}, {"aadObjectId", user["aadObjectId"]}};
    send_members_event(teams, Json::array({who}), in_team, actor(teams, Json::object()), kTeamId);
  }
  return {{"user", user}};
}

Json standing_channel(const Teams& teams, const Json& body) {
  const Json channel = wanted_channel(teams, body);
  if (get_bool(channel, "deleted")) refuse("that channel is deleted");
  return channel;
}

// Fills in what an activity made by hand leaves out; null members are taken out.
Json filled(Teams& teams, const Json& given, bool fill) {
  Json activity = Json::object();
  if (fill) {
    const Json from = wanted_user(teams, {{"user", "ann"}});
    const std::string type = get_string(given, "type", "message");
    const std::string id = type == "message" ? teams.world.next_message_id() : event_id();
    const std::string conversation = get_string(member(given, "conversation"), "id");
    activity =
        base_activity(teams, "message", id, from,
                      conversation.empty() ? teams.world.chat_of(get_string(from, "id")) : conversation);
  }
  for (const auto& [key, value] : given.items()) {
    activity[key] = value;
    if (value.is_null()) activity.erase(key);
  }
  return activity;
}

}  // namespace

namespace control {

Json install(Teams& teams, const Json& body) {
  const Json user = actor(teams, body);
  const std::string where = installed_in(teams, body, user);
  set_installed(teams, body, user, true);
  send_members_event(teams, Json::array({{{"id", kBotId}}}), true, user, where);
  send_installation(teams, "add", user, where);
  return {{"conversation", where}};
}

Json uninstall(Teams& teams, const Json& body) {
  const Json user = actor(teams, body);
  const std::string where = installed_in(teams, body, user);
  set_installed(teams, body, user, false);
  if (where == kTeamId) send_members_event(teams, Json::array({{{"id", kBotId}}}), false, user, where);
  send_installation(teams, "remove", user, where);
  return {{"conversation", where}};
}

Json channel_created(Teams& teams, const Json& body) {
  const std::string problem = channel_name_problem(teams.world, get_string(body, "name"));
  if (!problem.empty()) refuse(problem);
  return {{"channel", create_channel(teams, body, 0, actor(teams, body))}};
}

Json channel_renamed(Teams& teams, const Json& body) {
  const Json channel = standing_channel(teams, body);
  const std::string name = get_string(body, "name");
  const std::string problem = channel_name_problem(teams.world, name, get_string(channel, "id"));
  if (!problem.empty()) refuse(problem);
  rename_channel(teams, channel, name, actor(teams, body));
  return {{"channel", *teams.world.find(kind::kChannels, get_string(channel, "id"))}};
}

Json channel_deleted(Teams& teams, const Json& body) {
  const Json channel = standing_channel(teams, body);
  if (channel["id"] == kTeamId) refuse("General cannot be deleted");
  delete_channel(teams, channel, actor(teams, body));
  return Json::object();
}

Json member_added(Teams& teams, const Json& body) {
  return team_member(teams, body, true);
}

Json member_removed(Teams& teams, const Json& body) {
  return team_member(teams, body, false);
}

Json post_activity_as_is(Teams& teams, const Json& body) {
  const std::string token = get_string(body, "token", "valid");
  if (!is_token_kind(token)) refuse("unknown token: " + token);
  if (!body.contains("body") && !member(body, "activity").is_object()) refuse("activity is missing");
  Json activity = filled(teams, body.value("activity", Json::object()), get_bool(body, "fill", true));
  // The courier needs a name for it even if the activity itself shall have none.
  const bool nameless = get_string(activity, "id").empty();
  const std::string raw = body.contains("body") ? get_string(body, "body") : nameless ? dump(activity) : "";
  if (nameless) activity["id"] = event_id();
  teams.sent.push_back({{"activity_id", activity["id"]}, {"type", get_string(activity, "type")}});
  teams.courier.send(activity, nullptr,
                     {.token = token, .no_retry = get_bool(body, "no_retry"), .raw_body = raw});
  return Json::object();
}

Json redeliver(Teams& teams, const Json& body) {
  const Json* known = teams.courier.delivery(get_string(body, "activity_id"));
  if (!known) refuse("no such activity");
  Json activity = (*known)["activity"];
  if (get_bool(body, "new_id")) {
    activity["id"] = event_id();
    activity["timestamp"] = iso_time(teams.clock.now_ms());
  }
  send(teams, std::move(activity));
  return Json::object();
}

}  // namespace control

}  // namespace muster::fake::teams

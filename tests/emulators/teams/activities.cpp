#include "tests/emulators/teams/activities.hpp"

#include "tests/emulators/teams/courier.hpp"
#include "tests/emulators/teams/messages.hpp"

namespace muster::fake::teams {
namespace {

Json team_data(const Teams& teams) {
  return {{"id", kTeamId}, {"name", get_string(teams.world.team(), "name")}, {"aadGroupId", kTeamGraphId}};
}

Json channel_data(const std::string& conversation) {
  Json data = {{"tenant", {{"id", kTenant}}}};
  if (!conversation.starts_with("19:")) return data;
  const std::string channel = split_thread(conversation).conversation;
  data["team"] = {{"id", kTeamId}};
  data["channel"] = {{"id", channel}};
  data["teamsTeamId"] = kTeamId;
  data["teamsChannelId"] = channel;
  return data;
}

Json conversation_of(const std::string& conversation) {
  if (conversation.starts_with("19:")) {
    return {{"isGroup", true}, {"conversationType", "channel"}, {"tenantId", kTenant}, {"id", conversation}};
  }
  return {{"conversationType", "personal"}, {"tenantId", kTenant}, {"id", conversation}};
}

}  // namespace

std::string event_id() {
  return "f:" + guid_of(random_hex(16));
}

Json base_activity(const Teams& teams, const char* type, const std::string& id, const Json& from,
                   const std::string& conversation) {
  const std::string now = iso_time(teams.clock.now_ms());
  Json activity = {{"type", type},
                   {"id", id},
                   {"timestamp", now},
                   {"localTimestamp", now},
                   {"serviceUrl", teams.service_url()},
                   {"channelId", "msteams"},
                   {"from", get_string(from, "id") == kBotId ? bot_account() : account(from)},
                   {"recipient", bot_account()},
                   {"conversation", conversation_of(conversation)},
                   {"channelData", channel_data(conversation)}};
  if (from.contains("locale")) {
    activity["locale"] = from["locale"];
    activity["localTimezone"] = from["tz"];
  }
  return activity;
}

std::string send(Teams& teams, Json activity, Json context) {
  const std::string id = get_string(activity, "id");
  Json sent = {{"activity_id", id}, {"type", activity["type"]}};
  if (activity.contains("name")) sent["name"] = activity["name"];
  teams.sent.push_back(std::move(sent));
  teams.courier.send(std::move(activity), std::move(context));
  return id;
}

Json message_activity(const Teams& teams, const char* type, const Json& message, const Json& from) {
  const std::string conversation = get_string(message, "conversation");
  const std::string root = get_string(message, "thread", get_string(message, "id"));
  const bool channel = conversation.starts_with("19:");
  Json activity = base_activity(teams, type, get_string(message, "id"), from,
                                channel ? conversation + ";messageid=" + root : conversation);
  activity.update(message["activity"]);
  activity["entities"].push_back({{"type", "clientInfo"},
                                  {"locale", from["locale"]},
                                  {"country", "US"},
                                  {"platform", "Web"},
                                  {"timezone", from["tz"]}});
  return activity;
}

Json invoke_activity(const Teams& teams, const char* name, const Json& from, const std::string& conversation,
                     Json value) {
  Json activity = base_activity(teams, "invoke", event_id(), from, conversation);
  activity["name"] = name;
  activity["value"] = std::move(value);
  activity["channelData"]["source"] = {{"name", "message"}};
  return activity;
}

void send_channel_event(Teams& teams, const char* event_type, const Json& channel, const Json& by) {
  if (!teams.world.installed() || get_string(channel, "membership") != "standard") return;
  Json activity = base_activity(teams, "conversationUpdate", event_id(), by, kTeamId);
  activity["channelData"] = {{"eventType", event_type},
                             {"tenant", {{"id", kTenant}}},
                             {"team", team_data(teams)},
                             {"channel", {{"id", channel["id"]}, {"name", channel["name"]}}}};
  send(teams, std::move(activity));
}

void send_members_event(Teams& teams, const Json& accounts, bool added, const Json& by,
                        const std::string& conversation) {
  Json activity = base_activity(teams, "conversationUpdate", event_id(), by, conversation);
  activity[added ? "membersAdded" : "membersRemoved"] = accounts;
  if (conversation == kTeamId) {
    activity["channelData"] = {{"eventType", added ? "teamMemberAdded" : "teamMemberRemoved"},
                               {"tenant", {{"id", kTenant}}},
                               {"team", team_data(teams)}};
  }
  send(teams, std::move(activity));
}

void send_installation(Teams& teams, const char* action, const Json& by, const std::string& conversation) {
  Json activity = base_activity(teams, "installationUpdate", event_id(), by, conversation);
  activity["action"] = action;
  activity["channelData"]["source"] = {{"name", "message"}};
  if (conversation == kTeamId) {
    activity["channelData"]["team"] = team_data(teams);
    activity["channelData"]["settings"] = {{"selectedChannel", {{"id", kTeamId}}}};
  }
  send(teams, std::move(activity));
}

}  // namespace muster::fake::teams

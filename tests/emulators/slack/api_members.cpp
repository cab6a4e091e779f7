// conversations.*: who is in a channel.
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

// Why this user cannot be invited, or "".
std::string invite_problem(const Call& call, const Json& channel, const std::string& user_id) {
  const Json* user = call.slack.workspace.find(kind::kUsers, user_id);
  if (!user) return "user_not_found";
  if (user_id == kBotUser) return "cant_invite_self";
  if (has_item(channel["members"], user_id)) return "already_in_channel";
  if (get_bool(*user, "deleted")) return "cant_invite";
  if (get_bool(*user, "is_ultra_restricted")) return "ura_max_channels";
  if (get_string(*user, "team_id") != kTeam) return "org_user_not_in_team";
  return "";
}

}  // namespace

Json conversations_invite(Call& call) {
  const Json channel = call.member_channel();
  no_dm(channel);
  if (get_bool(channel, "is_archived")) fail("is_archived");
  const std::vector<std::string> users = call.list("users");
  if (users.empty()) fail("no_user");
  if (users.size() > 100) fail("user_not_found");
  Json errors = Json::array();
  std::vector<std::string> welcome;
  for (const std::string& user : users) {
    const std::string problem = invite_problem(call, channel, user);
    if (problem.empty()) {
      welcome.push_back(user);
    } else {
      errors.push_back({{"user", user}, {"ok", false}, {"error", problem}});
    }
  }
  const std::string id = channel["id"];
  const bool whole_batch_fails = !errors.empty() && !call.flag("force");
  if (!whole_batch_fails) {
    for (const std::string& user : welcome) join_channel(call.slack, id, user, kBotUser);
  }
  if (!errors.empty() && (whole_batch_fails || welcome.empty())) {
    fail(errors[0]["error"].get_ref<const std::string&>().c_str(), {{"errors", errors}});
  }
  Json answer = {{"channel", public_channel(*call.slack.workspace.channel(id))}};
  if (!errors.empty()) answer["errors"] = errors;
  return answer;
}

Json conversations_kick(Call& call) {
  const Json channel = call.member_channel();
  no_dm(channel);
  const std::string user = call.str("user");
  if (user == kBotUser) fail("cant_kick_self");
  if (get_bool(channel, "is_general")) fail("cant_kick_from_general");
  if (!call.slack.workspace.find(kind::kUsers, user)) fail("user_not_found");
  if (!has_item(channel["members"], user)) fail("not_in_channel");
  leave_channel(call.slack, channel["id"], user);
  return Json::object();
}

Json conversations_join(Call& call) {
  const Json channel = call.channel();
  if (get_bool(channel, "is_private")) fail("method_not_supported_for_channel_type");
  if (get_bool(channel, "is_archived")) fail("is_archived");
  const std::string id = channel["id"];
  const bool already = bot_in(channel);
  join_channel(call.slack, id, kBotUser);
  Json answer = {{"channel", public_channel(*call.slack.workspace.channel(id))}};
  if (already) {
    answer["warning"] = "already_in_channel";
    answer["response_metadata"] = {{"warnings", {"already_in_channel"}}};
  }
  return answer;
}

Json conversations_leave(Call& call) {
  const Json channel = call.channel();
  no_dm(channel);
  if (get_bool(channel, "is_general")) fail("cant_leave_general");
  if (get_bool(channel, "is_archived")) fail("is_archived");
  if (!bot_in(channel)) return {{"not_in_channel", true}};
  if (get_bool(channel, "is_private") && channel["members"].size() == 1) fail("last_member");
  leave_channel(call.slack, channel["id"], kBotUser);
  return Json::object();
}

Json conversations_open(Call& call) {
  if (call.has("channel")) {
    const Json channel = call.channel();
    if (!get_bool(channel, "is_im")) fail("method_not_supported_for_channel_type");
    return {{"channel", {{"id", channel["id"]}}}, {"already_open", true}, {"no_op", true}};
  }
  const std::vector<std::string> users = call.list("users");
  if (users.empty()) fail("users_list_not_supplied");
  if (users.size() > 8) fail("too_many_users");
  for (const std::string& id : users) {
    const Json* user = call.slack.workspace.find(kind::kUsers, id);
    if (!user) fail("user_not_found");
    if (get_bool(*user, "deleted") || get_bool(*user, "is_bot")) fail("user_disabled");
  }
  // Group DMs are not part of this fake.
  if (users.size() > 1) fail("invalid_user_combination");
  const std::string id = open_dm(call.slack, users[0]);
  if (!call.flag("return_im")) return {{"channel", {{"id", id}}}};
  return {{"channel", public_channel(*call.slack.workspace.channel(id))}};
}

Json conversations_members(Call& call) {
  const Json channel = call.channel();
  const std::vector<Json> members(channel["members"].begin(), channel["members"].end());
  Json answer = Json::object();
  call.page(members, "members", 100, 1000, answer);
  return answer;
}

}  // namespace muster::fake::slack::api

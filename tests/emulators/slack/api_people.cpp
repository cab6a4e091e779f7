// auth, apps, team, bots, users, user groups: who and what there is.
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

Json public_user(const Call& call, const Json& user) {
  Json shown = user;
  if (!call.has_scope("users:read.email")) shown["profile"].erase("email");
  return shown;
}

}  // namespace

Json auth_test(Call&) {
  return {{"url", std::string("https://") + kTeamDomain + ".slack.com/"},
          {"team", "Acme"},
          {"user", "muster"},
          {"team_id", kTeam},
          {"user_id", kBotUser},
          {"bot_id", kBotId},
          {"is_enterprise_install", false}};
}

Json apps_connections_open(Call& call) {
  return {{"url",
           call.slack.socket_url + "/link/?ticket=" + call.slack.hub.issue_ticket() + "&app_id=" + kAppId}};
}

Json team_info(Call& call) {
  if (call.has("team") && call.str("team") != kTeam) fail("team_not_found");
  return {{"team", {{"id", kTeam}, {"name", "Acme"}, {"domain", kTeamDomain}, {"email_domain", ""}}}};
}

Json bots_info(Call& call) {
  if (call.has("bot") && call.str("bot") != kBotId) fail("bot_not_found");
  return {
      {"bot",
       {{"id", kBotId}, {"deleted", false}, {"name", "muster"}, {"app_id", kAppId}, {"user_id", kBotUser}}}};
}

Json users_info(Call& call) {
  const Json* user = call.slack.workspace.find(kind::kUsers, call.str("user"));
  if (!user) fail("user_not_found");
  return {{"user", public_user(call, *user)}};
}

Json users_list(Call& call) {
  std::vector<Json> users;
  for (const auto& [id, user] : call.slack.workspace.all(kind::kUsers))
    users.push_back(public_user(call, user));
  Json answer = {{"cache_ts", call.slack.clock.now_ms() / 1000}};
  call.page(users, "members", 1000, 1000, answer);
  return answer;
}

Json users_lookup_by_email(Call& call) {
  for (const auto& [id, user] : call.slack.workspace.all(kind::kUsers)) {
    const bool same = get_string(member(user, "profile"), "email") == call.str("email");
    if (same && !get_bool(user, "deleted")) return {{"user", user}};
  }
  fail("users_not_found");
}

Json usergroups_list(Call& call) {
  Json groups = Json::array();
  for (const auto& [id, group] : call.slack.workspace.all(kind::kUsergroups)) {
    if (get_int(group, "date_delete") > 0 && !call.flag("include_disabled")) continue;
    Json shown = group;
    if (call.flag("include_count")) shown["user_count"] = group["users"].size();
    if (!call.flag("include_users")) shown.erase("users");
    groups.push_back(std::move(shown));
  }
  return {{"usergroups", groups}};
}

Json usergroups_users_list(Call& call) {
  const Json* group = call.slack.workspace.find(kind::kUsergroups, call.str("usergroup"));
  if (!group) fail("no_such_subteam");
  return {{"users", (*group)["users"]}};
}

}  // namespace muster::fake::slack::api

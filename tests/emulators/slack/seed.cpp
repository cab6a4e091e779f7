#include "tests/emulators/slack/workspace.hpp"

namespace muster::fake::slack {

Json make_user(const Json& wanted, const std::string& id) {
  const std::string name = get_string(wanted, "name", id);
  const std::string real_name = get_string(wanted, "real_name", name);
  const std::string email = get_string(wanted, "email", name + "@example.com");
  Json user = {{"id", id},
               {"team_id", kTeam},
               {"name", name},
               {"real_name", real_name},
               {"deleted", false},
               {"is_bot", false},
               {"is_app_user", false},
               {"is_admin", false},
               {"is_restricted", false},
               {"is_ultra_restricted", false},
               {"tz", "Europe/London"},
               {"tz_label", "Local time"},
               {"tz_offset", 0},
               {"updated", 1700000000},
               {"profile", {{"real_name", real_name}, {"display_name", name}, {"team", kTeam}}}};
  for (const auto& [key, value] : wanted.items()) {
    if (key != "email" && key != "id" && key != "profile") user[key] = value;
  }
  if (wanted.contains("profile")) user["profile"].update(wanted["profile"]);
  if (!get_bool(user, "is_bot") && !user["profile"].contains("email")) user["profile"]["email"] = email;
  return user;
}

Json make_channel(const Json& wanted, const std::string& id, std::int64_t now_s) {
  const std::string name = get_string(wanted, "name", id);
  const std::string creator = get_string(wanted, "creator", "U0ANN");
  const bool is_private = get_bool(wanted, "is_private");
  const Json empty_text = {{"value", ""}, {"creator", ""}, {"last_set", 0}};
  Json channel = {{"id", id},
                  {"name", name},
                  {"name_normalized", name},
                  {"created", now_s},
                  {"creator", creator},
                  {"is_channel", !is_private},
                  {"is_group", is_private},
                  {"is_im", false},
                  {"is_mpim", false},
                  {"is_private", is_private},
                  {"is_archived", false},
                  {"is_general", false},
                  {"is_shared", false},
                  {"is_ext_shared", false},
                  {"is_org_shared", false},
                  {"is_pending_ext_shared", false},
                  {"context_team_id", kTeam},
                  {"shared_team_ids", {kTeam}},
                  {"previous_names", Json::array()},
                  {"topic", empty_text},
                  {"purpose", empty_text},
                  {"members", Json::array()},
                  {"bookmarks", Json::array()}};
  for (const auto& [key, value] : wanted.items()) {
    if (key != "id") channel[key] = value;
  }
  return channel;
}

void seed_workspace(Workspace& workspace) {
  workspace.put(
      kind::kConfig, "config",
      {{"bot_token", "xoxb-fake-bot"},
       {"app_token", "xapp-fake-app"},
       {"scopes",
        {"app_mentions:read", "bookmarks:read", "bookmarks:write", "channels:history",      "channels:join",
         "channels:manage",   "channels:read",  "chat:write",      "chat:write.public",     "commands",
         "files:read",        "files:write",    "groups:history",  "groups:read",           "groups:write",
         "im:history",        "im:read",        "im:write",        "metadata.message:read", "mpim:read",
         "pins:read",         "pins:write",     "reactions:read",  "reactions:write",       "team:read",
         "usergroups:read",   "users:read",     "users:read.email"}},
       {"events",
        {"app_home_opened",
         "app_mention",
         "channel_archive",
         "channel_id_changed",
         "channel_rename",
         "channel_unarchive",
         "group_archive",
         "group_rename",
         "member_joined_channel",
         "member_left_channel",
         "message.channels",
         "message.groups",
         "message.im",
         "pin_added",
         "reaction_added",
         "reaction_removed",
         "subteam_members_changed",
         "subteam_updated",
         "tokens_revoked",
         "app_uninstalled"}},
       {"ack_deadline_ms", 3000},
       {"retry_delays_ms", {0, 60000, 300000}},
       {"rate_limits", "off"},
       {"home_tab_enabled", true},
       {"who_can_create_channels", "all"},
       {"ping_interval_ms", 10000},
       {"max_sockets", 10}});
  const auto person = [&](const char* id, const char* name, const char* real, const char* tz, int offset) {
    workspace.put(kind::kUsers, id,
                  make_user({{"name", name}, {"real_name", real}, {"tz", tz}, {"tz_offset", offset}}, id));
  };
  person("U0ANN", "ann", "Ann Archer", "Europe/Berlin", 3600);
  person("U0BOB", "bob", "Bob Baker", "America/New_York", -18000);
  person("U0CAT", "cat", "Cat Carter", "Asia/Tokyo", 32400);
  workspace.put(
      kind::kUsers, kBotUser,
      make_user({{"name", "muster"},
                 {"is_bot", true},
                 {"profile", {{"bot_id", kBotId}, {"api_app_id", kAppId}, {"always_active", true}}}},
                kBotUser));
  workspace.put(kind::kUsers, "USLACKBOT", make_user({{"name", "slackbot"}}, "USLACKBOT"));
  workspace.put(
      kind::kChannels, "C0GENERAL",
      make_channel({{"name", "general"}, {"is_general", true}, {"members", {"U0ANN", "U0BOB", "U0CAT"}}},
                   "C0GENERAL", 1700000000));
  workspace.put(kind::kChannels, "C0INCIDENTS",
                make_channel({{"name", "incidents"}, {"members", {kBotUser, "U0ANN", "U0BOB", "U0CAT"}}},
                             "C0INCIDENTS", 1700000000));
}

}  // namespace muster::fake::slack

// conversations.*: what a channel is.
#include "tests/emulators/slack/block_check.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/events.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

void check_name(const Call& call, const std::string& name, const std::string& own_id = "") {
  if (name.empty()) fail("invalid_name_required");
  if (utf16_length(name) > 80) fail("invalid_name_maxlength");
  if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos) {
    fail("invalid_name_specials");
  }
  if (name.find_first_not_of("-_") == std::string::npos) fail("invalid_name_punctuation");
  // Archived and invisible channels keep their names; user-group handles share the namespace.
  for (const auto& [id, channel] : call.slack.workspace.all(kind::kChannels)) {
    if (id != own_id && get_string(channel, "name") == name) fail("name_taken");
  }
  for (const auto& [id, group] : call.slack.workspace.all(kind::kUsergroups)) {
    if (get_string(group, "handle") == name) fail("name_taken");
  }
}

Json renamed_info(const Json& channel) {
  return {{"id", channel["id"]},
          {"name", channel["name"]},
          {"name_normalized", channel["name"]},
          {"created", channel["created"]},
          {"creator", channel["creator"]}};
}

std::string event_name(const Json& channel, const std::string& what) {
  return (get_bool(channel, "is_private") ? "group_" : "channel_") + what;
}

// setTopic and setPurpose.
Json set_text(Call& call, const char* what) {
  Json channel = call.channel();
  const std::string value = call.str(what);
  if (!bot_in(channel)) fail("not_in_channel");
  if (get_bool(channel, "is_archived")) fail("is_archived");
  if (utf16_length(value) > 250) fail("too_long");
  const std::string id = channel["id"];
  channel[what] = {{"value", value}, {"creator", kBotUser}, {"last_set", call.slack.clock.now_ms() / 1000}};
  const Json shown = public_channel(channel);
  const bool is_im = get_bool(channel, "is_im");
  const std::string subtype = event_name(channel, what);
  call.slack.workspace.put(kind::kChannels, id, std::move(channel));
  if (!is_im) {
    Json message = bot_message(std::string("<@") + kBotUser + "> set the channel " + what + ": " + value);
    message["subtype"] = subtype;
    message[what] = value;
    post_message(call.slack, id, std::move(message));
  }
  return {{"channel", shown}, {what, value}};
}

bool wanted_type(const Json& channel, const std::vector<std::string>& types) {
  const char* type = get_bool(channel, "is_im")        ? "im"
                     : get_bool(channel, "is_private") ? "private_channel"
                                                       : "public_channel";
  return std::find(types.begin(), types.end(), type) != types.end();
}

std::vector<Json> list_channels(const Call& call, const std::string& only_with_member) {
  std::vector<std::string> types = call.list("types");
  if (types.empty()) types = {"public_channel"};
  for (const std::string& type : types) {
    if (!lists_word("public_channel private_channel im mpim", type)) fail("invalid_types");
  }
  std::vector<Json> found;
  for (const auto& [id, channel] : call.slack.workspace.all(kind::kChannels)) {
    if (!wanted_type(channel, types)) continue;
    if (call.flag("exclude_archived") && get_bool(channel, "is_archived")) continue;
    if (get_bool(channel, "is_private") && !bot_in(channel)) continue;
    if (!only_with_member.empty() && !has_item(channel["members"], only_with_member)) continue;
    found.push_back(public_channel(channel, true));
  }
  return found;
}

}  // namespace

Json conversations_create(Call& call) {
  const std::string name = call.str("name");
  if (get_string(call.slack.workspace.config(), "who_can_create_channels") == "none")
    fail("restricted_action");
  check_name(call, name);
  const bool is_private = call.flag("is_private");
  if (!call.has_scope(is_private ? "groups:write" : "channels:manage")) {
    fail("missing_scope", {{"needed", is_private ? "groups:write" : "channels:manage"}, {"provided", ""}});
  }
  const std::string id = call.slack.workspace.next_id("C");
  const Json wanted = {{"name", name}, {"is_private", is_private}, {"creator", kBotUser}};
  Json channel = make_channel(wanted, id, call.slack.clock.now_ms() / 1000);
  channel["members"] = Json::array({kBotUser});
  call.slack.workspace.put(kind::kChannels, id, channel);
  send_if_subscribed(call.slack, {{"type", "channel_created"}, {"channel", renamed_info(channel)}});
  return {{"channel", public_channel(channel)}};
}

Json conversations_rename(Call& call) {
  Json channel = call.channel();
  no_dm(channel);
  const std::string id = channel["id"];
  if (!bot_in(channel)) fail("not_in_channel");
  if (get_bool(channel, "is_archived")) fail("is_archived");
  if (get_string(channel, "creator") != kBotUser) fail("not_authorized");
  check_name(call, call.str("name"), id);
  channel["previous_names"].push_back(channel["name"]);
  channel["name"] = channel["name_normalized"] = call.str("name");
  call.slack.workspace.put(kind::kChannels, id, channel);
  send_if_subscribed(call.slack,
                     {{"type", event_name(channel, "rename")}, {"channel", renamed_info(channel)}});
  return {{"channel", public_channel(channel)}};
}

Json conversations_archive(Call& call) {
  Json channel = call.channel();
  no_dm(channel);
  if (get_bool(channel, "is_general")) fail("cant_archive_general");
  if (get_bool(channel, "is_archived")) fail("already_archived");
  if (!bot_in(channel)) fail("not_in_channel");
  channel["is_archived"] = true;
  const std::string id = channel["id"];
  call.slack.workspace.put(kind::kChannels, id, channel);
  send_if_subscribed(call.slack,
                     {{"type", event_name(channel, "archive")}, {"channel", id}, {"user", kBotUser}});
  return Json::object();
}

// Slack's page says that bot tokens cannot unarchive.
Json conversations_unarchive(Call& call) {
  const Json channel = call.channel();
  if (!get_bool(channel, "is_archived")) fail("not_archived");
  fail("channel_not_found");
}

Json conversations_set_topic(Call& call) {
  return set_text(call, "topic");
}
Json conversations_set_purpose(Call& call) {
  return set_text(call, "purpose");
}

Json conversations_info(Call& call) {
  return {{"channel", public_channel(call.channel(), call.flag("include_num_members"))}};
}

Json conversations_list(Call& call) {
  Json answer = Json::object();
  call.page(list_channels(call, ""), "channels", 100, 999, answer);
  return answer;
}

Json users_conversations(Call& call) {
  Json answer = Json::object();
  const std::string user = call.has("user") ? call.str("user") : kBotUser;
  call.page(list_channels(call, user), "channels", 100, 999, answer);
  return answer;
}

}  // namespace muster::fake::slack::api

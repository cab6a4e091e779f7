#include "tests/emulators/slack/conversations.hpp"

#include "tests/emulators/slack/block_check.hpp"
#include "tests/emulators/slack/events.hpp"
#include "tests/emulators/slack/mrkdwn.hpp"

namespace muster::fake::slack {
namespace {

void count_reply(Slack& slack, const std::string& channel_id, const Json& reply) {
  const Json* known = slack.workspace.message(channel_id, get_string(reply, "thread_ts"));
  if (!known) return;
  Json parent = *known;
  parent["thread_ts"] = parent["ts"];
  parent["reply_count"] = get_int(parent, "reply_count") + 1;
  parent["latest_reply"] = reply["ts"];
  Json& users = parent["reply_users"];
  if (!users.is_array()) users = Json::array();
  if (!has_item(users, get_string(reply, "user"))) users.push_back(reply["user"]);
  parent["reply_users_count"] = users.size();
  slack.workspace.put_message(channel_id, std::move(parent));
}

void system_message(Slack& slack, const std::string& channel_id, const std::string& user, const char* subtype,
                    const char* text) {
  Json message = user_message(user, "<@" + user + "> " + text);
  message["subtype"] = subtype;
  post_message(slack, channel_id, std::move(message));
}

}  // namespace

Json bot_message(const std::string& text) {
  return {{"type", "message"},
          {"user", kBotUser},
          {"bot_id", kBotId},
          {"app_id", kAppId},
          {"team", kTeam},
          {"text", text},
          {"bot_profile", {{"id", kBotId}, {"app_id", kAppId}, {"name", "muster"}, {"team_id", kTeam}}}};
}

Json user_message(const std::string& user, const std::string& text) {
  return {{"type", "message"},
          {"user", user},
          {"team", kTeam},
          {"text", text},
          {"client_msg_id", random_hex(16)}};
}

Json post_message(Slack& slack, const std::string& channel_id, Json message) {
  message["ts"] = slack.workspace.next_ts();
  if (message.contains("blocks")) add_block_ids(message["blocks"]);
  slack.workspace.put_message(channel_id, message);
  if (message.contains("thread_ts")) count_reply(slack, channel_id, message);
  send_message_event(slack, *slack.workspace.channel(channel_id), message);
  return message;
}

void replace_message(Slack& slack, const std::string& channel_id, Json message) {
  const Json before = *slack.workspace.message(channel_id, get_string(message, "ts"));
  if (message.contains("blocks")) add_block_ids(message["blocks"]);
  slack.workspace.put_message(channel_id, message);
  send_changed_event(slack, *slack.workspace.channel(channel_id), message, before);
}

void delete_message(Slack& slack, const std::string& channel_id, const std::string& ts) {
  const Json before = *slack.workspace.message(channel_id, ts);
  slack.workspace.erase(kind::kMessages, channel_id + ":" + ts);
  const std::string thread = get_string(before, "thread_ts");
  if (const Json* known = slack.workspace.message(channel_id, thread); known && thread != ts) {
    Json parent = *known;
    parent["reply_count"] = std::max<std::int64_t>(0, get_int(parent, "reply_count") - 1);
    slack.workspace.put_message(channel_id, std::move(parent));
  }
  send_deleted_event(slack, *slack.workspace.channel(channel_id), before);
}

std::string post_ephemeral(Slack& slack, const std::string& channel_id, const std::string& user,
                           Json message) {
  const std::string ts = slack.workspace.next_ts();
  message["ts"] = ts;
  message["is_ephemeral"] = true;
  message["channel"] = channel_id;
  message["ephemeral_user"] = user;
  if (message.contains("blocks")) add_block_ids(message["blocks"]);
  slack.workspace.put(kind::kEphemerals, ts, std::move(message));
  return ts;
}

void join_channel(Slack& slack, const std::string& channel_id, const std::string& user,
                  const std::string& inviter) {
  Json channel = *slack.workspace.channel(channel_id);
  if (has_item(channel["members"], user)) return;
  channel["members"].push_back(user);
  const bool is_private = get_bool(channel, "is_private");
  const bool bot_in = has_item(channel["members"], kBotUser);
  slack.workspace.put(kind::kChannels, channel_id, std::move(channel));
  system_message(slack, channel_id, user, is_private ? "group_join" : "channel_join",
                 "has joined the channel");
  Json event = {{"type", "member_joined_channel"},
                {"user", user},
                {"channel", channel_id},
                {"channel_type", is_private ? "G" : "C"},
                {"team", kTeam}};
  if (!inviter.empty()) event["inviter"] = inviter;
  if (bot_in) send_if_subscribed(slack, std::move(event));
}

void leave_channel(Slack& slack, const std::string& channel_id, const std::string& user) {
  Json channel = *slack.workspace.channel(channel_id);
  if (!has_item(channel["members"], user)) return;
  const bool bot_in = has_item(channel["members"], kBotUser);
  const bool is_private = get_bool(channel, "is_private");
  system_message(slack, channel_id, user, is_private ? "group_leave" : "channel_leave",
                 "has left the channel");
  remove_item(channel["members"], user);
  slack.workspace.put(kind::kChannels, channel_id, std::move(channel));
  if (!bot_in) return;
  send_if_subscribed(slack, {{"type", "member_left_channel"},
                             {"user", user},
                             {"channel", channel_id},
                             {"channel_type", is_private ? "G" : "C"},
                             {"team", kTeam}});
}

std::string react(Slack& slack, const std::string& channel_id, const std::string& ts, const std::string& user,
                  const std::string& name, bool add) {
  Json message = *slack.workspace.message(channel_id, ts);
  Json kept = Json::array();
  Json ours = {{"name", name}, {"users", Json::array()}};
  for (const Json& reaction : member(message, "reactions")) {
    if (get_string(reaction, "name") == name) {
      ours = reaction;
    } else {
      kept.push_back(reaction);
    }
  }
  if (has_item(ours["users"], user) == add) return add ? "already_reacted" : "no_reaction";
  if (add) {
    ours["users"].push_back(user);
  } else {
    remove_item(ours["users"], user);
  }
  ours["count"] = ours["users"].size();
  if (!ours["users"].empty()) kept.push_back(ours);
  const std::string author = get_string(message, "user");
  message["reactions"] = std::move(kept);
  slack.workspace.put_message(channel_id, std::move(message));
  if (has_item(member(*slack.workspace.channel(channel_id), "members"), kBotUser)) {
    send_if_subscribed(slack, {{"type", add ? "reaction_added" : "reaction_removed"},
                               {"user", user},
                               {"reaction", name},
                               {"item", {{"type", "message"}, {"channel", channel_id}, {"ts", ts}}},
                               {"item_user", author}});
  }
  return "";
}

std::string open_dm(Slack& slack, const std::string& user) {
  for (const auto& [id, channel] : slack.workspace.all(kind::kChannels)) {
    if (get_bool(channel, "is_im") && get_string(channel, "user") == user) return id;
  }
  const std::string id = slack.workspace.next_id("D");
  slack.workspace.put(kind::kChannels, id,
                      {{"id", id},
                       {"is_im", true},
                       {"is_private", true},
                       {"is_archived", false},
                       {"user", user},
                       {"created", slack.clock.now_ms() / 1000},
                       {"context_team_id", kTeam},
                       {"bookmarks", Json::array()},
                       {"members", Json::array({kBotUser, user})}});
  return id;
}

void record_post(Slack& slack, const char* via, const std::string& channel_id, const Json& message) {
  const LiveContent live = live_content(message);
  slack.ledger.add("post", {{"via", via},
                            {"channel", channel_id},
                            {"ts", member(message, "ts")},
                            {"mentions", live.mentions},
                            {"links", live.links},
                            {"message", message}});
}

}  // namespace muster::fake::slack

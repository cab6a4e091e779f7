// chat.*: messages of the bot.
#include "tests/emulators/slack/block_check.hpp"
#include "tests/emulators/slack/chat_args.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

// Where a message goes: a channel id, a public channel's name, or a user id for the DM with them.
Json posting_channel(const Call& call) {
  Workspace& workspace = call.slack.workspace;
  const std::string wanted = call.str("channel");
  if (const Json* user = workspace.find(kind::kUsers, wanted)) {
    if (get_bool(*user, "deleted") || get_bool(*user, "is_bot")) fail("channel_not_found");
    return *workspace.channel(open_dm(call.slack, wanted));
  }
  const Json* channel = workspace.channel(wanted);
  if (!channel || (get_bool(*channel, "is_private") && !bot_in(*channel))) fail("channel_not_found");
  if (get_bool(*channel, "is_archived")) fail("is_archived");
  if (!bot_in(*channel) && !call.has_scope("chat:write.public")) fail("not_in_channel");
  return *channel;
}

Json own_message(const Call& call, const std::string& channel_id, const char* word) {
  Json message = call.message(channel_id, "ts");
  if (get_string(message, "bot_id") != kBotId) fail(word);
  return message;
}

}  // namespace

Json chat_post_message(Call& call) {
  const Json channel = posting_channel(call);
  const Content content = read_content(call);
  const std::string id = channel["id"];
  Json message = bot_message("");
  put_content(content, message);
  if (call.has("thread_ts")) {
    const std::string thread = call.str("thread_ts");
    const Json* parent = call.slack.workspace.message(id, thread);
    if (ts_to_us(thread) < 0 || !parent) fail("cannot_reply_to_message");
    // A reply's ts as thread_ts: Slack files the message under the parent all the same.
    message["thread_ts"] = get_string(*parent, "thread_ts", thread);
    if (call.flag("reply_broadcast")) message["subtype"] = "thread_broadcast";
  }
  if (call.has("username") && call.has_scope("chat:write.customize"))
    message["username"] = call.str("username");
  message = post_message(call.slack, id, std::move(message));
  Json answer = {{"channel", id}, {"ts", message["ts"]}, {"message", message}};
  if (content.truncated) answer["truncated_text"] = true;
  return answer;
}

Json chat_update(Call& call) {
  const std::string wanted = call.str("channel");
  if (call.slack.workspace.find(kind::kUsers, wanted)) fail("channel_not_found");
  const Json channel = call.channel();
  const std::string id = channel["id"];
  Json message = own_message(call, id, "cant_update_message");
  if (get_bool(channel, "is_archived")) fail("is_inactive");
  if (utf16_length(call.str("text")) > 4000) fail("msg_too_long");
  const bool clears = call.has("blocks") || call.has("attachments");
  if (!call.has("text") && !call.has("markdown_text") && !clears) fail("no_text");
  const Content content = read_content(call);
  if (call.has("text") || content.blocks) message.erase("blocks");
  if (call.has("text") || content.attachments) message.erase("attachments");
  const std::string old_text = get_string(message, "text");
  if (content.metadata) message.erase("metadata");
  put_content(content, message);
  if (!call.has("text") && !call.has("markdown_text")) message["text"] = old_text;
  if (!content.blocks) message["edited"] = {{"user", kBotUser}, {"ts", us_to_ts(call.slack.clock.now_us())}};
  replace_message(call.slack, id, message);
  message = *call.slack.workspace.message(id, get_string(message, "ts"));
  return {{"channel", id}, {"ts", message["ts"]}, {"text", message["text"]}, {"message", message}};
}

Json chat_delete(Call& call) {
  const std::string id = call.channel()["id"];
  own_message(call, id, "cant_delete_message");
  delete_message(call.slack, id, call.str("ts"));
  return {{"channel", id}, {"ts", call.str("ts")}};
}

Json chat_post_ephemeral(Call& call) {
  const Json channel = call.channel();
  if (get_bool(channel, "is_archived")) fail("is_archived");
  if (!bot_in(channel)) fail("not_in_channel");
  if (!has_item(channel["members"], call.str("user"))) fail("user_not_in_channel");
  const Content content = read_content(call);
  Json message = bot_message("");
  put_content(content, message);
  if (call.has("thread_ts")) message["thread_ts"] = call.str("thread_ts");
  return {{"message_ts", post_ephemeral(call.slack, channel["id"], call.str("user"), std::move(message))}};
}

Json chat_get_permalink(Call& call) {
  const std::string id = call.channel()["id"];
  const Json message = call.message(id, "message_ts");
  std::string digits = call.str("message_ts");
  std::erase(digits, '.');
  std::string link = std::string("https://") + kTeamDomain + ".slack.com/archives/" + id + "/p" + digits;
  const std::string thread = get_string(message, "thread_ts");
  if (!thread.empty() && thread != get_string(message, "ts")) link += "?thread_ts=" + thread + "&cid=" + id;
  return {{"channel", id}, {"permalink", link}};
}

}  // namespace muster::fake::slack::api

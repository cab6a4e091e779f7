// conversations.history and replies.
#include <algorithm>
#include <limits>

#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

struct Window {
  std::int64_t oldest = 0;
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  bool inclusive = false;

  bool holds(const Json& message) const {
    const std::int64_t at = ts_to_us(get_string(message, "ts"));
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  }
};

Window read_window(const Call& call) {
  Window window;
  window.inclusive = call.flag("inclusive");
  if (!call.str("oldest").empty()) window.oldest = ts_to_us(call.str("oldest"));
  if (!call.str("latest").empty()) window.latest = ts_to_us(call.str("latest"));
  if (window.oldest < 0) fail("invalid_ts_oldest");
  if (window.latest < 0) fail("invalid_ts_latest");
  return window;
}

bool is_reply(const Json& message) {
  return message.contains("thread_ts") && message["thread_ts"] != message["ts"];
}

}  // namespace

Json conversations_history(Call& call) {
  const Json channel = call.member_channel();
  const Window window = read_window(call);
  const bool metadata = call.flag("include_all_metadata");
  std::vector<Json> found;
  for (const Json* message : call.slack.workspace.messages(channel["id"])) {
    if (is_reply(*message) && get_string(*message, "subtype") != "thread_broadcast") continue;
    if (window.holds(*message)) found.push_back(public_message(*message, metadata));
  }
  std::reverse(found.begin(), found.end());
  Json answer = {{"pin_count", 0}};
  call.page(found, "messages", 100, 999, answer);
  answer["has_more"] = answer["response_metadata"]["next_cursor"] != "";
  return answer;
}

Json conversations_replies(Call& call) {
  const Json channel = call.channel();
  if (!bot_in(channel)) fail("channel_not_found");
  const std::string ts = call.str("ts");
  const Json* named = call.slack.workspace.message(channel["id"], ts);
  if (!named) fail("thread_not_found");
  const Window window = read_window(call);
  const bool metadata = call.flag("include_all_metadata");
  std::vector<Json> found = {public_message(*named, metadata)};
  for (const Json* message : call.slack.workspace.messages(channel["id"])) {
    if (is_reply(*message) && get_string(*message, "thread_ts") == ts && window.holds(*message)) {
      found.push_back(public_message(*message, metadata));
    }
  }
  Json answer = Json::object();
  call.page(found, "messages", 1000, 1000, answer);
  answer["has_more"] = answer["response_metadata"]["next_cursor"] != "";
  return answer;
}

}  // namespace muster::fake::slack::api

// Control: what people do in channels.
#include "tests/emulators/slack/control.hpp"

#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/events.hpp"
#include "tests/emulators/slack/files.hpp"
#include "tests/emulators/slack/interactions.hpp"

namespace muster::fake::slack::control {
namespace {

Json post_text(Slack& slack, const Json& body, const std::string& text) {
  const Json user = wanted_user(slack, body);
  const Json channel = wanted_channel(slack, body);
  if (get_bool(channel, "is_archived")) fail("that channel is archived");
  Json message = user_message(user["id"], text);
  message["team"] = user["team_id"];
  for (const char* key : {"thread_ts", "blocks"}) {
    if (body.contains(key)) message[key] = body[key];
  }
  if (message.contains("thread_ts") && !slack.workspace.message(channel["id"], message["thread_ts"])) {
    fail("no such thread in that channel");
  }
  if (body.contains("files")) {
    const Json& file = body["files"].at(0);
    const std::string id = add_file(slack, get_string(file, "name"), get_string(file, "content"), user["id"]);
    message = share_file(slack, id, channel["id"], std::move(message));
  } else {
    message = slack::post_message(slack, channel["id"], std::move(message));
  }
  return {{"ts", message["ts"]}, {"channel", channel["id"]}};
}

// Channel and message a call names.
std::pair<std::string, Json> named_message(Slack& slack, const Json& body) {
  const std::string channel = wanted_channel(slack, body)["id"];
  const Json* message = slack.workspace.message(channel, get_string(body, "ts"));
  if (!message) fail("no such message in that channel");
  return {channel, *message};
}

}  // namespace

Json post_message(Slack& slack, const Json& body) {
  return post_text(slack, body, get_string(body, "text"));
}

Json post_mention(Slack& slack, const Json& body) {
  return post_text(slack, body, std::string("<@") + kBotUser + "> " + get_string(body, "text"));
}

Json post_edit(Slack& slack, const Json& body) {
  auto [channel, message] = named_message(slack, body);
  message["text"] = get_string(body, "text");
  message["edited"] = {{"user", message["user"]}, {"ts", us_to_ts(slack.clock.now_us())}};
  replace_message(slack, channel, std::move(message));
  return Json::object();
}

Json post_delete(Slack& slack, const Json& body) {
  const auto [channel, message] = named_message(slack, body);
  delete_message(slack, channel, message["ts"]);
  return Json::object();
}

Json post_reaction(Slack& slack, const Json& body) {
  const auto [channel, message] = named_message(slack, body);
  const std::string problem = react(slack, channel, message["ts"], wanted_user(slack, body)["id"],
                                    get_string(body, "name"), !get_bool(body, "remove"));
  if (!problem.empty()) fail(problem.c_str());
  return Json::object();
}

Json post_join(Slack& slack, const Json& body) {
  join_channel(slack, wanted_channel(slack, body)["id"], wanted_user(slack, body)["id"]);
  return Json::object();
}

Json post_leave(Slack& slack, const Json& body) {
  leave_channel(slack, wanted_channel(slack, body)["id"], wanted_user(slack, body)["id"]);
  return Json::object();
}

Json post_event(Slack& slack, const Json& body) {
  if (!member(body, "event").is_object()) fail("event is missing");
  send_event(slack, body["event"]);
  return Json::object();
}

}  // namespace muster::fake::slack::control

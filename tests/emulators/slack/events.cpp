#include "tests/emulators/slack/events.hpp"

namespace muster::fake::slack {
namespace {

std::string channel_type(const Json& channel) {
  if (get_bool(channel, "is_im")) return "im";
  return get_bool(channel, "is_private") ? "group" : "channel";
}

std::string message_subscription(const Json& channel) {
  const std::string type = channel_type(channel);
  return type == "im" ? "message.im" : "message." + type + "s";
}

bool bot_is_in(const Json& channel) {
  return has_item(member(channel, "members"), kBotUser);
}

}  // namespace

void send_event(Slack& slack, Json event) {
  const std::string type = get_string(event, "type");
  if (!event.contains("event_ts")) event["event_ts"] = us_to_ts(slack.clock.now_us());
  const Json* channel = slack.workspace.channel(get_string(event, "channel"));
  const std::string event_id = "Ev" + random_hex(5);
  Json payload = {{"token", "legacy-ignore"},
                  {"team_id", kTeam},
                  {"api_app_id", kAppId},
                  {"type", "event_callback"},
                  {"event_id", event_id},
                  {"event_time", slack.clock.now_ms() / 1000},
                  {"event_context", "1-" + type + "-" + kTeam},
                  {"is_ext_shared_channel", channel && get_bool(*channel, "is_ext_shared")},
                  {"authorizations", Json::array({{{"enterprise_id", nullptr},
                                                   {"team_id", kTeam},
                                                   {"user_id", kBotUser},
                                                   {"is_bot", true},
                                                   {"is_enterprise_install", false}}})},
                  {"event", std::move(event)}};
  const SocketHub::Sent sent = slack.hub.send("events_api", std::move(payload), false);
  slack.sent.push_back({{"envelope_id", sent.envelope_id},
                        {"type", "events_api"},
                        {"event_type", type},
                        {"event_id", event_id},
                        {"delivered", sent.delivered}});
}

void send_if_subscribed(Slack& slack, Json event, const std::string& subscription) {
  const std::string type = subscription.empty() ? get_string(event, "type") : subscription;
  if (has_item(member(slack.workspace.config(), "events"), type)) send_event(slack, std::move(event));
}

void send_message_event(Slack& slack, const Json& channel, const Json& message) {
  if (!bot_is_in(channel)) return;
  Json event = message;
  event["channel"] = channel["id"];
  event["channel_type"] = channel_type(channel);
  event["event_ts"] = message["ts"];
  send_if_subscribed(slack, event, message_subscription(channel));
  const bool from_bot = get_string(message, "user") == kBotUser;
  const bool names_bot = get_string(message, "text").find(std::string("<@") + kBotUser) != std::string::npos;
  const std::string subtype = get_string(message, "subtype");
  if (from_bot || !names_bot || (!subtype.empty() && subtype != "file_share")) return;
  event["type"] = "app_mention";
  event.erase("channel_type");
  event.erase("subtype");
  send_if_subscribed(slack, std::move(event));
}

void send_changed_event(Slack& slack, const Json& channel, const Json& now, const Json& before) {
  if (!bot_is_in(channel)) return;
  const std::string ts = us_to_ts(slack.clock.now_us());
  send_if_subscribed(slack,
                     {{"type", "message"},
                      {"subtype", "message_changed"},
                      {"message", now},
                      {"previous_message", before},
                      {"channel", channel["id"]},
                      {"channel_type", channel_type(channel)},
                      {"hidden", true},
                      {"ts", ts},
                      {"event_ts", ts}},
                     message_subscription(channel));
}

void send_deleted_event(Slack& slack, const Json& channel, const Json& before) {
  if (!bot_is_in(channel)) return;
  const std::string ts = us_to_ts(slack.clock.now_us());
  send_if_subscribed(slack,
                     {{"type", "message"},
                      {"subtype", "message_deleted"},
                      {"deleted_ts", before["ts"]},
                      {"previous_message", before},
                      {"channel", channel["id"]},
                      {"channel_type", channel_type(channel)},
                      {"hidden", true},
                      {"ts", ts},
                      {"event_ts", ts}},
                     message_subscription(channel));
}

}  // namespace muster::fake::slack

// The events Slack sends the app, if it subscribes to them and may see them.
#pragma once

#include <string>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// Sends the inner event as it is, whatever the subscription.
void send_event(Slack& slack, Json event);
// Sends it if the app subscribes to that type (`subscription` when it is named otherwise than event.type).
void send_if_subscribed(Slack& slack, Json event, const std::string& subscription = "");
// A new message (or one with a subtype) in a channel the bot is in; an app_mention as well if it names the
// bot.
void send_message_event(Slack& slack, const Json& channel, const Json& message);
// message_changed and message_deleted.
void send_changed_event(Slack& slack, const Json& channel, const Json& now, const Json& before);
void send_deleted_event(Slack& slack, const Json& channel, const Json& before);

}  // namespace muster::fake::slack

// What people do with the app's messages, modals and commands, as envelopes; and what the app's
// acknowledgements do.
#pragma once

#include <string>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// Each takes the body of the control call of that name (README) and answers its members. Throws SlackError
// with words for the test's author ("no such control …").
Json run_command(Slack& slack, const Json& body);
Json click(Slack& slack, const Json& body);
Json suggest(Slack& slack, const Json& body);
Json submit_view(Slack& slack, const Json& body);
Json close_view(Slack& slack, const Json& body);
Json run_shortcut(Slack& slack, const Json& body);
Json open_home(Slack& slack, const Json& body);

// The effect of an acknowledgement that came in time: a command's reply, a submitted view's answer.
void apply_ack(Slack& slack, const Json& envelope, const Json& ack);

// The user or channel a control call names; throws if there is none.
Json wanted_user(const Slack& slack, const Json& body);
Json wanted_channel(const Slack& slack, const Json& body);

}  // namespace muster::fake::slack

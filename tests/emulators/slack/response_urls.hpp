// response_url: an address to answer one interaction at, 30 minutes and 5 times. And replies made of
// acknowledgements.
#pragma once

#include <string>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// `message_ts` and `ephemeral` say which message was clicked; empty for commands.
std::string make_response_url(Slack& slack, const std::string& user, const std::string& channel,
                              const std::string& message_ts = "", bool ephemeral = false);
HttpReply handle_response_url(Slack& slack, const HttpRequest& request);

// Shows a reply (text, blocks, response_type …) to a command; what was posted. Throws SlackError.
Json post_reply(Slack& slack, const char* via, const std::string& user, const std::string& channel,
                const Json& reply);

}  // namespace muster::fake::slack

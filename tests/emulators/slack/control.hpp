// The control API: what tests order and ask (README.md).
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tests/emulators/common/waits.hpp"
#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// Runs an order such as "POST command"; null if there is none of that name. Throws SlackError.
Json run_order(Slack& slack, const std::string& verb_and_name, const Json& body);
// Adds what was sent, and what came of it if the call waits for that.
boost::asio::awaitable<void> finish_order(Slack& slack, Waits& waits, const std::string& verb_and_name,
                                          Json body, Json& answer);

// One order of the control API: the answer's members. Throws SlackError.
using Order = Json (*)(Slack& slack, const Json& body);
namespace control {
Json get_state(Slack& slack, const Json& query);
Json get_messages(Slack& slack, const Json& query);
Json post_users(Slack& slack, const Json& body);
Json post_channels(Slack& slack, const Json& body);
Json post_usergroups(Slack& slack, const Json& body);
Json post_config(Slack& slack, const Json& body);

Json post_message(Slack& slack, const Json& body);
Json post_mention(Slack& slack, const Json& body);
Json post_edit(Slack& slack, const Json& body);
Json post_delete(Slack& slack, const Json& body);
Json post_reaction(Slack& slack, const Json& body);
Json post_join(Slack& slack, const Json& body);
Json post_leave(Slack& slack, const Json& body);
Json post_event(Slack& slack, const Json& body);

Json get_sockets(Slack& slack, const Json& query);
Json socket_frame(Slack& slack, const Json& body);
Json socket_disconnect(Slack& slack, const Json& body);
Json socket_kill(Slack& slack, const Json& body);
Json socket_deafen(Slack& slack, const Json& body);
Json socket_ping(Slack& slack, const Json& body);
Json socket_redeliver(Slack& slack, const Json& body);
}  // namespace control

}  // namespace muster::fake::slack

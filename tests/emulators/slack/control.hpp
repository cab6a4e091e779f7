// The control API: what tests order and ask (README.md).
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tests/emulators/slack/http_types.hpp"
#include "tests/emulators/slack/slack.hpp"
#include "tests/emulators/slack/waits.hpp"

namespace muster::fake_slack {

class Control {
 public:
  Control(Slack& slack, Waits& waits) : slack_(slack), waits_(waits) {}

  boost::asio::awaitable<HttpReply> handle(HttpRequest request);

 private:
  boost::asio::awaitable<void> wait_for_ack(Json body, Json& answer, std::int64_t default_ms);

  Slack& slack_;
  Waits& waits_;
};

// One order of the control API: the answer's members. Throws SlackError.
using Order = Json (*)(Slack& slack, const Json& body);
// By "POST command", "GET state" …; null if there is none.
Order find_order(const std::string& verb_and_name);

namespace control {
Json get_state(Slack& slack, const Json& query);
Json get_messages(Slack& slack, const Json& query);
Json post_users(Slack& slack, const Json& body);
Json post_channels(Slack& slack, const Json& body);
Json post_usergroups(Slack& slack, const Json& body);
Json post_config(Slack& slack, const Json& body);
Json get_ledger(Slack& slack, const Json& query);

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
Json post_fail(Slack& slack, const Json& body);
Json get_fail(Slack& slack, const Json& query);
Json delete_fail(Slack& slack, const Json& query);
Json get_clock(Slack& slack, const Json& query);
Json post_clock(Slack& slack, const Json& body);
}  // namespace control

}  // namespace muster::fake_slack

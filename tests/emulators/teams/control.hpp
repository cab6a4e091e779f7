// The control API: what tests order and ask (README.md).
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tests/emulators/common/waits.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// Runs an order such as "POST message"; null if there is none of that name. Throws Refusal.
Json run_order(Teams& teams, const std::string& verb_and_name, const Json& body);
// Adds what was sent, and what came of it if the call waits for that.
boost::asio::awaitable<void> finish_order(Teams& teams, Waits& waits, const std::string& verb_and_name,
                                          Json body, Json& answer);

namespace control {
Json get_state(Teams& teams, const Json& query);
Json get_messages(Teams& teams, const Json& query);
Json post_users(Teams& teams, const Json& body);
Json post_channels(Teams& teams, const Json& body);
Json post_config(Teams& teams, const Json& body);
Json post_keys(Teams& teams, const Json& body);
Json revoke_tokens(Teams& teams, const Json& body);
Json post_fail(Teams& teams, const Json& body);
}  // namespace control

}  // namespace muster::fake::teams

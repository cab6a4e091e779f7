// What GET /control/wait can wait for.
#pragma once

#include <optional>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// The answer if the condition that the query names holds now. Throws SlackError for a query that names none.
std::optional<Json> check_condition(const Slack& slack, const Json& query);
// Whether an envelope waits for its acknowledgement.
bool awaits_acks(const Slack& slack);

}  // namespace muster::fake::slack

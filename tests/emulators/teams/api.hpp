// The REST APIs a bot calls: the connector's and Graph's.
#pragma once

#include "tests/emulators/teams/call.hpp"

namespace muster::fake::teams {

// Any path with /v3/ in it, or below /graph/.
HttpReply handle_api(Teams& teams, const HttpRequest& request);

}  // namespace muster::fake::teams

// The Bot Framework's OpenID metadata and its keys.
#pragma once

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// GET /v1/.well-known/openidconfiguration and /v1/.well-known/keys
HttpReply handle_openid(Teams& teams, const HttpRequest& request);

}  // namespace muster::fake::teams

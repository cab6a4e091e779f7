// The Entra token endpoint, and the access tokens it gave out.
#pragma once

#include <string>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

inline constexpr const char* kConnectorAudience = "https://api.botframework.com";
inline constexpr const char* kGraphAudience = "https://graph.microsoft.com";

// POST /login/{tenant}/oauth2/v2.0/token
HttpReply handle_token(Teams& teams, const HttpRequest& request, const std::string& tenant);
// What is wrong with that Authorization header for that audience, or "".
std::string token_problem(const Teams& teams, const std::string& authorization, const std::string& audience);

}  // namespace muster::fake::teams

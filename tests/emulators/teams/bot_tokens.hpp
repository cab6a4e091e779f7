// The bearer tokens on what Teams sends to the bot: the right one, and the wrong ones a judge must try.
#pragma once

#include <string>

#include "tests/emulators/teams/key_ring.hpp"

namespace muster::fake::teams {

bool is_token_kind(const std::string& kind);
// The whole Authorization header for an activity with that serviceUrl ("" = send none). `now_s` dates it.
std::string authorization_header(KeyRing& ring, const std::string& kind, const std::string& service_url,
                                 std::int64_t now_s);

}  // namespace muster::fake::teams

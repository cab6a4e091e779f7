// What a refusal of the Bot Connector or of Graph means, with what a person can do about it. One table for
// every call. Source: "Error codes" of the Bot Connector for Teams, and Graph's error responses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/net/http_client.hpp"

namespace muster::teams {

enum class Api : std::uint8_t { connector, graph };

// call: what was asked, for people: "post a message". now_s: seconds since 1970, for a Retry-After that is a
// date. Kinds: rate_limited (429, and 412: two calls on one thread at once; nothing happened), unavailable
// (502, 503, 504, and Graph's 500: it may have happened), corrupt (the Connector's 500: it may have happened,
// and is not tried again), not_found, forbidden, conflict (409), rejected for good.
[[nodiscard]] Error api_error(Api api, std::string_view call, const net::HttpResponse& response,
                              std::int64_t now_s);

// The call is known not to have been made: nothing left, it was asked to wait, or the service was not there
// to take it (503). 502 and 504 come from between, and may come after it was done.
[[nodiscard]] bool never_happened(const Error& error);

// The code of an error body: "BotNotInConversationRoster"; empty when it has none.
[[nodiscard]] std::string error_code(std::string_view body);

}  // namespace muster::teams

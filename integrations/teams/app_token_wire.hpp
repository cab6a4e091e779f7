// What Microsoft Entra answers at its token endpoint (OAuth 2.0 client credentials, RFC 6749
// sections 5.1, 5.2).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"

namespace muster::teams {

struct GrantedToken {
  Secret token;
  std::chrono::seconds lifetime{0};  // from when it was asked for; more than 0, a day at most
};
// None: not such an answer.
[[nodiscard]] std::optional<GrantedToken> read_granted(std::string_view body);

// Why it refused and what to do, as the rest of a sentence with Entra's code: "the client secret has expired;
// make a new one under … (AADSTS7000222)". Of codes without words of our own what Entra says. "" when it is
// no refusal of Entra's.
[[nodiscard]] std::string refusal_words(std::string_view body);

}  // namespace muster::teams

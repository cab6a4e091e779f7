// The two JSON objects of a JSON Web Token (RFC 7519), after base64url. Strict: an object, no member twice.
// Errors are invalid and never quote the input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"

namespace muster::teams {

// invalid unless `alg` is RS256 and there is a `kid`; a `crit` that asks for more than this is refused too.
struct TokenHeader {
  std::string kid;
};
[[nodiscard]] Result<TokenHeader> read_token_header(std::string_view json);

// Whole seconds since 1970, from 0 to the year 9999; so sums with them cannot overflow.
struct TokenClaims {
  std::string issuer;
  std::string audience;     // "" unless it is one string
  std::string service_url;  // of the claim `serviceurl`: all lower case, unlike the activity's member
  std::int64_t expires = 0;
  std::optional<std::int64_t> not_before{};
};
// invalid without `exp`, or when `exp` or `nbf` is no such number.
[[nodiscard]] Result<TokenClaims> read_token_claims(std::string_view json);

}  // namespace muster::teams

// The two documents of the bot service that lead to its keys. Errors are corrupt; say is a sentence without a
// subject: "is no JSON".
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "integrations/teams/token_check.hpp"

namespace muster::teams {

struct KeyDirectory {
  std::string issuer;
  std::string keys_url;  // jwks_uri
};
// OpenID Connect Discovery 1.0.
[[nodiscard]] Result<KeyDirectory> read_key_directory(std::string_view body);

// The usable RSA keys of a JSON Web Key Set (RFC 7517) of up to 4 MB: kid, modulus, exponent and
// endorsements, nothing else. A kid that names two different keys names none. An error when no key is left.
[[nodiscard]] Result<KeySet> read_key_set(std::string_view body);

}  // namespace muster::teams

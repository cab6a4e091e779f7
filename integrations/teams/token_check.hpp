// Whether a POST to the messaging endpoint is the Bot Connector's: the token in its Authorization header,
// checked against what the body says of itself. Pure: keys and time are the caller's.
//
// Source: "Authentication with the Bot Connector API", section "Connector to bot". Stricter where the SDKs
// are lenient: RS256 only, `exp`, `serviceurl` and the key's endorsement are required, and `aud` is one
// string.
//
// Every error is forbidden and says the same; its detail, for the log, names the check that failed and never
// quotes the token. The answer to the sender is 401 without a reason.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/net/rsa.hpp"

namespace muster::teams {

inline constexpr std::string_view kTeamsChannel = "msteams";  // what the Connector calls Teams

// One key of the published set.
struct SigningKey {
  net::RsaPublicKey key;
  std::vector<std::string> endorsements;  // the channels whose activities it may sign: "msteams"

  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};
using KeySet = std::map<std::string, SigningKey, std::less<>>;  // by kid

// What the activity says of itself; "" for what it does not say.
struct SaidOfItself {
  std::string channel_id;
  std::string service_url;
  std::string tenant_id;
};

struct TokenRules {
  std::string app_id;  // the audience; GUIDs compare without regard to case
  std::string issuer = "https://api.botframework.com";
  std::string tenant_id = {};  // of the only tenant that is served; empty: whichever installed the app
  std::chrono::seconds skew{300};
};

// A token that passed every check but that of its signature, which needs the key it names.
struct UnsignedToken {
  std::string kid;
  std::string signed_text;  // header and claims as they came
  std::string signature;    // raw bytes
  std::string channel_id;
};

// All that can be said without a key, so that nobody makes muster fetch keys for a token it would refuse
// anyway.
[[nodiscard]] Result<UnsignedToken> read_token(std::string_view authorization, const SaidOfItself& said,
                                               const TokenRules& rules, Time now);

// The rest: the key is endorsed for the channel, and signed this.
[[nodiscard]] Result<Done> check_signature(const UnsignedToken& token, const SigningKey& key);

// Both, with a set at hand.
[[nodiscard]] Result<Done> check_token(std::string_view authorization, const SaidOfItself& said,
                                       const KeySet& keys, const TokenRules& rules, Time now);

// The error all of these give.
[[nodiscard]] std::unexpected<Error> not_from_teams(std::string detail);

}  // namespace muster::teams

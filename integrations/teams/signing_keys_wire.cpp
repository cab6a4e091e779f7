#include "integrations/teams/signing_keys_wire.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/net/json.hpp"
#include "bot/net/signature.hpp"

namespace muster::teams {

namespace {

// The real set has about 1 MB: certificates, and dozens of endorsements a key.
constexpr net::JsonLimits kSetLimits{
    .max_bytes = 4UL * 1024 * 1024, .max_depth = 8, .max_nodes = 200000, .reject_duplicate_keys = true};

std::unexpected<Error> corrupt(std::string say, std::string detail = {}) {
  return fail(ErrorKind::corrupt, std::move(say), std::move(detail));
}

// "" or what it has to be.
bool is_or_absent(const nlohmann::json& key, std::string_view name, std::string_view wanted) {
  return net::member(key, name).is_null() || net::text(key, name) == wanted;
}

std::optional<SigningKey> read_key(const nlohmann::json& json) {
  if (net::text(json, "kty") != "RSA" || !is_or_absent(json, "use", "sig") ||
      !is_or_absent(json, "alg", "RS256"))
    return std::nullopt;
  SigningKey read;
  read.key.modulus = net::base64url_decoded(net::text(json, "n")).value_or("");
  read.key.exponent = net::base64url_decoded(net::text(json, "e")).value_or("");
  if (!net::is_usable(read.key)) return std::nullopt;
  const nlohmann::json& endorsements = net::member(json, "endorsements");
  if (!endorsements.is_array()) return read;
  for (const auto& each : endorsements) {
    if (each.is_string()) read.endorsements.push_back(each.get<std::string>());
  }
  return read;
}

}  // namespace

Result<KeyDirectory> read_key_directory(std::string_view body) {
  const auto json = net::parse_json(body, {.max_bytes = 64UL * 1024, .reject_duplicate_keys = true});
  if (!json) return corrupt("is no JSON", json.error().detail);
  KeyDirectory read{net::text(*json, "issuer"), net::text(*json, "jwks_uri")};
  if (read.issuer.empty() || read.keys_url.empty()) return corrupt("has no issuer or no jwks_uri");
  return read;
}

Result<KeySet> read_key_set(std::string_view body) {
  const auto json = net::parse_json(body, kSetLimits);
  if (!json) return corrupt("is no JSON", json.error().detail);
  const nlohmann::json& keys = net::member(*json, "keys");
  if (!keys.is_array()) return corrupt("has no list of keys");
  KeySet set;
  std::set<std::string> ambiguous;
  for (const auto& each : keys) {
    const std::string kid = net::text(each, "kid");
    auto key = read_key(each);
    if (kid.empty() || !key) continue;
    const auto [at, is_new] = set.try_emplace(kid, *key);
    if (!is_new && at->second != *key) ambiguous.insert(kid);
  }
  for (const std::string& kid : ambiguous) set.erase(kid);
  if (set.empty()) return corrupt("has no key that can be used");
  return set;
}

}  // namespace muster::teams

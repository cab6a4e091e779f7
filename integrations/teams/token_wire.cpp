#include "integrations/teams/token_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::teams {

namespace {

constexpr std::size_t kLongestKid = 256;
constexpr std::int64_t kYear10000 = 253402300800;

std::unexpected<Error> no(std::string detail) {
  return fail(ErrorKind::invalid, "That is no token.", std::move(detail));
}

Result<nlohmann::json> object(std::string_view bytes) {
  MUSTER_TRY(nlohmann::json json, net::parse_json(bytes, {.max_bytes = 16UL * 1024,
                                                          .max_depth = 8,
                                                          .max_nodes = 500,
                                                          .reject_duplicate_keys = true}));
  if (!json.is_object()) return no("not an object");
  return json;
}

Result<std::int64_t> instant(const nlohmann::json& claims, std::string_view name) {
  const auto seconds = net::integer(claims, name);
  if (!seconds || *seconds < 0 || *seconds >= kYear10000)
    return no(std::string{name} + " is not a time in whole seconds");
  return *seconds;
}

}  // namespace

Result<TokenHeader> read_token_header(std::string_view json) {
  MUSTER_TRY(const nlohmann::json header, object(json));
  if (net::text(header, "alg") != "RS256") return no("alg is not RS256");
  if (header.contains("crit")) return no("crit asks for what is not known here");
  TokenHeader read{net::text(header, "kid")};
  if (read.kid.empty() || read.kid.size() > kLongestKid) return no("no usable kid");
  return read;
}

Result<TokenClaims> read_token_claims(std::string_view json) {
  MUSTER_TRY(const nlohmann::json claims, object(json));
  TokenClaims read;
  read.issuer = net::text(claims, "iss");
  read.audience = net::text(claims, "aud");
  read.service_url = net::text(claims, "serviceurl");
  MUSTER_TRY(read.expires, instant(claims, "exp"));
  if (claims.contains("nbf")) {
    MUSTER_TRY(read.not_before, instant(claims, "nbf"));
  }
  return read;
}

}  // namespace muster::teams

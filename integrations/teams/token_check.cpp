#include "integrations/teams/token_check.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/signature.hpp"
#include "integrations/teams/token_wire.hpp"

namespace muster::teams {

namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::size_t kLongest = 16UL * 1024;

struct TokenParts {
  std::string signed_text;
  std::string header;
  std::string claims;
  std::string signature;
};

// header.claims.signature, each in base64url.
std::optional<TokenParts> take_apart(std::string_view token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (first == last || token.find('.', first + 1) != last) return std::nullopt;
  auto header = net::base64url_decoded(token.substr(0, first));
  auto claims = net::base64url_decoded(token.substr(first + 1, last - first - 1));
  auto signature = net::base64url_decoded(token.substr(last + 1));
  if (!header || !claims || !signature || signature->empty()) return std::nullopt;
  return TokenParts{std::string{token.substr(0, last)}, *std::move(header), *std::move(claims),
                    *std::move(signature)};
}

// Why the claims are not for us; "" when they are.
std::string trouble_with(const TokenClaims& claims, const SaidOfItself& said, const TokenRules& rules,
                         Time now) {
  const std::int64_t now_s = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (claims.issuer != rules.issuer) return "another issuer";
  if (rules.app_id.empty() || lower(claims.audience) != lower(rules.app_id)) return "another audience";
  if (claims.expires + rules.skew.count() <= now_s) return "it has expired";
  if (claims.not_before.value_or(0) - rules.skew.count() > now_s) return "it is not valid yet";
  if (claims.service_url.empty()) return "no serviceurl claim";
  if (claims.service_url != said.service_url) return "serviceurl is not the activity's serviceUrl";
  return "";
}

}  // namespace

std::unexpected<Error> not_from_teams(std::string detail) {
  return fail(ErrorKind::forbidden, "This did not come from Microsoft Teams.", std::move(detail));
}

Result<UnsignedToken> read_token(std::string_view authorization, const SaidOfItself& said,
                                 const TokenRules& rules, Time now) {
  if (said.channel_id != kTeamsChannel) return not_from_teams("the activity is of another channel");
  if (!rules.tenant_id.empty() && lower(said.tenant_id) != lower(rules.tenant_id))
    return not_from_teams("the activity is of another tenant");
  if (!authorization.starts_with(kScheme)) return not_from_teams("no bearer token");
  authorization.remove_prefix(kScheme.size());
  if (authorization.size() > kLongest) return not_from_teams("the token is too long");
  auto parts = take_apart(authorization);
  if (!parts) return not_from_teams("not three parts in base64url");
  auto header = read_token_header(parts->header);
  if (!header) return not_from_teams("header: " + header.error().detail);
  const auto claims = read_token_claims(parts->claims);
  if (!claims) return not_from_teams("claims: " + claims.error().detail);
  if (std::string why = trouble_with(*claims, said, rules, now); !why.empty())
    return not_from_teams(std::move(why));
  return UnsignedToken{std::move(header->kid), std::move(parts->signed_text), std::move(parts->signature),
                       said.channel_id};
}

Result<Done> check_signature(const UnsignedToken& token, const SigningKey& key) {
  if (std::ranges::find(key.endorsements, token.channel_id) == key.endorsements.end())
    return not_from_teams("the key is not endorsed for the channel");
  const auto checked = net::check_rsa(key.key, net::RsaDigest::sha256, token.signed_text, token.signature);
  return checked ? Result<Done>{Done{}} : not_from_teams(checked.error().say);
}

Result<Done> check_token(std::string_view authorization, const SaidOfItself& said, const KeySet& keys,
                         const TokenRules& rules, Time now) {
  MUSTER_TRY(const UnsignedToken token, read_token(authorization, said, rules, now));
  const auto key = keys.find(token.kid);
  if (key == keys.end()) return not_from_teams("a kid that is not in the set");
  return check_signature(token, key->second);
}

}  // namespace muster::teams

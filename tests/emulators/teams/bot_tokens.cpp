#include "tests/emulators/teams/bot_tokens.hpp"

#include <functional>
#include <map>

namespace muster::fake::teams {
namespace {

struct Draft {
  Json header;
  Json claims;
  std::int64_t now_s;
  KeyRing& ring;
  std::string kid;  // of the key that signs; "rogue" for one that nobody published
};

using Change = std::function<void(Draft&)>;

void date(Draft& draft, std::int64_t not_before, std::int64_t expires) {
  draft.claims["nbf"] = draft.now_s + not_before;
  draft.claims["exp"] = draft.now_s + expires;
}

Change set(const char* claim, Json value) {
  return [claim, value = std::move(value)](Draft& draft) { draft.claims[claim] = value; };
}

Change drop(const char* claim) {
  return [claim](Draft& draft) { draft.claims.erase(claim); };
}

Change sign_endorsed(const char* endorsement) {
  return [endorsement](Draft& draft) {
    draft.kid = draft.ring.endorsed_kid(endorsement);
    draft.header["kid"] = draft.header["x5t"] = draft.kid;
  };
}

// What each kind changes about the valid token before it is signed.
const std::map<std::string, Change>& changes() {
  static const Change kNone = [](Draft&) {};
  static const std::map<std::string, Change> kChanges = {
      {"valid", kNone},
      {"missing", kNone},
      {"garbage", kNone},
      {"tampered", kNone},
      {"lower_bearer", kNone},
      {"expired", [](Draft& draft) { date(draft, -3900, -360); }},
      {"just_expired", [](Draft& draft) { date(draft, -3840, -240); }},
      {"not_yet", [](Draft& draft) { date(draft, 360, 3960); }},
      {"no_exp", drop("exp")},
      {"wrong_audience", set("aud", "00000000-0000-4000-8000-00000000dead")},
      {"no_audience", drop("aud")},
      {"audience_list", set("aud", Json::array({kAppId}))},
      {"wrong_issuer", set("iss", "https://api.botframework.com/")},
      {"entra_issuer",
       [](Draft& draft) {
         draft.claims["iss"] = std::string("https://sts.windows.net/") + kTenant + "/";
         draft.claims["tid"] = kTenant;
         draft.claims["appid"] = kAppId;
         draft.claims["ver"] = "1.0";
       }},
      {"wrong_serviceurl", set("serviceurl", "https://smba.trafficmanager.net/amer/")},
      {"no_serviceurl", drop("serviceurl")},
      {"camel_serviceurl",
       [](Draft& draft) {
         draft.claims["serviceUrl"] = draft.claims["serviceurl"];
         draft.claims.erase("serviceurl");
       }},
      {"unknown_kid", [](Draft& draft) { draft.header["kid"] = draft.header["x5t"] = random_hex(12); }},
      {"no_kid",
       [](Draft& draft) {
         draft.header.erase("kid");
         draft.header.erase("x5t");
       }},
      {"rogue_key", [](Draft& draft) { draft.kid = "rogue"; }},
      {"other_endorsement", sign_endorsed("directline")},
      {"no_endorsements", sign_endorsed("")},
      {"alg_none", [](Draft& draft) { draft.header["alg"] = "none"; }},
      {"hs256", [](Draft& draft) { draft.header["alg"] = "HS256"; }},
      {"rs512", [](Draft& draft) { draft.header["alg"] = "RS512"; }},
  };
  return kChanges;
}

std::string signature(Draft& draft, const std::string& signed_part) {
  const std::string algorithm = get_string(draft.header, "alg");
  if (algorithm == "none") return "";
  // The classic forgery: the public key as the secret of an HMAC.
  if (algorithm == "HS256") return hmac_sha256(public_pem(draft.ring.key(draft.kid)), signed_part);
  EVP_PKEY* key = draft.kid == "rogue" ? draft.ring.rogue() : draft.ring.key(draft.kid);
  return rsa_signature(key, algorithm, signed_part);
}

}  // namespace

bool is_token_kind(const std::string& kind) {
  return changes().contains(kind);
}

std::string authorization_header(KeyRing& ring, const std::string& kind, const std::string& service_url,
                                 std::int64_t now_s) {
  if (kind == "missing") return "";
  if (kind == "garbage") return "Bearer not.a.token";
  const std::string kid = ring.current_kid();
  Draft draft{
      .header = {{"alg", "RS256"}, {"kid", kid}, {"x5t", kid}, {"typ", "JWT"}},
      .claims = {{"serviceurl", service_url}, {"iss", "https://api.botframework.com"}, {"aud", kAppId}},
      .now_s = now_s,
      .ring = ring,
      .kid = kid};
  date(draft, 0, 3600);
  changes().at(kind)(draft);
  std::string signed_part = unsigned_token(draft.header, draft.claims);
  const std::string sealed = base64url(signature(draft, signed_part));
  if (kind == "tampered") {
    draft.claims["exp"] = get_int(draft.claims, "exp") + 60;
    signed_part = unsigned_token(draft.header, draft.claims);
  }
  return (kind == "lower_bearer" ? "bearer " : "Bearer ") + signed_part + "." + sealed;
}

}  // namespace muster::fake::teams

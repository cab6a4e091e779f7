#include "integrations/teams/token_check.hpp"

#include <gtest/gtest.h>

#include "integrations/teams/signing_keys_wire.hpp"
#include "tests/unit/teams/token_mint.hpp"

namespace muster::teams {

namespace {

using testing::claims;
using testing::kNow;
using testing::rules;
using testing::said;
using testing::TokenMint;

const TokenMint& mint() {
  static const TokenMint made{"k1"};
  return made;
}
const std::string kExp = "1795518000";  // in an hour

KeySet keys() {
  return {{mint().kid(), mint().key()}};
}
// The detail of the refusal; "accepted" if there is none.
std::string verdict(const std::string& authorization, const SaidOfItself& of = said(),
                    const TokenRules& by = rules()) {
  const auto checked = check_token(authorization, of, keys(), by, kNow);
  return checked ? "accepted" : checked.error().detail;
}
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

TEST(TokenCheck, takes_what_the_bot_service_signs) {
  EXPECT_EQ(verdict(mint().bearer(claims(kExp))), "accepted");
  // Seen in the wild, and harmless.
  EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","cty":"JWT","kid":"k1"})", claims(kExp))), "accepted");
}

TEST(TokenCheck, refuses_an_object_that_says_a_thing_twice) {
  const std::string twice = replaced(claims(kExp), R"("aud":)", R"("aud":"somebody-else","aud":)");
  EXPECT_EQ(verdict(mint().bearer(twice)), "claims: an object has the same key twice");
  EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","kid":"k1","kid":"k1"})", claims(kExp))),
            "header: an object has the same key twice");
  EXPECT_EQ(verdict(mint().bearer(R"({"alg":"none","alg":"RS256","kid":"k1"})", claims(kExp))),
            "header: an object has the same key twice");
}

TEST(TokenCheck, looks_a_kid_up_and_does_nothing_else_with_it) {
  for (const std::string kid :
       {"../../keys", "k1\\\"", "k1' OR '1'='1", "https://example.org/keys", "K1", "k1 "})
    EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","kid":")" + kid + "\"}", claims(kExp))),
              "a kid that is not in the set");
  EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","kid":")" + std::string(257, 'k') + "\"}", claims(kExp))),
            "header: no usable kid");
  for (const char* kid : {R"("")", "7", R"(["k1"])", "null"})
    EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","kid":)" + std::string{kid} + "}", claims(kExp))),
              "header: no usable kid");
}

TEST(TokenCheck, refuses_other_algorithms_and_what_it_does_not_know) {
  for (const char* alg : {"none", "None", "HS256", "RS384", "PS256", "ES256", "rs256", ""})
    EXPECT_EQ(verdict(mint().bearer(R"({"kid":"k1","alg":")" + std::string{alg} + "\"}", claims(kExp))),
              "header: alg is not RS256");
  EXPECT_EQ(verdict(mint().bearer(R"({"alg":"RS256","kid":"k1","crit":["b64"],"b64":false})", claims(kExp))),
            "header: crit asks for what is not known here");
}

TEST(TokenCheck, wants_an_end_it_can_count) {
  for (const std::string exp :
       {"\"1795518000\"", "1795518000.5", "1.795518e9", "-1", "9223372036854775807", "18446744073709551615",
        "99999999999999999999999", "1e400", "true", "null", "[1795518000]", "253402300800"})
    EXPECT_EQ(verdict(mint().bearer(claims(exp))).substr(0, 8), "claims: ") << exp;
  EXPECT_EQ(verdict(mint().bearer(replaced(claims(kExp), "1795514000", "\"1795514000\""))),
            "claims: nbf is not a time in whole seconds");
  EXPECT_EQ(verdict(mint().bearer(claims("253402300799"))), "accepted");
}

TEST(TokenCheck, lets_clocks_differ_by_five_minutes_and_no_more) {
  EXPECT_EQ(verdict(mint().bearer(claims("1795514101"))), "accepted");
  EXPECT_EQ(verdict(mint().bearer(claims("1795514100"))), "it has expired");
  EXPECT_EQ(verdict(mint().bearer(replaced(claims(kExp), "1795514000", "1795514700"))), "accepted");
  EXPECT_EQ(verdict(mint().bearer(replaced(claims(kExp), "1795514000", "1795514701"))),
            "it is not valid yet");
}

TEST(TokenCheck, bounds_the_token) {
  const std::string big =
      replaced(claims(kExp), "{", R"({"x":")" + std::string(std::size_t{17} * 1024, 'x') + "\",");
  EXPECT_EQ(verdict(mint().bearer(big)), "the token is too long");
  std::string deep = "[";
  for (int depth = 0; depth < 20; ++depth) deep += "[";
  EXPECT_EQ(
      verdict(mint().bearer(replaced(claims(kExp), "{", R"({"x":)" + deep + std::string(21, ']') + ","))),
      "claims: nested deeper than 8");
}

TEST(TokenCheck, wants_three_parts_in_plain_base64url) {
  const std::string good = mint().bearer(claims(kExp));
  const std::string unsigned_part = good.substr(0, good.rfind('.') + 1);
  const std::vector<std::string> all = {good + "=",
                                        good + ".",
                                        good + "\n",
                                        good + " ",
                                        "Bearer ." + good.substr(7),
                                        unsigned_part,
                                        "Bearer ",
                                        "Bearer ..",
                                        replaced(good, ".", ".+"),
                                        good.substr(0, good.find('.')),
                                        "Bearer\t" + good.substr(7),
                                        "BEARER " + good.substr(7),
                                        "Basic " + good.substr(7)};
  for (const std::string& bad : all) EXPECT_NE(verdict(bad), "accepted") << bad.substr(0, 12);
  // The last digit of 256 bytes has four bits of its own: a second spelling of the same signature.
  std::string spelled = good;
  spelled.back() = spelled.back() == 'A' ? 'B' : static_cast<char>(spelled.back() + 1);
  EXPECT_EQ(verdict(spelled), "not three parts in base64url");
}

TEST(TokenCheck, serves_one_tenant_if_it_is_told_to) {
  TokenRules one = rules();
  one.tenant_id = "TENANT-1";
  EXPECT_EQ(verdict(mint().bearer(claims(kExp)), said(), one), "accepted");
  SaidOfItself other = said();
  other.tenant_id = "tenant-2";
  EXPECT_EQ(verdict(mint().bearer(claims(kExp)), other, one), "the activity is of another tenant");
  other.tenant_id = "";
  EXPECT_EQ(verdict(mint().bearer(claims(kExp)), other, one), "the activity is of another tenant");
}

TEST(TokenCheck, believes_nobody_before_it_is_configured) {
  TokenRules none = rules();
  none.app_id = "";
  const std::string no_audience = replaced(claims(kExp), std::string{testing::kApp}, "");
  EXPECT_EQ(verdict(mint().bearer(no_audience), said(), none), "another audience");
}

TEST(TokenCheck, never_quotes_the_token) {
  const std::string marked = R"({"alg":"RS256","kid":"k1","SECRETMARK)";
  for (const std::string& bearer :
       {mint().bearer(marked, claims(kExp)),
        mint().bearer(R"({"alg":"SECRETMARK","kid":"k1"})", claims(kExp)),
        mint().bearer(R"({"alg":"RS256","kid":"SECRETMARK"})", claims(kExp)),
        mint().bearer(R"({"SECRETMARK":1,"SECRETMARK":2})"), std::string{"Bearer SECRETMARK"}}) {
    const auto checked = check_token(bearer, said(), keys(), rules(), kNow);
    ASSERT_FALSE(checked);
    EXPECT_FALSE((checked.error().say + checked.error().detail).contains("SECRETMARK"));
  }
}

TEST(KeySet, keeps_what_can_be_used) {
  const TokenMint other{"k2"};
  const std::string listed = mint().jwk() + "," + other.jwk(R"(["skype",7])") +
                             R"(,{"kty":"EC","kid":"e"},)" +
                             R"({"kty":"RSA","kid":"short","n":"AQAB","e":"AQAB"},7)";
  const auto set = read_key_set(R"({"keys":[)" + listed + "]}");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->size(), 2U);
  EXPECT_EQ(set->at("k1"), mint().key());
  EXPECT_EQ(set->at("k2").endorsements, std::vector<std::string>{"skype"});
}

TEST(KeySet, a_kid_of_two_keys_is_nobodys) {
  const TokenMint impostor{"k1"};
  const TokenMint other{"k2"};
  const auto set =
      read_key_set(R"({"keys":[)" + mint().jwk() + "," + impostor.jwk() + "," + other.jwk() + "]}");
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->contains("k1"));
  EXPECT_TRUE(set->contains("k2"));
  EXPECT_TRUE(read_key_set(R"({"keys":[)" + mint().jwk() + "," + mint().jwk() + "]}"));  // said twice
}

TEST(KeySet, is_refused_when_nothing_is_left) {
  for (const std::string body : {"", "<html>", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[)",
                                 R"({"keys":[],"keys":[]})"})
    EXPECT_EQ(read_key_set(body).error().kind, ErrorKind::corrupt) << body;
}

TEST(KeySet, may_be_as_large_as_the_real_one_and_larger) {
  std::string endorsements = "[\"msteams\"";
  for (int i = 0; i < 100; ++i) endorsements += ",\"channel-of-" + std::to_string(i) + "\"";
  endorsements += "]";
  std::string body = R"({"keys":[)" + mint().jwk();
  for (int i = 0; body.size() < std::size_t{3} * 1024 * 1024; ++i) {
    std::string one = mint().jwk(endorsements);
    body += "," + replaced(one, "\"k1\"", "\"other-" + std::to_string(i) + "\"");
  }
  const auto set = read_key_set(body + "]}");
  ASSERT_TRUE(set) << set.error().detail;
  EXPECT_GT(set->size(), 500U);
}

TEST(KeyDirectory, names_an_issuer_and_a_place) {
  const auto read = read_key_directory(R"({"issuer":"https://api.botframework.com",
    "authorization_endpoint":"https://invalid.botframework.com",
    "jwks_uri":"https://login.botframework.com/v1/.well-known/keys",
    "id_token_signing_alg_values_supported":["RS256"],"token_endpoint_auth_methods_supported":["private_key_jwt"]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->keys_url, "https://login.botframework.com/v1/.well-known/keys");
  for (const char* body : {"<html>", "{}", R"({"issuer":"i"})", R"({"jwks_uri":"u"})",
                           R"({"issuer":"i","jwks_uri":"u","issuer":"j"})"})
    EXPECT_FALSE(read_key_directory(body)) << body;
}

}  // namespace

}  // namespace muster::teams

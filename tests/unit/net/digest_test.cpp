#include "bot/net/digest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace muster::net {
namespace {

TEST(Digest, Sha256OfKnownTexts) {
  // FIPS 180-4 examples.
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, HmacOfKnownTexts) {
  // RFC 4231, test case 2.
  EXPECT_EQ(hmac_sha256_hex(Secret{"Jefe"}, "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // The example of Slack's documentation on verifying requests.
  EXPECT_EQ(hmac_sha256_hex(
                Secret{"8f742231b10e8888abcd99yyyzzz85a5"},
                "v0:1531420618:token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&"
                "channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&"
                "command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%"
                "2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
                "803a0bc887a14d10d2c447fce8b6703c"),
            "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
  EXPECT_EQ(hmac_sha256_hex(Secret{}, "").size(), 64U);
}

TEST(Digest, RandomValuesHaveTheirShapeAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string token = random_token();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_TRUE(std::ranges::all_of(
        token, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; }));
    seen.insert(token);
    seen.insert(random_hex(16));
  }
  EXPECT_EQ(seen.size(), 400U);
  EXPECT_EQ(random_hex(8).size(), 16U);
  EXPECT_EQ(random_hex(0), "");
}

TEST(Digest, ConstantTimeEqual) {
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "ab"));
  EXPECT_FALSE(constant_time_equal("", "a"));
}

}  // namespace
}  // namespace muster::net

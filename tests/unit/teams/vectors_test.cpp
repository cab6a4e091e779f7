// 37 tokens and what muster says to each. They were made for Microsoft's own connector library, which accepts
// eight of those that are refused here.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "integrations/teams/signing_keys_wire.hpp"
#include "integrations/teams/token_check.hpp"

namespace muster::teams {

namespace {

using nlohmann::json;

const json& samples() {
  static const json read = [] {
    std::ifstream file{MUSTER_SOURCE_DIR "/tests/unit/teams/samples/jwt_vectors.json"};
    return json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
  }();
  return read;
}

std::string name_of(std::size_t index) {
  std::string name = samples()["vectors"][index]["name"];
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

class Vectors : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Vectors, is_judged_as_expected) {
  const json& vector = samples()["vectors"][GetParam()];
  const auto keys = read_key_set(samples()["jwks"].dump());
  ASSERT_TRUE(keys);
  TokenRules rules;
  rules.app_id = samples()["appId"];
  const json& activity = vector["activity"];
  const SaidOfItself said{activity.value("channelId", ""), activity.value("serviceUrl", ""), ""};
  const Time now{std::chrono::seconds{samples()["issuedAt"].get<std::int64_t>()}};
  const auto verdict = check_token(vector["auth"].get<std::string>(), said, *keys, rules, now);
  EXPECT_EQ(verdict ? "accept" : "reject", vector["expected"].get<std::string>())
      << (verdict ? "" : verdict.error().detail);
  if (!verdict) {
    EXPECT_EQ(verdict.error().kind, ErrorKind::forbidden);
    EXPECT_EQ(verdict.error().say, "This did not come from Microsoft Teams.");
  }
}

INSTANTIATE_TEST_SUITE_P(Token, Vectors, ::testing::Range(std::size_t{0}, samples()["vectors"].size()),
                         [](const auto& at) { return name_of(at.param); });

TEST(VectorFile, has_all_of_them) {
  EXPECT_EQ(samples()["vectors"].size(), 37U);
}

}  // namespace

}  // namespace muster::teams

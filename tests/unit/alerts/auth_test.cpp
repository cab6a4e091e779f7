// Who may call: every way of proof, with the vendors' own vectors where there are any.
#include "integrations/alerts/auth.hpp"

#include <gtest/gtest.h>

#include "bot/net/digest.hpp"
#include "bot/net/signature.hpp"
#include "integrations/alerts/heartbeats.hpp"

namespace muster::alerts {

namespace {

const Time kNow{std::chrono::seconds{1767225600}};
const std::string kBody = "{\"hello\":\"w\xC3\xB6rld\",\"n\":1}";

HookCall call(std::map<std::string, std::string> headers, std::string path = "/hooks/x") {
  HookCall made;
  made.method = "POST";
  made.path = std::move(path);
  made.headers = std::move(headers);
  made.body = kBody;
  return made;
}

SourceSettings source(SourceKind kind, const std::string& token, const std::string& secret) {
  SourceSettings made;
  made.id = "x";
  made.kind = kind;
  made.token = Secret{token};
  made.secret = Secret{secret};
  return made;
}

TEST(Auth, ATokenHoweverItIsShown) {
  const SourceSettings open = source(SourceKind::alertmanager, "t0ken", "");
  EXPECT_TRUE(check_caller(call({{"authorization", "Bearer t0ken"}}), open, kNow));
  EXPECT_TRUE(check_caller(call({{"authorization", "Basic " + net::base64("any:t0ken")}}), open, kNow));
  EXPECT_TRUE(check_caller(call({{"x-muster-token", "t0ken"}}), open, kNow));
  EXPECT_TRUE(check_caller(call({}, "/hooks/x/t0ken"), open, kNow));
  HookCall query = call({});
  query.query = {{"auth_token", "t0ken"}};
  EXPECT_TRUE(check_caller(query, open, kNow));
  EXPECT_FALSE(check_caller(call({}), open, kNow));
  EXPECT_FALSE(check_caller(call({{"authorization", "Bearer t0ke"}}), open, kNow));
  EXPECT_FALSE(check_caller(call({{"authorization", "Basic !!"}}), open, kNow));
  EXPECT_FALSE(check_caller(call({}, "/hooks/x/"), open, kNow));
}

TEST(Auth, ClosedWithoutASecretAndBothWhileTheyAreChanged) {
  EXPECT_FALSE(check_caller(call({{"authorization", "Bearer "}}), source(SourceKind::generic, "", ""), kNow));
  SourceSettings changing = source(SourceKind::generic, "new", "");
  changing.previous_token = Secret{"old"};
  EXPECT_TRUE(check_caller(call({{"authorization", "Bearer old"}}), changing, kNow));
  EXPECT_TRUE(check_caller(call({{"authorization", "Bearer new"}}), changing, kNow));
}

TEST(Auth, ACertificateAndWhatItIsCalled) {
  SourceSettings sealed = source(SourceKind::alertmanager, "", "");
  sealed.certificate = {"DNS:Prometheus.example.org", "subject:CN=prom,O=Example"};
  const auto shown = [](std::vector<std::string> names, std::string trouble = "") {
    HookCall made = call({});
    made.client_names = std::move(names);
    made.client_trouble = std::move(trouble);
    return made;
  };
  EXPECT_TRUE(check_caller(shown({"subject:CN=x", "DNS:prometheus.EXAMPLE.org"}), sealed, kNow));
  EXPECT_TRUE(check_caller(shown({"subject:CN=prom,O=Example"}), sealed, kNow));
  EXPECT_FALSE(check_caller(shown({"subject:CN=PROM,O=Example"}), sealed, kNow)) << "subjects are exact";
  EXPECT_FALSE(check_caller(shown({"email:prometheus.example.org"}), sealed, kNow));
  EXPECT_FALSE(check_caller(shown({"DNS:prometheus.example.org.evil.org"}), sealed, kNow));
  EXPECT_EQ(check_caller(shown({}), sealed, kNow).error().say, "there is no client certificate");
  EXPECT_EQ(check_caller(shown({}, "certificate has expired"), sealed, kNow).error().say,
            "the client certificate is not believed: certificate has expired");
  EXPECT_EQ(check_caller(shown({"DNS:other.example.org"}), sealed, kNow).error().say,
            "the client certificate is somebody else's: DNS:other.example.org");
  sealed.token = Secret{"t0ken"};
  HookCall both = shown({"subject:CN=prom,O=Example"});
  EXPECT_FALSE(check_caller(both, sealed, kNow)) << "the token counts besides";
  both.headers["x-muster-token"] = "t0ken";
  EXPECT_TRUE(check_caller(both, sealed, kNow));
}

TEST(Auth, StandardWebhooks) {
  const SourceSettings signs =
      source(SourceKind::generic, "", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  std::map<std::string, std::string> headers = {
      {"webhook-id", "msg_test_1"},
      {"webhook-timestamp", "1767225600"},
      {"webhook-signature", "v1,AAAA v1,wRUsiNOypLiqwd7khdbQe8OG5Xdx3DQbTtt4zc1H1AU="}};
  EXPECT_TRUE(check_caller(call(headers), signs, kNow));
  EXPECT_FALSE(check_caller(call(headers), signs, kNow + std::chrono::minutes{6})) << "replayed";
  headers["webhook-id"] = "msg_test_2";
  EXPECT_FALSE(check_caller(call(headers), signs, kNow));
}

TEST(Auth, Grafana) {
  const SourceSettings signs = source(SourceKind::grafana, "", "gsecret");
  EXPECT_TRUE(check_caller(call({{"x-grafana-alerting-signature",
                                  "9f25f6ba861f4708c38990c8f6c3cf753a9559615e06a4fe7e6f8beb42247b93"}}),
                           signs, kNow));
  const std::map<std::string, std::string> timed = {
      {"x-grafana-alerting-signature", "0138544bad2ba3e3c7f38a3daa85ce4de2a5086238538a82102f531ef45db9d0"},
      {"x-grafana-alerting-timestamp", "1767225600"}};
  EXPECT_TRUE(check_caller(call(timed), signs, kNow));
  EXPECT_FALSE(check_caller(call(timed), signs, kNow + std::chrono::hours{1}));
  SourceSettings changing = source(SourceKind::grafana, "", "newer");
  changing.previous_secret = Secret{"gsecret"};
  EXPECT_TRUE(check_caller(call(timed), changing, kNow));
  EXPECT_FALSE(check_caller(call({{"authorization", "Bearer gsecret"}}), signs, kNow)) << "it must sign";
}

TEST(Auth, Sentry) {
  const SourceSettings signs = source(SourceKind::sentry, "", "ssecret");
  EXPECT_TRUE(check_caller(
      call({{"sentry-hook-signature", "44089981d02f9e25bb4acc79fcab8507aa8a78a2fd273777ab2ea6421a986ac8"}}),
      signs, kNow));
  EXPECT_FALSE(check_caller(call({{"sentry-hook-signature", "4408"}}), signs, kNow));
}

TEST(Auth, ASignedAddressUntilItExpires) {
  const SourceSettings signs = source(SourceKind::azure, "", "key");
  HookCall signed_call = call({});
  const std::string query = signed_query("/hooks/x", Secret{"key"}, kNow + std::chrono::hours{1});
  signed_call.query = {{"expires", std::to_string(1767225600 + 3600)},
                       {"sig", query.substr(query.find("sig=") + 4)}};
  EXPECT_TRUE(check_caller(signed_call, signs, kNow));
  EXPECT_FALSE(check_caller(signed_call, signs, kNow + std::chrono::hours{2}));
  signed_call.path = "/hooks/y";
  EXPECT_FALSE(check_caller(signed_call, signs, kNow));
}

TEST(Heartbeats, OverdueOnceAndBack) {
  HeartbeatRule rule;
  rule.id = "backup";
  Heartbeats watched{{rule}, kNow};
  EXPECT_TRUE(watched.overdue(kNow + std::chrono::minutes{6}).empty());
  const auto late = watched.overdue(kNow + std::chrono::minutes{7});
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].dedup_key, "backup");
  EXPECT_TRUE(watched.overdue(kNow + std::chrono::minutes{8}).empty());
  watched.not_told("backup");
  EXPECT_EQ(watched.overdue(kNow + std::chrono::minutes{8}).size(), 1U);
  EXPECT_EQ(watched.reported("backup", kNow + std::chrono::minutes{9})->op, AlertOp::resolve);
  EXPECT_TRUE(watched.overdue(kNow + std::chrono::minutes{14}).empty());
  EXPECT_FALSE(watched.reported("unknown", kNow));
}

}  // namespace

}  // namespace muster::alerts

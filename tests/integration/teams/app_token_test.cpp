// Tokens of Microsoft Entra from a fake of its token endpoint.
#include "integrations/teams/app_token.hpp"

#include "tests/integration/pagers/fake_service.hpp"
#include "tests/unit/teams/token_mint.hpp"

namespace muster::teams {

namespace {

using muster::testing::Asked;
using muster::testing::FakeService;
using muster::testing::Says;
using net::Async;
using testing::kNow;

const std::string kSecret = "s3cr3t~with+special&chars=100%/ü";

struct TokenRig {
  explicit TokenRig(asio::any_io_executor io)
      : fake{io, [this](const Asked&) { return answer(); }},
        tokens{*AppToken::create(io, clock,
                                 {.login_url = fake.url() + "/",
                                  .tenant_id = "contoso.example/x",
                                  .app_id = "app-1",
                                  .app_secret = Secret{kSecret}})} {}

  Says answer() {
    if (!refusal.body.empty()) return refusal;
    return {200, R"({"token_type":"Bearer","expires_in":)" + std::to_string(lifetime) +
                     R"(,"ext_expires_in":3599,"access_token":"eyJ.)" + std::to_string(fake.asked.size()) +
                     "\"}"};
  }
  // The token, or what was said.
  Async<std::string> get(std::string scope = kConnectorScope) {
    const auto token = co_await tokens->get(std::move(scope));
    co_return token ? token->reveal() : token.error().say;
  }

  ManualClock clock{kNow};
  int lifetime = 3599;
  Says refusal;
  FakeService fake;
  std::unique_ptr<AppToken> tokens;
};

void with_token_rig(const std::function<Async<void>(TokenRig&)>& test) {
  net::run([&]() -> Async<void> {
    TokenRig rig{co_await asio::this_coro::executor};
    co_await test(rig);
  });
}

// As Entra words it.
std::string refusal(int code, const std::string& error, const std::string& text) {
  return R"({"error":")" + error + R"(","error_description":"AADSTS)" + std::to_string(code) + ": " + text +
         R"( Trace ID: 0d5 Correlation ID: 7c1 Timestamp: 2026-11-24 10:00:00Z","error_codes":[)" +
         std::to_string(code) +
         R"(],"timestamp":"2026-11-24 10:00:00Z","trace_id":"0d5","correlation_id":"7c1"})";
}

TEST(AppToken, is_asked_for_as_entra_wants_it) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    const Asked& asked = rig.fake.asked.at(0);
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.target, "/contoso.example%2Fx/oauth2/v2.0/token");
    EXPECT_EQ(asked.headers.at("content-type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(asked.field("grant_type"), "client_credentials");
    EXPECT_EQ(asked.field("client_id"), "app-1");
    EXPECT_EQ(asked.field("client_secret"), kSecret);
    EXPECT_EQ(asked.field("scope"), "https://api.botframework.com/.default");
    EXPECT_EQ(asked.body.find(kSecret), std::string::npos);
  });
}

TEST(AppToken, is_kept_for_each_scope_until_five_minutes_before_its_end) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.get(kConnectorScope), "eyJ.1");
    EXPECT_EQ(co_await rig.get(kGraphScope), "eyJ.2");
    rig.clock.advance(std::chrono::seconds{3298});
    EXPECT_EQ(co_await rig.get(kConnectorScope), "eyJ.1");
    rig.clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(co_await rig.get(kConnectorScope), "eyJ.3");
    EXPECT_EQ(co_await rig.get(kConnectorScope), "eyJ.3");
  });
}

TEST(AppToken, of_short_life_is_used_for_half_of_it) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    rig.lifetime = 200;
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    rig.clock.advance(std::chrono::seconds{99});
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    rig.clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(co_await rig.get(), "eyJ.2");
  });
}

TEST(AppToken, of_many_that_need_it_one_asks) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    std::vector<std::string> got;
    const auto one = [&]() -> Async<void> { got.push_back(co_await rig.get()); };
    for (int i = 0; i < 20; ++i) asio::co_spawn(co_await asio::this_coro::executor, one(), net::rethrow);
    EXPECT_TRUE(co_await net::eventually([&] { return got.size() == 20; }));
    EXPECT_EQ(std::ranges::count(got, "eyJ.1"), 20);
    EXPECT_EQ(rig.fake.asked.size(), 1U);
  });
}

TEST(AppToken, that_the_api_refused_is_asked_for_anew_once) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    rig.tokens->drop(kConnectorScope, Secret{"eyJ.1"});
    EXPECT_EQ(co_await rig.get(), "eyJ.2");
    rig.tokens->drop(kConnectorScope, Secret{"eyJ.1"});  // sent before the new one came
    EXPECT_EQ(co_await rig.get(), "eyJ.2");
    rig.tokens->drop(kConnectorScope);  // within the minute: a fresh token does not help
    EXPECT_EQ(co_await rig.get(), "eyJ.2");
    rig.clock.advance(std::chrono::minutes{1});
    rig.tokens->drop(kConnectorScope);
    EXPECT_EQ(co_await rig.get(), "eyJ.3");
    rig.tokens->drop("of nothing");
  });
}

TEST(AppToken, serves_to_its_end_while_entra_is_down) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    rig.refusal = {503, "down"};
    rig.clock.advance(std::chrono::minutes{55});
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    EXPECT_EQ(rig.fake.asked.size(), 2U) << "asked again within half a minute";
    EXPECT_EQ(rig.tokens->trouble(), "Microsoft Entra does not work at the moment (HTTP 503).");
    rig.clock.advance(std::chrono::minutes{5});
    const auto none = co_await rig.tokens->get(kConnectorScope);
    EXPECT_EQ(none.error().kind, ErrorKind::unavailable);
    rig.refusal = {};
    EXPECT_EQ(co_await rig.get(), "eyJ.4");
    EXPECT_EQ(rig.tokens->trouble(), "");
  });
}

TEST(AppToken, errors_say_what_to_do) {
  struct Case {
    int status;
    std::string body;
    std::string say;
  };
  const std::string refused = "Microsoft Entra does not accept muster's credentials: ";
  const std::vector<Case> cases = {
      {401, refusal(7000215, "invalid_client", "Invalid client secret provided."),
       refused + "the client secret is wrong; microsoft_teams.app_secret is the secret's value, not its id "
                 "(AADSTS7000215)."},
      {401,
       refusal(7000222, "invalid_client", "The provided client secret keys for app 'app-1' are expired."),
       refused + "the client secret has expired; make a new one under Certificates & secrets for "
                 "microsoft_teams.app_secret (AADSTS7000222)."},
      {400, refusal(700016, "unauthorized_client", "Application with identifier 'app-1' was not found."),
       "Microsoft Entra refused: the tenant has no such app; compare microsoft_teams.app_id and tenant_id "
       "with the "
       "app registration (AADSTS700016)"},
      {400, refusal(90002, "invalid_request", "Tenant 'contoso' not found."),
       "Microsoft Entra refused: there is no such tenant; microsoft_teams.tenant_id is the Directory "
       "(tenant) ID of "
       "the app (AADSTS90002)"},
      {400, refusal(99, "invalid_request", "Something new. And more."),
       "Microsoft Entra refused: AADSTS99: Something new"},
      {400, R"({"error":"invalid_request"})", "Microsoft Entra refused: invalid_request"},
      {400, "<html>", "Microsoft Entra refused: HTTP 400"},
      {401, refusal(98, "invalid_client", "The secret " + kSecret + " is odd."),
       refused + "AADSTS98: The secret *** is odd."},
  };
  for (const Case& each : cases) {
    with_token_rig([&](TokenRig& rig) -> Async<void> {
      rig.refusal = {each.status, each.body};
      const auto none = co_await rig.tokens->get(kConnectorScope);
      EXPECT_EQ(none.error().kind, ErrorKind::forbidden) << each.say;
      EXPECT_EQ(none.error().say, each.say);
      EXPECT_FALSE((none.error().say + none.error().detail).contains(kSecret));
      EXPECT_EQ(rig.tokens->trouble(), each.say);
      // Asking again does not make it right.
      EXPECT_EQ(co_await rig.get(), each.say);
      EXPECT_EQ(rig.fake.asked.size(), 1U);
      rig.refusal = {};
      rig.clock.advance(std::chrono::seconds{30});
      EXPECT_EQ(co_await rig.get(), "eyJ.2");
    });
  }
}

TEST(AppToken, foreign_words_are_no_token) {
  for (const std::string body :
       {"<html>Sign in</html>", "{}", R"({"token_type":"Bearer","expires_in":3599})",
        R"({"token_type":"pop","expires_in":3599,"access_token":"x"})",
        R"({"token_type":"Bearer","expires_in":"3599","access_token":"x"})",
        R"({"token_type":"Bearer","expires_in":0,"access_token":"x"})",
        R"({"token_type":"Bearer","expires_in":3599,"access_token":"a\r\nX-Evil: 1"})"}) {
    with_token_rig([&](TokenRig& rig) -> Async<void> {
      rig.refusal = {200, body};
      const auto none = co_await rig.tokens->get(kConnectorScope);
      EXPECT_FALSE(none) << body;
      if (!none) {
        EXPECT_EQ(none.error().kind, ErrorKind::unavailable) << body;
      }
    });
  }
}

TEST(AppToken, that_lives_for_ages_is_believed_for_a_day) {
  with_token_rig([](TokenRig& rig) -> Async<void> {
    rig.lifetime = 2000000000;
    EXPECT_EQ(co_await rig.get(), "eyJ.1");
    rig.clock.advance(std::chrono::hours{24});
    EXPECT_EQ(co_await rig.get(), "eyJ.2");
  });
}

TEST(AppToken, is_only_asked_for_over_tls) {
  net::run([]() -> Async<void> {
    ManualClock clock{kNow};
    const auto made =
        AppToken::create(co_await asio::this_coro::executor, clock,
                         {.login_url = "http://login.example.org", .tenant_id = "t", .app_id = "a"});
    EXPECT_FALSE(made);
  });
}

}  // namespace

}  // namespace muster::teams

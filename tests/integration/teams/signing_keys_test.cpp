// The keys of the bot service from a server on the loopback: when they are fetched, and what becomes of
// answers that are not what they should be.
#include "integrations/teams/signing_keys.hpp"

#include "tests/integration/pagers/fake_service.hpp"
#include "tests/unit/teams/token_mint.hpp"

namespace muster::teams {

namespace {

using muster::testing::Asked;
using muster::testing::FakeService;
using muster::testing::Says;
using net::Async;
using testing::kNow;
using testing::rules;
using testing::said;
using testing::TokenMint;

const TokenMint& first() {
  static const TokenMint made{"first"};
  return made;
}
const TokenMint& second() {
  static const TokenMint made{"second"};
  return made;
}

// login.botframework.com.
struct KeyRig {
  explicit KeyRig(asio::any_io_executor io)
      : fake{io, [this](const Asked& asked) { return answer(asked); }},
        keys{io,
             std::make_shared<net::HttpClient>(*net::make_tls_client(std::nullopt)),
             clock,
             {.metadata_url = fake.url() + "/v1/.well-known/openidconfiguration"}} {
    directory = R"({"issuer":"https://api.botframework.com","jwks_uri":")" + fake.url() + R"(/keys"})";
    set = R"({"keys":[)" + first().jwk() + "]}";
  }

  Says answer(const Asked& asked) {
    if (is_down) return {503, "down"};
    return {200, asked.target == "/keys" ? set : directory};
  }
  // The detail of the refusal; "accepted" if there is none.
  Async<std::string> verdict(std::string authorization) {
    const auto checked = co_await keys.check(std::move(authorization), said(), rules());
    co_return checked ? "accepted" : checked.error().detail;
  }
  Async<std::string> verdict(const TokenMint& mint) { return verdict(mint.good(clock.now())); }
  [[nodiscard]] std::size_t fetches() const {
    return static_cast<std::size_t>(
        std::ranges::count(fake.asked, "/v1/.well-known/openidconfiguration", &Asked::target));
  }

  ManualClock clock{kNow};
  std::string directory;
  std::string set;
  bool is_down = false;
  FakeService fake;
  SigningKeys keys;
};

void with_key_rig(const std::function<Async<void>(KeyRig&)>& test) {
  net::run([&]() -> Async<void> {
    KeyRig rig{co_await asio::this_coro::executor};
    co_await test(rig);
  });
}

constexpr const char* kUnknown = "a kid that is not in the set";

TEST(SigningKeys, are_fetched_once_and_kept_for_a_day) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_FALSE(rig.keys.health().ready);
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    rig.clock.advance(std::chrono::hours{23});
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 1U);
    rig.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 2U);
    EXPECT_TRUE(rig.keys.health().ready);
    EXPECT_EQ(rig.keys.health().reason, "1 keys of the bot service");
  });
}

TEST(SigningKeys, nobody_makes_muster_fetch_with_a_token_of_another) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    std::string other = testing::claims("1795518000");
    other.replace(other.find("api.bot"), 7, "sts.bot");
    EXPECT_EQ(co_await rig.verdict(first().bearer(other)), "another issuer");
    EXPECT_EQ(co_await rig.verdict(first().bearer(testing::claims("1795510000"))), "it has expired");
    EXPECT_EQ(co_await rig.verdict("Bearer a.b.c"), "not three parts in base64url");
    EXPECT_TRUE(rig.fake.asked.empty());
  });
}

TEST(SigningKeys, rotate) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    rig.set = R"({"keys":[)" + second().jwk() + "]}";
    EXPECT_EQ(co_await rig.verdict(second()), kUnknown);  // the set is of this minute
    rig.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(co_await rig.verdict(second()), "accepted");
    EXPECT_EQ(co_await rig.verdict(first()), kUnknown);
    EXPECT_EQ(rig.fetches(), 2U);
  });
}

TEST(SigningKeys, invented_kids_cost_one_fetch_an_hour) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    const TokenMint rogue{"rogue"};
    for (int minute = 0; minute < 180; ++minute) {
      EXPECT_EQ(co_await rig.verdict(rogue), kUnknown);
      rig.clock.advance(std::chrono::minutes{1});
    }
    EXPECT_EQ(rig.fetches(), 3U);
  });
}

TEST(SigningKeys, of_many_callers_one_fetches) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    int accepted = 0;
    const auto one = [&]() -> Async<void> {
      if (co_await rig.verdict(first()) == "accepted") ++accepted;
    };
    for (int i = 0; i < 20; ++i) asio::co_spawn(co_await asio::this_coro::executor, one(), net::rethrow);
    EXPECT_TRUE(co_await net::eventually([&] { return accepted == 20; }));
    EXPECT_EQ(rig.fetches(), 1U);
    EXPECT_EQ(rig.fake.asked.size(), 2U);
  });
}

TEST(SigningKeys, old_ones_serve_while_there_are_no_better) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    rig.is_down = true;
    rig.clock.advance(std::chrono::hours{48});
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 2U) << "a second try within the minute";
    EXPECT_TRUE(rig.keys.health().ready);
    EXPECT_EQ(rig.keys.health().reason,
              "1 keys of the bot service, of 2026-11-24T10:00:00Z: The bot service does not give its keys "
              "(HTTP 503).");
    rig.clock.advance(std::chrono::minutes{1});
    rig.is_down = false;
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 3U);
    EXPECT_EQ(rig.keys.health().reason, "1 keys of the bot service");
  });
}

TEST(SigningKeys, without_any_nobody_is_believed_and_that_is_not_the_senders_fault) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    rig.is_down = true;
    const auto checked = co_await rig.keys.check(first().good(kNow), said(), rules());
    EXPECT_EQ(checked.error().kind, ErrorKind::unavailable);
    EXPECT_FALSE(rig.keys.health().ready);
    rig.is_down = false;
    rig.clock.advance(std::chrono::minutes{1});
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
  });
}

TEST(SigningKeys, may_be_fetched_before_anybody_needs_them) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_TRUE(co_await rig.keys.refresh());
    EXPECT_TRUE(co_await rig.keys.refresh());
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 1U);
    rig.is_down = true;
    rig.clock.advance(std::chrono::hours{24});
    EXPECT_FALSE(co_await rig.keys.refresh());
  });
}

TEST(SigningKeys, survive_a_clock_that_was_set_back) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    rig.clock.set(kNow - std::chrono::minutes{2});
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    EXPECT_EQ(rig.fetches(), 2U);
  });
}

// Each lie comes a day after good keys, which stay; the reason is told.
TEST(SigningKeys, lies_change_nothing) {
  const std::string issuer = R"("issuer":"https://api.botframework.com")";
  struct Lie {
    std::string directory;
    std::string set;
    std::string told;
  };
  const std::vector<Lie> lies = {
      {R"({"issuer":"https://example.org","jwks_uri":"URL/keys"})", "", "is that of another issuer"},
      {"<html>Sign in to the network</html>", "", "metadata is no JSON"},
      {"{" + issuer + R"(,"jwks_uri":"URL/ke)", "", "metadata is no JSON"},
      {"{" + issuer + "}", "", "has no issuer or no jwks_uri"},
      {"{" + issuer + R"(,"jwks_uri":"http://example.org/keys"})", "", "that is not https"},
      {"{" + issuer + R"(,"jwks_uri":"file:///etc/passwd"})", "", "that is not https"},
      {"{" + issuer + R"(,"jwks_uri":"ws://127.0.0.1/keys"})", "", "that is not https"},
      {"", "<html>", "key set is no JSON"},
      {"", R"({"keys":[{"kty":"RSA","kid":"first")", "key set is no JSON"},
      {"", R"({"keys":[]})", "has no key that can be used"},
      {"", R"({"keys":[],"x":")" + std::string(std::size_t{5} * 1024 * 1024, 'x') + "\"}", ""},
      {std::string(std::size_t{100} * 1024, ' '), "", ""},
  };
  with_key_rig([&](KeyRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    const std::string directory = rig.directory;
    for (const Lie& lie : lies) {
      rig.directory = lie.directory.empty() ? directory : lie.directory;
      if (const auto at = rig.directory.find("URL"); at != std::string::npos)
        rig.directory.replace(at, 3, rig.fake.url());
      rig.set = lie.set.empty() ? R"({"keys":[)" + second().jwk() + "]}" : lie.set;
      rig.clock.advance(std::chrono::hours{24});
      EXPECT_EQ(co_await rig.verdict(first()), "accepted") << lie.told;
      EXPECT_EQ(co_await rig.verdict(second()), kUnknown) << lie.told;
      EXPECT_TRUE(rig.keys.health().reason.contains(", of 2026-11-24T10:00:00Z: "))
          << rig.keys.health().reason;
      EXPECT_TRUE(rig.keys.health().reason.contains(lie.told)) << rig.keys.health().reason;
    }
  });
}

TEST(SigningKeys, an_answer_that_was_cut_or_lost_changes_nothing) {
  with_key_rig([](KeyRig& rig) -> Async<void> {
    EXPECT_EQ(co_await rig.verdict(first()), "accepted");
    for (int i = 0; i < 2; ++i) {
      rig.clock.advance(std::chrono::hours{24});
      i == 0 ? rig.fake.cut_answer() : rig.fake.lose_answer();
      EXPECT_EQ(co_await rig.verdict(first()), "accepted");
      EXPECT_TRUE(rig.keys.health().reason.contains(": "));
    }
  });
}

}  // namespace

}  // namespace muster::teams

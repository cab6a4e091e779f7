#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

TEST(SignIn, AFreeNameBecomesANewPersonWhomTheEngineMeets) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    co_await browser.sign_in("Ann");
    const auto me = co_await browser.get("/api/v1/me");
    EXPECT_EQ(at(me.body, "/person/id"), "console:ann");
    EXPECT_EQ(at(me.body, "/person/name"), "Ann");
    EXPECT_EQ(at(me.body, "/command"), "/inc");
    EXPECT_NE(house.board.people.find(PersonId{"console:ann"}), nullptr);
    Browser other{house};
    co_await other.sign_in("Ann");
    EXPECT_EQ(at((co_await other.get("/api/v1/me")).body, "/person/id"), "console:ann-2");
  });
}

TEST(SignIn, ALinkWorksOnce) {
  House house;
  house.run([&]() -> Async<void> {
    const std::string token = token_of(house.console->new_signin_link());
    Browser first{house};
    Browser second{house};
    EXPECT_EQ(at((co_await first.get("/api/v1/signin?token=" + token)).body, "/valid"), "true");
    EXPECT_EQ((co_await first.sign_in_with(token, "Ann")).status, 200);
    const auto again = co_await second.sign_in_with(token, "Ben");
    EXPECT_EQ(again.status, 403);
    EXPECT_THAT(again.body, HasSubstr("Ask for a new one"));
    EXPECT_EQ(at((co_await second.get("/api/v1/signin?token=" + token)).body, "/valid"), "false");
  });
}

TEST(SignIn, ALinkInANameSignsInThatPersonWhateverIsTyped) {
  House house;
  house.configure("cho", "Cho Park");
  house.run([&]() -> Async<void> {
    const std::string token = token_of(house.console->new_signin_link("Cho Park"));
    Browser browser{house};
    EXPECT_EQ(at((co_await browser.get("/api/v1/signin?token=" + token)).body, "/name"), "Cho Park");
    const auto signed_in = co_await browser.sign_in_with(token, "Somebody else");
    EXPECT_EQ(at(signed_in.body, "/person/id"), "cho");
  });
}

TEST(SignIn, AConfiguredNameNeedsALinkOfItsOwn) {
  House house;
  house.configure("cho", "Cho Park");
  house.run([&]() -> Async<void> {
    Browser browser{house};
    const std::string token = token_of(house.console->new_signin_link());
    const auto refused = co_await browser.sign_in_with(token, "cho park");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(at(refused.body, "/error/say"), HasSubstr("ask for a sign-in link"));
    EXPECT_EQ((co_await browser.sign_in_with(token, "Dan")).status, 200)
        << "the link is not used up by a refusal";
  });
}

TEST(SignIn, TheCookieIsForTheBrowserAlone) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    const auto reply = co_await browser.sign_in_with(token_of(house.console->new_signin_link()), "Ann");
    const std::string set = reply.headers.get("Set-Cookie");
    EXPECT_THAT(set, testing::StartsWith("muster="));
    EXPECT_THAT(set, HasSubstr("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"));
    EXPECT_THAT(set, Not(HasSubstr("Secure")));
  });
}

TEST(SignIn, BehindATlsProxyTheCookieIsBoundToTheHost) {
  House house;
  auto policy = *house.board.policy;
  policy.console_url = "https://muster.example.com/";
  house.board.policy = std::make_shared<const Policy>(policy);
  EXPECT_THAT(house.console->new_signin_link(), testing::StartsWith("https://muster.example.com/#signin="));
  house.run([&]() -> Async<void> {
    net::HttpCall call;
    call.method = "POST";
    call.path = "/api/v1/session";
    call.headers = {{"Host", "muster.example.com"},
                    {"Origin", "https://muster.example.com"},
                    {"Content-Type", "application/json"}};
    call.body = R"({"token":")" + token_of(house.console->new_signin_link()) + R"(","name":"Ann"})";
    const auto reply = co_await house.console->handle(call);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.headers.get("Set-Cookie"), testing::StartsWith("__Host-muster="));
    EXPECT_THAT(reply.headers.get("Set-Cookie"), testing::EndsWith("; Secure"));
  });
}

TEST(SignIn, OverOurOwnTlsOnlyTheBoundCookieCounts) {
  House house;
  house.run([&]() -> Async<void> {
    net::HttpCall call;
    call.method = "POST";
    call.path = "/api/v1/session";
    call.is_tls = true;
    call.headers = {
        {"Host", "m.example"}, {"Origin", "https://m.example"}, {"Content-Type", "application/json"}};
    call.body = R"({"token":")" + token_of(house.console->new_signin_link()) + R"(","name":"Ann"})";
    const auto reply = co_await house.console->handle(call);
    const std::string set = reply.headers.get("Set-Cookie");
    EXPECT_THAT(set, testing::StartsWith("__Host-muster="));

    const std::string token = set.substr(set.find('=') + 1, set.find(';') - set.find('=') - 1);
    net::HttpCall me;
    me.method = "GET";
    me.path = "/api/v1/me";
    me.is_tls = true;
    me.headers = {{"Host", "m.example"}, {"Cookie", "__Host-muster=" + token}};
    EXPECT_EQ((co_await house.console->handle(me)).status, 200);
    me.headers.set("Cookie", "muster=" + token);
    EXPECT_EQ((co_await house.console->handle(me)).status, 401)
        << "a name any page of the domain could have set";
  });
}

TEST(SignIn, SigningOutEndsTheSessionAndItsLiveFeed) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    co_await browser.sign_in("Ann");
    auto socket = co_await browser.live();
    if (!socket) co_return ADD_FAILURE() << "no live feed";
    EXPECT_NE(co_await frame_with(socket, "hello"), "");
    EXPECT_EQ((co_await browser.send("DELETE", "/api/v1/session", "{}")).status, 200);
    EXPECT_EQ((co_await browser.get("/api/v1/me")).status, 401) << "the old cookie must be worth nothing";
    EXPECT_EQ(co_await frame_with(socket, "anything"), "") << "the live feed must end";
  });
}

TEST(SignIn, SigningInAnewLeavesTheOldSessionBehind) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    co_await browser.sign_in("Ann");
    Browser thief{house};
    thief.cookie = browser.cookie;
    EXPECT_EQ((co_await thief.get("/api/v1/me")).status, 200);
    co_await browser.sign_in("Ann");
    EXPECT_EQ((co_await thief.get("/api/v1/me")).status, 401);
    EXPECT_EQ((co_await browser.get("/api/v1/me")).status, 200);
  });
}

TEST(SignIn, SessionsSurviveARestartAndSignedOutOnesDoNot) {
  auto folder = std::make_shared<Folder>();
  std::string kept;
  std::string ended;
  {
    House house{folder};
    house.run([&]() -> Async<void> {
      Browser ann{house};
      Browser ben{house};
      co_await ann.sign_in("Ann");
      co_await ben.sign_in("Ben");
      kept = ann.cookie;
      ended = ben.cookie;
      EXPECT_EQ((co_await ben.send("DELETE", "/api/v1/session", "{}")).status, 200);
    });
  }
  House house{folder};
  house.run([&]() -> Async<void> {
    Browser browser{house};
    browser.cookie = kept;
    EXPECT_EQ(at((co_await browser.get("/api/v1/me")).body, "/person/name"), "Ann");
    browser.cookie = ended;
    EXPECT_EQ((co_await browser.get("/api/v1/me")).status, 401);
  });
}

TEST(SignIn, NobodyIsSignedInWhenItCannotBeKept) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    const std::string token = token_of(house.console->new_signin_link());
    house.intake->broken = Error{ErrorKind::unavailable, "The disk is full.", "", 0};
    const auto refused = co_await browser.sign_in_with(token, "Ann");
    EXPECT_EQ(refused.status, 503);
    EXPECT_FALSE(refused.headers.has("Set-Cookie"));
    house.intake->broken.reset();
    EXPECT_EQ((co_await browser.sign_in_with(token, "Ann")).status, 200) << "the link still works";
  });
}

TEST(SignIn, GuessingLinksIsSlowedDown) {
  House house;
  house.run([&]() -> Async<void> {
    Browser browser{house};
    for (int i = 0; i < 10; ++i) EXPECT_EQ((co_await browser.sign_in_with("guess", "Eve")).status, 403);
    const auto refused = co_await browser.sign_in_with("guess", "Eve");
    EXPECT_EQ(refused.status, 429);
    EXPECT_TRUE(refused.headers.has("Retry-After"));
  });
}

TEST(SignIn, InvitationsGiveNobodyAnothersName) {
  House house;
  house.configure("cho", "Cho Park");
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const auto newcomer = co_await ann.send("POST", "/api/v1/invitations", body_with_id(R"("name":"Dan")"));
    Browser dan{house};
    EXPECT_EQ(at((co_await dan.sign_in_with(token_of(at(newcomer.body, "/url")), "")).body, "/person/id"),
              "console:dan");
    // On the machine itself any name may be given; through a proxy only one's own.
    const std::string for_cho = body_with_id(R"("name":"cho")");
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", for_cho)).status, 200);
    // A proxy may stand in front and name nobody: nginx does by default.
    auto policy = *house.board.policy;
    policy.console_url = "https://muster.example";
    house.board.policy = std::make_shared<const Policy>(policy);
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", for_cho)).status, 403);
    policy.console_url.clear();
    house.board.policy = std::make_shared<const Policy>(policy);
    ann.more.set("X-Forwarded-For", "203.0.113.7");
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", for_cho)).status, 403);
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", body_with_id(R"("name":"Ann")"))).status,
              200);
  });
}

}  // namespace
}  // namespace muster::console

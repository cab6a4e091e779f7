// Walks the route table: every route with no session, an expired one, a wrong token, a foreign origin, and
// rightly.
#include "bot/console/routes.hpp"

#include <map>

#include "bot/base/clock.hpp"
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;

struct Rightly {
  std::string body;
  int status = 200;
  // What auditors are told: of whoever has a session and asks rightly, and of whoever has none, where that is
  // not that they have none.
  std::string audit = {};
  std::string audit_of_strangers = {};
};

const char* const kBadLink = "request_refused bad_link";
const char* const kBadSignIn = "sign_in_refused bad_link";

// What each route answers when everything is right: a new route must say it here.
const std::map<std::string, Rightly>& expectations() {
  static const std::map<std::string, Rightly> kAll = {
      {"GET /healthz", {}},
      {"GET /readyz", {}},
      {"GET /metrics", {}},
      {"GET /api/v1/health", {}},
      {"GET /api/v1/signin", {"", 200, kBadSignIn, kBadSignIn}},
      {"POST /api/v1/session", {R"({"token":"nope","name":"Ann"})", 403, kBadSignIn, kBadSignIn}},
      {"POST /api/v1/invitations", {body_with_id(R"("name":"")"), 200, "link_made"}},
      {"GET /api/v1/me", {}},
      {"GET /api/v1/rooms", {}},
      {"GET /api/v1/rooms/{room}/messages", {}},
      {"POST /api/v1/rooms/{room}/messages", {body_with_id(R"("text":"hello")"), 200}},
      {"PATCH /api/v1/rooms/{room}/messages/{message}", {body_with_id(R"("text":"hello")"), 404}},
      {"DELETE /api/v1/rooms/{room}/messages/{message}", {body_with_id(), 404}},
      {"POST /api/v1/reactions",
       {body_with_id(R"("room":"incidents","message":"none","emoji":"eyes","added":true)"), 404}},
      {"POST /api/v1/commands", {body_with_id(R"("text":"list")"), 200}},
      {"POST /api/v1/dialogs", {body_with_id(R"("dialog":"declare","fields":{})"), 200}},
      {"GET /api/v1/incidents", {}},
      {"GET /api/v1/incidents/{n}", {}},
      {"GET /api/v1/incidents/{n}/timeline", {}},
      {"GET /api/v1/incidents/{n}/postmortem", {}},
      {"PUT /api/v1/incidents/{n}/postmortem", {body_with_id(R"("markdown":"# x","version":0)"), 200}},
      {"POST /api/v1/incidents/{n}/postmortem/preview", {R"({"markdown":"*x*"})", 200}},
      {"POST /api/v1/changes",
       {"{}", 401, "request_refused unknown_system",
        "request_refused unknown_system"}},  // for systems; a person's session opens nothing there
      {"GET /api/v1/oncall", {}},
      {"GET /oncall/{schedule}", {"", 404, kBadLink, kBadLink}},
      {"GET /p/{token}", {"", 404, kBadLink, kBadLink}},  // a link that is not ours
      {"POST /p/{token}", {"", 404, kBadLink, kBadLink}},
      {"POST /hooks/*", {"{}", 404}},       // no source is configured
      {"POST /api/messages", {"{}", 404}},  // nor a team
      {"PUT /hooks/*", {"{}", 404}},
      {"GET /hooks/*", {"", 404}},
      {"OPTIONS /hooks/*", {"", 404}},
      {"GET /incidents/{n}/postmortem.html", {"", 200, "exported 7"}},
      {"GET /api/v1/report", {}},
      {"GET /report.html", {"", 200, "exported"}},
      {"GET /report.csv", {"", 200, "exported"}},
      {"GET /*", {}},
      {"DELETE /api/v1/session", {"{}", 200}},  // last in the walk: it ends the session
  };
  return kAll;
}

std::string key_of(const Route& route) {
  return std::string{route.method} + " " + std::string{route.pattern};
}

std::string path_of(const Route& route) {
  std::string path{route.pattern};
  const std::pair<std::string, std::string> kParams[] = {
      {"{room}", "incidents"}, {"{message}", "none"}, {"{n}", "7"}, {"/*", "/"}};
  for (const auto& [name, value] : kParams) {
    if (const auto found = path.find(name); found != std::string::npos)
      path.replace(found, name.size(), value);
  }
  return path;
}

// "exported 7" of this route by ann as the house tells it.
std::vector<std::string> audit_of(const Route& route, const std::string& what, const std::string& who = {}) {
  if (what.empty()) return {};
  const auto kind = what.find(' ');
  return {what.substr(0, kind) + " " + key_of(route) + (kind == std::string::npos ? "" : what.substr(kind)) +
          (who.empty() ? "" : " by " + who)};
}

struct Walk : testing::Test {
  House house;
  Walk() { house.declare(7, "Checkout is down", Visibility::public_, {}); }

  // After one request. Then time passes, so that the next of its kind is no repeat.
  void expect_audit(const Route& route, const std::string& what, const std::string& who = {}) {
    EXPECT_EQ(house.take_audit(), audit_of(route, what, who));
    house.clock.advance(61min);
  }
  void expect_strangers_audit(const Route& route, const Rightly& rightly) {
    expect_audit(route, route.access == Access::session ? "request_refused not_signed_in"
                                                        : rightly.audit_of_strangers);
  }

  // Every route once, the one that ends the session last.
  void each(const std::function<Async<void>(const Route&, const Rightly&)>& visit) {
    house.run([&]() -> Async<void> {
      for (const bool last : {false, true}) {
        for (const Route& route : routes()) {
          if ((key_of(route) == "DELETE /api/v1/session") != last) continue;
          const auto expected = expectations().find(key_of(route));
          if (expected == expectations().end())
            ADD_FAILURE() << "say what " << key_of(route) << " answers";
          else
            co_await visit(route, expected->second);
        }
      }
    });
  }
};

TEST_F(Walk, WithoutASession) {
  Browser stranger{house};
  each([&](const Route& route, const Rightly& rightly) -> Async<void> {
    const auto reply = co_await stranger.send(std::string{route.method}, path_of(route), rightly.body);
    EXPECT_EQ(reply.status, route.access == Access::session ? 401 : rightly.status) << key_of(route);
    expect_strangers_audit(route, rightly);
  });
  EXPECT_TRUE(house.intake->received.empty()) << "nothing may have happened";
}

TEST_F(Walk, WithAnExpiredSession) {
  Browser late{house};
  house.run([&]() -> Async<void> { co_await late.sign_in("Ann"); });
  house.clock.advance(std::chrono::hours{24 * 31});
  house.intake->received.clear();
  each([&](const Route& route, const Rightly& rightly) -> Async<void> {
    const auto reply = co_await late.send(std::string{route.method}, path_of(route), rightly.body);
    EXPECT_EQ(reply.status, route.access == Access::session ? 401 : rightly.status) << key_of(route);
    expect_strangers_audit(route, rightly);
  });
  EXPECT_TRUE(house.intake->received.empty());
}

TEST_F(Walk, WithAWrongToken) {
  Browser browser{house};
  Browser other{house};
  house.run([&]() -> Async<void> {
    co_await browser.sign_in("Ann");
    co_await other.sign_in("Ben");
  });
  house.intake->received.clear();
  for (const std::string& token : {std::string{}, std::string{"wrong"}, other.csrf}) {
    browser.csrf = token;
    each([&](const Route& route, const Rightly& rightly) -> Async<void> {
      if (!route.changes || route.access != Access::session) co_return;
      const auto reply = co_await browser.send(std::string{route.method}, path_of(route), rightly.body);
      EXPECT_EQ(reply.status, 403) << key_of(route);
      EXPECT_EQ(at(reply.body, "/error/code"), "csrf") << key_of(route);
      expect_audit(route, "request_refused csrf", "console:ann");
    });
  }
  EXPECT_TRUE(house.intake->received.empty());
}

TEST_F(Walk, FromAForeignPage) {
  Browser browser{house};
  house.run([&]() -> Async<void> { co_await browser.sign_in("Ann"); });
  house.intake->received.clear();
  const std::string own = browser.origin;
  const auto refused = [&](const Route& route, const Rightly& rightly) -> Async<void> {
    if (!route.changes) co_return;
    const auto reply = co_await browser.send(std::string{route.method}, path_of(route), rightly.body);
    EXPECT_EQ(reply.status, 403) << key_of(route) << " from " << browser.origin;
    EXPECT_EQ(at(reply.body, "/error/code"), "origin") << key_of(route);
    expect_audit(route, "request_refused origin", "console:ann");
  };
  for (const char* origin :
       {"", "null", "https://evil.example", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"}) {
    browser.origin = origin;
    each(refused);
  }
  browser.origin = own;
  browser.more.set("Sec-Fetch-Site", "cross-site");
  each(refused);
  EXPECT_TRUE(house.intake->received.empty());
}

TEST_F(Walk, WithABodyThatIsNotJson) {
  Browser browser{house};
  house.run([&]() -> Async<void> { co_await browser.sign_in("Ann"); });
  house.intake->received.clear();
  for (const char* kind : {"text/plain", "application/x-www-form-urlencoded", "application/json5", ""}) {
    browser.content_type = kind;
    each([&](const Route& route, const Rightly& rightly) -> Async<void> {
      if (!route.changes) co_return;
      const auto reply = co_await browser.send(std::string{route.method}, path_of(route), rightly.body);
      EXPECT_EQ(reply.status, 415) << key_of(route) << " as " << kind;
      expect_audit(route, "");
    });
  }
  EXPECT_TRUE(house.intake->received.empty());
}

TEST_F(Walk, Rightly) {
  Browser browser{house};
  house.run([&]() -> Async<void> { co_await browser.sign_in("Ann"); });
  each([&](const Route& route, const Rightly& rightly) -> Async<void> {
    const auto reply = co_await browser.send(std::string{route.method}, path_of(route), rightly.body);
    EXPECT_EQ(reply.status, rightly.status) << key_of(route) << "\n" << reply.body;
    // Headers of every reply, errors too.
    EXPECT_THAT(reply.headers.get("Content-Security-Policy"), HasSubstr("default-src 'none'"))
        << key_of(route);
    EXPECT_THAT(reply.headers.get("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"))
        << key_of(route);
    EXPECT_EQ(reply.headers.get("X-Content-Type-Options"), "nosniff") << key_of(route);
    EXPECT_EQ(reply.headers.get("Referrer-Policy"), "no-referrer") << key_of(route);
    EXPECT_EQ(reply.headers.get("Cache-Control"), route.pattern == "/*" ? "no-cache" : "no-store")
        << key_of(route);
    const bool for_people = route.pattern.starts_with("/p/");  // in words, without an id
    if (reply.status >= 400 && !for_people)
      EXPECT_EQ(at(reply.body, "/error/id").size(), 12U) << key_of(route);
    expect_audit(route, rightly.audit, "console:ann");
  });
}

// The routes once more, about an incident that is private.
TEST_F(Walk, OfAPrivateIncident) {
  house.configure("mel", "Mel");
  house.configure("otto", "Otto");
  house.configure("ida", "Ida");
  house.declare(8, "Embezzlement", Visibility::private_, {PersonId{"mel"}});
  auto policy = *house.board.policy;
  policy.auditors = {PersonId{"ida"}};
  house.board.policy = std::make_shared<const Policy>(std::move(policy));
  const std::pair<std::string, std::string> kCallers[] = {
      {"mel", "private_read member 8"}, {"ida", "private_read auditor 8"}, {"otto", ""}};
  for (const auto& [person, reading] : kCallers) {
    Browser browser{house};
    house.run([&]() -> Async<void> { co_await browser.sign_in(person, true); });
    static_cast<void>(house.take_audit());
    each([&](const Route& route, const Rightly& rightly) -> Async<void> {
      std::string path{route.pattern};
      const auto number = path.find("{n}");
      const bool gives_command = route.pattern.ends_with("/commands") || route.pattern.ends_with("/dialogs");
      if (number == std::string::npos && !gives_command) co_return;
      std::string body = rightly.body;
      if (gives_command) body.insert(body.size() - 1, R"(,"incident":8)");
      if (number != std::string::npos) path.replace(number, 3, "8");
      const auto reply = co_await browser.send(std::string{route.method}, path, body);
      if (person == "otto") {
        EXPECT_EQ(reply.status, 404) << key_of(route);
        expect_audit(route, "request_refused private_incident 8", person);
        co_return;
      }
      EXPECT_EQ(reply.status, rightly.status) << key_of(route);
      auto expected = route.method == "GET" ? audit_of(route, reading, person) : std::vector<std::string>{};
      if (!rightly.audit.empty()) expected.push_back(audit_of(route, "exported 8", person).front());
      EXPECT_EQ(house.take_audit(), expected) << key_of(route);
      house.clock.advance(61min);
    });
  }
}

TEST_F(Walk, TheLiveFeedTellsWhomItTurnsAway) {
  house.run([&]() -> Async<void> {
    Browser stranger{house};
    EXPECT_EQ(co_await stranger.live(), nullptr);
    Browser ann{house};
    co_await ann.sign_in("Ann");
    ann.origin = "https://evil.example";
    EXPECT_EQ(co_await ann.live(), nullptr);
  });
  EXPECT_THAT(house.take_audit(),
              testing::ElementsAre("request_refused GET /api/v1/live not_signed_in",
                                   "request_refused GET /api/v1/live origin by console:ann"));
}

TEST_F(Walk, TooLargeABodyIsRefusedUnread) {
  Browser browser{house};
  house.run([&]() -> Async<void> { co_await browser.sign_in("Ann"); });
  each([&](const Route& route, const Rightly&) -> Async<void> {
    if (!route.changes) co_return;
    const auto reply = co_await browser.send(std::string{route.method}, path_of(route),
                                             std::string(route.body_limit + 1, ' '));
    EXPECT_EQ(reply.status, 413) << key_of(route);
    EXPECT_EQ(at(reply.body, "/error/code"), "too_large") << reply.body;
  });
}

TEST_F(Walk, WhatIsNotInTheTableIsNotServed) {
  house.run([&]() -> Async<void> {
    Browser browser{house};
    co_await browser.sign_in("Ann");
    for (const char* path :
         {"/api/v1/unknown", "/api/v1/incidents/7/secrets", "/api/v1/rooms//messages", "/app.js.map"})
      EXPECT_EQ((co_await browser.get(path)).status, 404) << path;
    for (const char* path :
         {"/api/v1/incidents/0", "/api/v1/incidents/x", "/api/v1/incidents/7x", "/api/v1/incidents/-7"})
      EXPECT_EQ((co_await browser.get(path)).status, 404) << path;
    const auto wrong_method = co_await browser.send("PUT", "/api/v1/rooms", "{}");
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(at(wrong_method.body, "/error/code"), "method_not_allowed");
    EXPECT_EQ((co_await browser.send("POST", "/api/v1/unknown", "{}")).status, 404);
    const auto traced = co_await browser.send("TRACE", "/api/v1/rooms", "");
    EXPECT_EQ(traced.status, 405);
    EXPECT_EQ(at(traced.body, "/error/code"), "method_not_allowed") << traced.body;
    const auto malformed = co_await browser.get("/api/v1/rooms/%zz/messages");
    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(at(malformed.body, "/error/code"), "bad_request") << malformed.body;
    const auto posted = co_await browser.send("POST", "/api/v1/me", "");
    EXPECT_EQ(posted.status, 405);
    EXPECT_EQ(posted.headers.get("Allow"), "GET");
  });
}

TEST_F(Walk, ThePagesAreServedWithATag) {
  house.run([&]() -> Async<void> {
    Browser browser{house};
    const auto page = co_await browser.get("/incidents/7");
    EXPECT_EQ(page.headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("/app.js"));
    const auto script = co_await browser.get("/app.js");
    EXPECT_EQ(script.headers.get("Content-Type"), "text/javascript; charset=utf-8");
    browser.more.set("If-None-Match", script.headers.get("ETag"));
    EXPECT_EQ((co_await browser.get("/app.js")).status, 304);
  });
}

TEST_F(Walk, OutsideThisMachineOnlyTheSignedInSeeDetails) {
  house.run([&]() -> Async<void> {
    Browser local{house};
    EXPECT_THAT((co_await local.get("/readyz")).body, HasSubstr("store: ready, writes"));
    EXPECT_THAT((co_await local.get("/metrics")).body, HasSubstr("muster_up 1"));
    Browser proxied{house};
    proxied.more.set("X-Forwarded-For", "203.0.113.7");
    EXPECT_EQ((co_await proxied.get("/readyz")).body, "ready\n");
    EXPECT_EQ((co_await proxied.get("/metrics")).status, 401);
    co_await proxied.sign_in("Ann");
    EXPECT_EQ((co_await proxied.get("/metrics")).status, 200);
    EXPECT_THAT((co_await proxied.get("/readyz")).body, HasSubstr("store: ready"));
  });
}

TEST_F(Walk, ALoopGoneWildIsSlowedDown) {
  house.run([&]() -> Async<void> {
    Browser browser{house};
    co_await browser.sign_in("Ann");
    bool slowed = false;
    for (int i = 0; i < 2000 && !slowed; ++i) slowed = (co_await browser.get("/api/v1/health")).status == 429;
    EXPECT_TRUE(slowed);
  });
}

}  // namespace
}  // namespace muster::console

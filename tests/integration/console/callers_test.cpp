// The route table again, for callers that are neither strangers nor people at a browser: systems, proxies,
// programs that try methods; and what every answer has in common: its headers, and nothing of the inside.
#include <gmock/gmock.h>

#include <algorithm>

#include "bot/base/log.hpp"
#include "bot/console/routes.hpp"
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string name_of(const Route& route) {
  return std::string{route.method} + " " + std::string{route.pattern};
}

// An address of the route: every part that may be anything is this.
std::string path_of(const Route& route, const std::string& part) {
  std::string path{route.pattern};
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
    path.replace(open, path.find('}') - open + 1, part);
  if (path.ends_with('*')) path.replace(path.size() - 1, 1, path == "/*" ? "" : "nobody/" + part);
  return path;
}

struct Callers : testing::Test {
  House house;
  Callers() { house.declare(7, "Checkout is down", Visibility::public_, {}); }

  void each(const std::function<Async<void>(const Route&)>& visit) {
    house.run([&]() -> Async<void> {
      for (const Route& route : routes()) co_await visit(route);
    });
  }
};

TEST_F(Callers, ASystemsTokenOpensItsOwnRouteAndNoOther) {
  for (const std::string token : {"Bearer the-token-of-ci", "Bearer the-token-of-c", "Bearer ", "Bearer x",
                                  "bearer the-token-of-ci", "Basic the-token-of-ci", "the-token-of-ci"}) {
    const bool right = token == "Bearer the-token-of-ci";
    Browser system{house};
    system.origin.clear();
    system.more = {{"Authorization", token}, {"X-Forwarded-For", "203.0.113.7"}};
    each([&](const Route& route) -> Async<void> {
      if (route.access == Access::open) co_return;
      const std::string body = route.body_limit > 0 ? R"({"id":"d1","op":"start","service":"checkout"})" : "";
      const auto reply = co_await system.send(std::string{route.method}, path_of(route, "7"), body);
      const bool its_own = route.access == Access::system;
      EXPECT_EQ(reply.status == 401, !(right && its_own))
          << name_of(route) << " with " << token << reply.body;
    });
    EXPECT_EQ(house.intake->received.empty(), !right) << token;
    house.intake->received.clear();
  }
}

TEST_F(Callers, ThroughAProxyNobodyIsTakenForThisMachine) {
  for (const char* name : {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"}) {
    Browser stranger{house};
    stranger.more.set(name, "127.0.0.1");
    each([&](const Route& route) -> Async<void> {
      if (route.access == Access::open) co_return;
      const auto reply = co_await stranger.send(std::string{route.method}, path_of(route, "7"), "");
      EXPECT_EQ(reply.status, 401) << name_of(route) << " with " << name;
    });
  }
}

TEST_F(Callers, AForgedAddressIsNoOtherCaller) {
  house.run([&]() -> Async<void> {
    Browser guesser{house};
    for (int i = 0; i < 10; ++i) {
      guesser.more.set("X-Forwarded-For", "203.0.113." + std::to_string(i));
      EXPECT_EQ((co_await guesser.sign_in_with("guess", "Eve")).status, 403);
    }
    guesser.more.set("X-Forwarded-For", "203.0.113.99");
    guesser.more.set("X-Real-IP", "203.0.113.98");
    EXPECT_EQ((co_await guesser.sign_in_with("guess", "Eve")).status, 429);
  });
}

TEST_F(Callers, OtherMethodsThanTheTablesAreRefusedAndDoNothing) {
  Browser ann{house};
  house.run([&]() -> Async<void> { co_await ann.sign_in("Ann"); });
  house.intake->received.clear();
  each([&](const Route& route) -> Async<void> {
    const std::string path = path_of(route, "7");
    for (const std::string method :
         {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "QUERY"}) {
      if (find_route(method == "HEAD" ? "GET" : method, path).route != nullptr) continue;
      const auto reply = co_await ann.send(method, path, "");
      const bool known = method != "BREW" && method != "get" && method != "QUERY";
      EXPECT_EQ(reply.status, known ? 405 : 501) << method << " " << path;
      const std::string allowed = reply.headers.get("Allow");
      if (known) EXPECT_THAT(allowed, HasSubstr(std::string{route.method})) << method << " " << path;
      // Each once: a list of methods, not of patterns that fit.
      const auto once = allowed.find(std::string{route.method});
      if (known) EXPECT_EQ(allowed.find(std::string{route.method}, once + 1), std::string::npos) << allowed;
    }
  });
  EXPECT_TRUE(house.intake->received.empty());
}

TEST_F(Callers, EveryAnswerHasTheSameGuards) {
  Browser stranger{house};
  Browser ann{house};
  house.run([&]() -> Async<void> { co_await ann.sign_in("Ann"); });
  for (Browser* caller : {&stranger, &ann}) {
    for (const std::string part : {"7", "nobody", "%zz"}) {
      each([&](const Route& route) -> Async<void> {
        const std::string path = path_of(route, part);
        if (path == "/api/v1/session" && caller == &ann) co_return;  // it would end hers
        const auto reply = co_await caller->send(std::string{route.method}, path, "{}");
        const std::string where = name_of(route) + " " + std::to_string(reply.status);
        const std::string policy = reply.headers.get("Content-Security-Policy");
        for (const char* rule : {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"})
          EXPECT_THAT(policy, HasSubstr(rule)) << where;
        EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval"))) << where;
        EXPECT_THAT(policy, Not(testing::MatchesRegex(".*script-src[^;]*unsafe.*"))) << where;
        EXPECT_EQ(reply.headers.get("X-Content-Type-Options"), "nosniff") << where;
        EXPECT_EQ(reply.headers.get("Referrer-Policy"), "no-referrer") << where;
        EXPECT_EQ(reply.headers.get("Cross-Origin-Opener-Policy"), "same-origin") << where;
        EXPECT_EQ(reply.headers.get("Cross-Origin-Resource-Policy"), "same-origin") << where;
        EXPECT_TRUE(reply.headers.get("Cache-Control") == "no-store" ||
                    reply.headers.get("Cache-Control") == "no-cache")
            << where;
        for (const char* tells : {"Server", "X-Powered-By", "Access-Control-Allow-Origin"})
          EXPECT_FALSE(reply.headers.has(tells)) << where;
      });
    }
  }
}

TEST_F(Callers, WhatFailsInsideIsNotTold) {
  Browser ann{house};
  house.run([&]() -> Async<void> { co_await ann.sign_in("Ann"); });
  int failed = 0;
  for (const ErrorKind kind : {ErrorKind::unavailable, ErrorKind::internal, ErrorKind::corrupt}) {
    house.intake->broken = Error{kind, "It could not be kept.",
                                 "disk I/O error: INSERT INTO event, /var/lib/muster/muster.sqlite-wal", 0};
    each([&](const Route& route) -> Async<void> {
      if (!route.changes || name_of(route) == "DELETE /api/v1/session") co_return;
      const std::string body = body_with_id(
          route.pattern.ends_with("/commands") || route.pattern.ends_with("/messages") ? R"("text":"list")"
                                                                                       : "");
      const auto reply = co_await ann.send(std::string{route.method}, path_of(route, "incidents"), body);
      if (reply.status >= 500) ++failed;
      for (const char* inside : {"disk I/O", "INSERT", "sqlite", "/var/lib", "bot/", ".cpp"})
        EXPECT_THAT(reply.body, Not(HasSubstr(inside))) << name_of(route);
      if (reply.status >= 500) EXPECT_EQ(at(reply.body, "/error/id").size(), 12U) << name_of(route);
    });
  }
  EXPECT_GE(failed, 6) << "otherwise nothing was tried";
}

// What stands in an address may be the secret itself: sealed links, tokens of sources that can send no
// header.
TEST_F(Callers, NoLogLineHoldsWhatAnAddressCarries) {
  std::string logged;
  install_log_sink([&logged](const LogLine& line) {
    logged += std::string{line.message};
    for (const LogField& field : line.fields) logged += " " + field.value;
    logged += "\n";
  });
  Browser caller{house};
  each([&](const Route& route) -> Async<void> {
    const bool carries = route.pattern == "/p/{token}" || route.pattern == "/hooks/*";
    const std::string path = carries ? path_of(route, "CANARY-6d757374") : path_of(route, "7");
    const auto methods = carries ? std::vector<std::string>{"GET", "POST", "PUT", "DELETE", "TRACE"}
                                 : std::vector<std::string>{std::string{route.method}};
    for (const std::string& method : methods) {
      caller.more = {{"Authorization", "Bearer CANARY-1"}, {"X-Api-Key", "CANARY-2"}};
      caller.cookie = "muster=CANARY-3";
      caller.csrf = "CANARY-4";
      co_await caller.send(method, path + "?token=CANARY-5&sig=CANARY-6", R"({"token":"CANARY-7"})");
      for (const char* malformed :
           {"Bearer", "CANARY-8", "Bearer  CANARY-9", "Bearer CANARY a", "Basic :CANARY"}) {
        caller.more.set("Authorization", malformed);
        co_await caller.send(method, path, "{\"CANARY\":");
      }
    }
  });
  install_log_sink({});
  EXPECT_THAT(logged, HasSubstr("console request refused"));
  EXPECT_THAT(logged, Not(HasSubstr("CANARY")));
  std::string audited;
  for (const std::string& line : house.take_audit()) audited += line + "\n";
  EXPECT_THAT(audited, HasSubstr("/p/{token}")) << "otherwise nothing was recorded";
  EXPECT_THAT(audited, Not(HasSubstr("CANARY")));
}

}  // namespace
}  // namespace muster::console

// What auditors are told of the console, beside the walk of routes_test.cpp: that it is bounded, holds no
// secret, and that nobody waits for it.
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Audit : testing::Test {
  House house;
  Browser stranger{house};
};

TEST_F(Audit, ThousandsOfRefusalsAreFewRecordsAndANumber) {
  house.run([&]() -> Async<void> {
    for (int i = 0; i < 2000; ++i) {
      net::HttpCall call;
      call.method = "GET";
      call.path = "/api/v1/me";
      call.headers = {{"Host", "127.0.0.1"}};
      call.remote_address = "203.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
      EXPECT_EQ((co_await house.console->handle(std::move(call))).status, 401);
    }
    EXPECT_EQ((co_await stranger.get("/api/v1/me")).status, 401);
  });
  EXPECT_THAT(house.audited, SizeIs(60));
  house.clock.advance(1h);
  house.run([&]() -> Async<void> { co_await stranger.get("/api/v1/me"); });
  ASSERT_THAT(house.audited, SizeIs(61));
  EXPECT_EQ(std::get<AccessNoted>(house.audited.back().what).access.left_out, 2000 + 1 - 60);
}

TEST_F(Audit, GuessingAtTheDoorIsTold) {
  house.run([&]() -> Async<void> {
    const std::string token = token_of(house.console->new_signin_link());
    Browser ann{house};
    EXPECT_EQ((co_await ann.sign_in_with(token, "Ann")).status, 200);
    EXPECT_EQ((co_await stranger.sign_in_with(token, "Eve")).status, 403) << "it was used";
    house.clock.advance(11min);
    const std::string old = token_of(house.console->new_signin_link());
    house.clock.advance(25h);
    EXPECT_EQ((co_await stranger.sign_in_with(old, "Eve")).status, 403) << "it is too old";
    EXPECT_EQ((co_await stranger.sign_in_with("guess", "Eve")).status, 403) << "a repeat";
    for (int i = 0; i < 20; ++i) co_await stranger.sign_in_with("guess", "Eve");
    house.clock.advance(11min);
    EXPECT_EQ((co_await stranger.sign_in_with("guess", "Eve")).status, 429);
  });
  EXPECT_THAT(house.take_audit(), ElementsAre("sign_in_refused POST /api/v1/session bad_link",
                                              "sign_in_refused POST /api/v1/session bad_link",
                                              "sign_in_refused POST /api/v1/session too_many_guesses"));
}

TEST_F(Audit, ANameOfSomebodyElseAndALinkInANameAreTold) {
  house.configure("cho", "Cho Park");
  house.run([&]() -> Async<void> {
    const std::string token = token_of(house.console->new_signin_link());
    EXPECT_EQ((co_await stranger.sign_in_with(token, "cho park")).status, 409);
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const std::string for_cho = body_with_id(R"("name":"cho")");
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", for_cho)).status, 200);
    ann.more.set("X-Forwarded-For", "203.0.113.7");
    EXPECT_EQ((co_await ann.send("POST", "/api/v1/invitations", for_cho)).status, 403);
  });
  EXPECT_THAT(house.take_audit(),
              ElementsAre("sign_in_refused POST /api/v1/session name_of_another",
                          "link_made POST /api/v1/invitations for cho by console:ann",
                          "request_refused POST /api/v1/invitations forbidden by console:ann"));
}

TEST_F(Audit, ARoomAndAMessageOfOthersAreTold) {
  house.configure("mel", "Mel");
  house.configure("otto", "Otto");
  house.run([&]() -> Async<void> {
    Browser mel{house};
    Browser otto{house};
    co_await mel.sign_in("mel", true);
    co_await otto.sign_in("otto", true);
    const auto posted =
        co_await mel.send("POST", "/api/v1/rooms/incidents/messages", body_with_id(R"("text":"hello")"));
    EXPECT_EQ(posted.status, 200);
    const auto list = co_await mel.get("/api/v1/rooms/incidents/messages");
    const std::string path = "/api/v1/rooms/incidents/messages/" + at(list.body, "/messages/0/id");
    EXPECT_EQ((co_await otto.send("DELETE", path, body_with_id())).status, 403);
    std::vector<ConsoleWrite> writes{ChatRoomOpened{"secret", "secret", true, {}}};
    EXPECT_TRUE(co_await house.intake->write(std::move(writes)));
    EXPECT_EQ((co_await otto.get("/api/v1/rooms/secret/messages")).status, 404);
    EXPECT_EQ((co_await otto.get("/api/v1/rooms/nothing/messages")).status, 404);
  });
  EXPECT_THAT(house.take_audit(),
              ElementsAre("request_refused DELETE /api/v1/rooms/{room}/messages/{message} forbidden by otto",
                          "request_refused GET /api/v1/rooms/{room}/messages private_room by otto"));
}

TEST_F(Audit, AHookThatRefusesIsTold) {
  house.run([&]() -> Async<void> {
    EXPECT_EQ((co_await stranger.send("POST", "/hooks/closed/a-token-in-the-path?sig=b", "{}")).status, 401);
  });
  EXPECT_THAT(house.take_audit(), ElementsAre("request_refused POST /hooks/closed not_authorised"));
}

TEST_F(Audit, NobodyWaitsForIt) {
  house.audit_hangs = true;
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    EXPECT_EQ((co_await stranger.get("/api/v1/me")).status, 401);
    EXPECT_EQ((co_await ann.get("/report.csv")).status, 200);
  });
  EXPECT_THAT(house.audited, IsEmpty());
}

TEST_F(Audit, WhatCouldNotBeKeptIsCounted) {
  house.run([&]() -> Async<void> {
    house.intake->broken = Error{ErrorKind::unavailable, "The disk is full.", "", 0};
    for (int i = 0; i < 3; ++i) EXPECT_EQ((co_await stranger.get("/api/v1/me")).status, 401);
    house.intake->broken.reset();
    EXPECT_EQ((co_await stranger.get("/api/v1/me")).status, 401);
  });
  ASSERT_THAT(house.audited, SizeIs(1));
  EXPECT_EQ(std::get<AccessNoted>(house.audited.front().what).access.left_out, 3);
}

}  // namespace
}  // namespace muster::console

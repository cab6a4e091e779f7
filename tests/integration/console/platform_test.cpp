// The console as a chat platform: what muster posts is what the browser reads.
#include "integrations/console/console_platform.hpp"

#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

struct PlatformTest : testing::Test {
  House house;
  ConsolePlatform platform{
      {house.clock, *house.intake, *house.reader, [] { return std::string{"https://m.example"}; }}};
  const Place incidents{"console", "incidents", "", ""};

  static Message words(const std::string& text) { return Message{{Heading{text}}}; }
};

TEST_F(PlatformTest, ARepeatedPostIsOneMessage) {
  house.run([&]() -> Async<void> {
    for (const bool uncertain : {false, true}) {
      const auto posted =
          co_await platform.post({"INC-7/1/0", {7}, uncertain}, incidents, words("card"), People{});
      EXPECT_TRUE(posted && posted->message == "INC-7/1/0");
    }
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const auto read = co_await ann.get("/api/v1/rooms/incidents/messages");
    EXPECT_EQ(at(read.body, "/messages/0/message/blocks/0/text"), "card");
    EXPECT_EQ(at(read.body, "/messages/0/author"), "null");
    EXPECT_EQ(at(read.body, "/messages/1"), "");
  });
}

TEST_F(PlatformTest, ARoomIsOpenedOnceAndFoundByItsName) {
  house.declare(7, "Checkout is down", Visibility::public_, {});
  house.run([&]() -> Async<void> {
    for (int i = 0; i < 2; ++i) {
      const auto room = co_await platform.open_room({"INC-7/1/0", {7}}, "inc-7-checkout", false);
      EXPECT_TRUE(room && room->place.room == "inc-7" && room->name == "inc-7-checkout");
      EXPECT_TRUE(room && room->link == "https://m.example/rooms/inc-7");
    }
    const auto found = co_await platform.find_room("#inc-7-checkout");
    EXPECT_TRUE(found && found->room == "inc-7");
    const auto missing = co_await platform.find_room("#nowhere");
    EXPECT_TRUE(!missing && missing.error().kind == ErrorKind::not_found);

    co_await platform.set_topic({"k1", {7}}, found ? *found : Place{}, "SEV1 · Investigating");
    co_await platform.bookmark({"k2", {7}}, found ? *found : Place{}, "Runbook", "https://runbook.example");
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const auto rooms = (co_await ann.get("/api/v1/rooms")).body;
    EXPECT_EQ(at(rooms, "/rooms/0/id"), "incidents");
    EXPECT_EQ(at(rooms, "/rooms/1/topic"), "SEV1 · Investigating");
    EXPECT_EQ(at(rooms, "/rooms/1/incident"), "7");
    EXPECT_EQ(at(rooms, "/rooms/1/bookmarks/0/link"), "https://runbook.example");
  });
}

TEST_F(PlatformTest, EditsPinsAndReactionsShow) {
  house.run([&]() -> Async<void> {
    const auto posted = co_await platform.post({"INC-7/1/0", {7}}, incidents, words("before"), People{});
    const Place message = posted ? *posted : Place{};
    EXPECT_TRUE(co_await platform.edit({"k1", {7}}, message, words("after"), People{}));
    EXPECT_TRUE(co_await platform.pin({"k2", {7}}, message));
    EXPECT_TRUE(co_await platform.react({"k3", {7}}, message, "eyes", true));
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const auto read = co_await ann.get("/api/v1/rooms/incidents/messages");
    EXPECT_EQ(at(read.body, "/messages/0/message/text"), "after");
    EXPECT_EQ(at(read.body, "/messages/0/pinned"), "true");
    EXPECT_EQ(at(read.body, "/messages/0/reactions/0/people/0"), "muster");
  });
}

TEST_F(PlatformTest, ADirectMessageReachesOnePerson) {
  house.configure("ann", "Ann");
  house.configure("ben", "Ben");
  house.run([&]() -> Async<void> {
    const auto sent = co_await platform.post_direct(
        {"INC-7/2/0", {7}}, *house.board.people.find(PersonId{"ann"}), words("psst"), People{});
    EXPECT_TRUE(sent && sent->room == "direct-ann");
    Browser ann{house};
    Browser ben{house};
    co_await ann.sign_in("ann", true);
    co_await ben.sign_in("ben", true);
    const auto read = co_await ann.get("/api/v1/rooms/direct-ann/messages");
    EXPECT_EQ(at(read.body, "/messages/0/message/text"), "psst");
    EXPECT_EQ((co_await ben.get("/api/v1/rooms/direct-ann/messages")).status, 404);
  });
}

TEST_F(PlatformTest, FetchGivesTheMessageAsItStands) {
  house.run([&]() -> Async<void> {
    Browser ann{house};
    co_await ann.sign_in("Ann");
    co_await ann.send("POST", "/api/v1/rooms/incidents/messages",
                      body_with_id(R"("text":"the disk is full")"));
    Place message = house.intake->received.back().place;
    const auto fetched = co_await platform.fetch({"k", {7}}, message);
    if (!fetched) co_return ADD_FAILURE() << fetched.error().say;
    EXPECT_EQ(fetched->text, "the disk is full");
    EXPECT_EQ(fetched->at, kStart);
    EXPECT_EQ(fetched->author ? fetched->author->user : "", "ann");
    message.message = "nope";
    const auto missing = co_await platform.fetch({"k", {7}}, message);
    EXPECT_TRUE(!missing && missing.error().kind == ErrorKind::not_found);
  });
}

TEST_F(PlatformTest, AFileBecomesAMessageThatFits) {
  std::string content;
  for (int i = 0; i < 500; ++i) content += "line " + std::to_string(i) + "\n";
  house.run([&]() -> Async<void> {
    EXPECT_TRUE(
        co_await platform.share_file({"INC-7/3/0", {7}}, incidents, "timeline.txt", "Timeline", content));
    Browser ann{house};
    co_await ann.sign_in("Ann");
    const auto read = (co_await ann.get("/api/v1/rooms/incidents/messages")).body;
    EXPECT_EQ(at(read, "/messages/0/message/blocks/0/text"), "Timeline");
    EXPECT_EQ(at(read, "/messages/0/message/blocks/1/lines/79/0/text"), "line 79");
    EXPECT_EQ(at(read, "/messages/0/message/blocks/1/lines/80"), "");
  });
}

TEST_F(PlatformTest, WhatTheStoreCannotTakeIsTriedAgainLater) {
  house.intake->broken = Error{ErrorKind::unavailable, "The disk is full.", "", 0};
  house.run([&]() -> Async<void> {
    const auto posted = co_await platform.post({"INC-7/1/0", {7}}, incidents, words("card"), People{});
    EXPECT_TRUE(!posted && worth_retrying(posted.error().kind));
  });
}

}  // namespace
}  // namespace muster::console

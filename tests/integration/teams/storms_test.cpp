// Teams on a bad day: throttling, collisions, outages, channels that are gone.
#include <gtest/gtest.h>

#include "tests/integration/teams/world.hpp"

namespace muster::teams::testing {
namespace {

struct TeamsStorm : ::testing::Test {
  TeamsStorm() { world.start(); }

  asio::awaitable<Result<Place>> post(bool uncertain, const std::string& key = "INC-1/2/0",
                                      const std::string& channel = kIncidents) {
    return world.chat().post({key, {1}, uncertain}, {"teams", channel, "", ""}, words("db is down"),
                             world.board.people);
  }
  asio::awaitable<Result<Place>> direct(bool uncertain) {
    return world.chat().post_direct({"INC-1/3/0", {1}, uncertain}, world.person("ann"),
                                    words("you are paged"), world.board.people);
  }
  void fails(Json fault) { fake.post("fail", fault); }

  World world;
  FakeProcess& fake = world.fake;
};

// As the outbox does it: again, looking, while it is worth it.
TEST_F(TeamsStorm, WhateverTeamsAnswersItIsSaidOnceAndAskedNoOftenerThanNeeded) {
  const std::vector<Json> faults = {{{"error", "PreconditionFailed"}},
                                    {{"status", 429}, {"retry_after", 1}},
                                    {{"status", 502}},
                                    {{"status", 503}},
                                    {{"status", 504}},
                                    {{"status", 500}},
                                    {{"mode", "cut_body"}}};
  for (Json fault : faults) {
    fault["method"] = "send";
    fails(fault);
  }
  bool uncertain = false;
  std::size_t attempts = 0;
  for (; attempts < 20; ++attempts) {
    const auto said = world.run(post(uncertain));
    if (said) break;
    ASSERT_TRUE(worth_retrying(said.error().kind) || outcome_unknown(said.error().kind))
        << said.error().detail;
    uncertain = uncertain || outcome_unknown(said.error().kind);
  }
  EXPECT_EQ(attempts, faults.size());
  EXPECT_EQ(world.calls("send"), faults.size()) << "the last one was found, not sent";
  EXPECT_EQ(world.said_in("incidents").size(), 1U);
}

TEST_F(TeamsStorm, AnOutageOfManyTriesLosesNoDirectMessage) {
  fails({{"method", "create_conversation,send"}, {"status", 503}, {"count", 6}});
  bool uncertain = false;
  Result<Place> said = fail(ErrorKind::internal, "not tried");
  for (int attempt = 0; attempt < 20 && !said; ++attempt) {
    said = world.run(direct(uncertain));
    if (!said) uncertain = uncertain || outcome_unknown(said.error().kind);
  }
  ASSERT_TRUE(said) << said.error().say;
  EXPECT_TRUE(uncertain) << "the outbox would ask to look";
  EXPECT_FALSE(fake.comes_true("message&user=ann&personal=true&text=Said%20again", 1));
}

TEST_F(TeamsStorm, ManyMessagesAtOnceStayBelowTheLimits) {
  fake.post("config", {{"rate_limits", "real"}});
  std::vector<std::future<Result<Place>>> all;
  for (int i = 0; i < 9; ++i) {
    all.push_back(
        asio::co_spawn(world.io(), post(false, "INC-1/" + std::to_string(i) + "/0"), asio::use_future));
  }
  for (auto& each : all) EXPECT_TRUE(each.get());
  EXPECT_EQ(world.calls("send"), 9U);
  EXPECT_FALSE(fake.comes_true("call&method=send&status=429", 1));
}

TEST_F(TeamsStorm, ALimitOnChatsOrMembersHoldsUpNoRoom) {
  fails({{"method", "create_conversation,member"}, {"status", 429}, {"retry_after", 60}, {"count", 2}});
  const auto limited = world.run(direct(false));
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().retry_after_s, 60);
  fake.post("mention", {{"user", "ann"}, {"channel", "incidents"}, {"text", "list"}});
  fake.wait("call&method=member&status=429");
  const auto said = world.run(post(false));
  EXPECT_TRUE(said) << said.error().detail;
}

TEST_F(TeamsStorm, ADeletedChannelIsFinal) {
  const auto room = world.run(world.chat().open_room({"INC-1/1/0", {1}}, "inc-1-db", false));
  ASSERT_TRUE(room);
  fake.post("channel_deleted", {{"channel", room->place.room}, {"wait_ms", 10000}});
  const Delivery d{"INC-1/5/0", {1}, false, "room"};
  const auto edited = world.run(
      world.chat().edit(d, {"teams", room->place.room, "1700000000001", ""}, words("x"), world.board.people));
  ASSERT_FALSE(edited);
  EXPECT_EQ(edited.error().kind, ErrorKind::not_found);
  EXPECT_TRUE(edited.error().say.contains("no longer there")) << edited.error().say;
  const auto topic = world.run(world.chat().set_topic(d, room->place, "SEV1"));
  ASSERT_FALSE(topic);
  EXPECT_FALSE(worth_retrying(topic.error().kind));
  const auto said = world.run(post(false, "INC-1/6/0", room->place.room));
  ASSERT_FALSE(said);
  EXPECT_FALSE(worth_retrying(said.error().kind)) << "it was deleted, not just made: " << said.error().say;
  EXPECT_TRUE(said.error().say.contains("no longer there")) << said.error().say;
}

TEST_F(TeamsStorm, AChannelJustMadeIsTriedUntilItIsKnown) {
  fake.post("config", {{"provisioning_ms", 30000}});
  const auto room = world.run(world.chat().open_room({"INC-1/1/0", {1}}, "inc-1-db", false));
  ASSERT_TRUE(room);
  const auto early = world.run(post(false, "INC-1/2/0", room->place.room));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().kind, ErrorKind::rate_limited);
  EXPECT_GT(early.error().retry_after_s, 0);
  fake.post("clock", {{"advance_ms", 30000}});
  EXPECT_TRUE(world.run(post(false, "INC-1/2/0", room->place.room)));
}

TEST_F(TeamsStorm, ADirectMessageIsSaidAgainOnceWithAWordAndNotAThirdTime) {
  fails({{"method", "send"}, {"mode", "accept_then_drop"}, {"count", 2}});
  ASSERT_FALSE(world.run(direct(false)));
  ASSERT_FALSE(world.run(direct(true)));
  const auto third = world.run(direct(true));
  ASSERT_FALSE(third);
  EXPECT_FALSE(worth_retrying(third.error().kind));
  const auto said = world.said_to("ann");
  ASSERT_EQ(said.size(), 2U);
  EXPECT_TRUE(said[1]["text"].get<std::string>().contains("Said again")) << said[1]["text"];
}

TEST_F(TeamsStorm, ATokenThatIsRefusedIsReplacedOnce) {
  ASSERT_TRUE(world.run(post(false)));
  fake.post("revoke_tokens");
  EXPECT_TRUE(world.run(post(false, "INC-1/3/0")));
  fake.post("revoke_tokens");
  const auto refused = world.run(post(false, "INC-1/4/0"));
  ASSERT_FALSE(refused) << "another one within a minute";
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  EXPECT_TRUE(refused.error().say.contains("microsoft_teams.app_secret") ||
              refused.error().say.contains("app_secret"))
      << refused.error().say;
  EXPECT_FALSE(world.health().ready);
}

}  // namespace
}  // namespace muster::teams::testing

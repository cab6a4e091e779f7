// The bot service's keys while muster runs: the server that has them is down, slow, or lies.
#include <gtest/gtest.h>

#include "tests/integration/teams/world.hpp"

namespace muster::teams::testing {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::array kLies = {"issuer", "no_jwks_uri", "not_json", "no_keys"};

struct TeamsKeys : ::testing::Test {
  // What the endpoint answered to a message.
  Json status() {
    return fake.post("activity", {{"activity", {{"type", "message"}, {"text", "list"}}},
                                  {"no_retry", true},
                                  {"wait_ms", 15000}})["answer"]["status"];
  }
  // Started so long ago; the keys are as old.
  void started(Duration ago) {
    world.clock.is_wrong_by(-ago);
    world.start();
    (void)world.run(world.teams->check());
    EXPECT_TRUE(world.health().ready) << world.health().reason;
    world.clock.is_wrong_by(Duration{});
  }

  World world;
  FakeProcess& fake = world.fake;
};

TEST_F(TeamsKeys, WithoutKeysNobodyIsBelievedUntilTheyCome) {
  fake.post("fail", {{"method", "openid"}, {"status", 503}});
  world.start();
  EXPECT_EQ(status(), 401);
  EXPECT_FALSE(world.health().ready);
  EXPECT_TRUE(world.health().reason.contains("keys")) << world.health().reason;
  EXPECT_EQ(status(), 401) << "asked again within a minute";
  world.clock.is_wrong_by(seconds{61});
  EXPECT_EQ(status(), 200);
  EXPECT_TRUE(world.health().ready);
  EXPECT_EQ(world.intake.wait(1, is<CommandTyped>).size(), 1U);
}

TEST_F(TeamsKeys, ALieAtTheStartIsNotBelieved) {
  world.clock.is_wrong_by(-seconds{200});
  fake.post("keys", {{"lie", kLies[0]}});
  world.start();
  Duration late = -seconds{200};
  for (const char* lie : kLies) {
    fake.post("keys", {{"lie", lie}});
    EXPECT_EQ(status(), 401) << lie;
    EXPECT_FALSE(world.health().ready) << lie;
    late += seconds{61};
    world.clock.is_wrong_by(late);
  }
  fake.post("keys", {{"lie", "none"}});
  world.clock.is_wrong_by(seconds{100});
  EXPECT_EQ(status(), 200);
}

TEST_F(TeamsKeys, OldKeysServeWhileTheServerIsDownOrLies) {
  started(hours{25});
  fake.post("fail", {{"method", "openid"}, {"status", 500}});
  EXPECT_EQ(status(), 200);
  EXPECT_TRUE(world.health().ready);
  EXPECT_TRUE(world.health().reason.contains(", of 20")) << "how old: " << world.health().reason;
  Duration late{};
  for (const char* lie : kLies) {
    late += seconds{61};
    world.clock.is_wrong_by(late);
    fake.post("keys", {{"lie", lie}});
    EXPECT_EQ(status(), 200) << lie;
    EXPECT_TRUE(world.health().reason.contains(", of 20")) << lie << ": " << world.health().reason;
  }
  fake.post("keys", {{"lie", "none"}});
  world.clock.is_wrong_by(late + seconds{40});
  EXPECT_EQ(status(), 200);
}

TEST_F(TeamsKeys, AKeyThatWasNotTheRealOneIsReadAgainAfterAnHour) {
  fake.post("keys", {{"lie", "other_key"}});
  started(hours{2});
  EXPECT_EQ(status(), 401) << "still the wrong one, read anew";
  fake.post("keys", {{"lie", "none"}});
  EXPECT_EQ(status(), 401) << "asked again within an hour";
}

TEST_F(TeamsKeys, AKeyThatWasNotTheRealOneIsReplacedByTheRealOne) {
  fake.post("keys", {{"lie", "other_key"}});
  started(hours{2});
  fake.post("keys", {{"lie", "none"}});
  EXPECT_EQ(status(), 200);
}

TEST_F(TeamsKeys, ANewKeyIsFetchedEvenWhenThatTakesAWhile) {
  started(hours{2});
  fake.post("keys", {{"rotate", true}, {"padding_bytes", 1000000}});
  fake.post("fail", {{"method", "keys"}, {"delay_ms", 800}});
  EXPECT_EQ(status(), 200);
}

TEST_F(TeamsKeys, ANewKeyDuringAnOutageIsRefusedAndTakenWhenItIsOver) {
  started(hours{2});
  fake.post("keys", {{"rotate", true}});
  fake.post("fail", {{"method", "keys"}, {"status", 503}});
  EXPECT_EQ(status(), 401);
  EXPECT_TRUE(world.health().ready) << "old keys are there";
  EXPECT_TRUE(world.health().reason.contains("503")) << world.health().reason;
  world.clock.is_wrong_by(seconds{61});
  EXPECT_EQ(status(), 200);
  EXPECT_FALSE(world.health().reason.contains("503")) << world.health().reason;
}

TEST_F(TeamsKeys, AServerThatHangsHoldsUpOneMessageAndNotTheNext) {
  started(hours{25});
  fake.post("fail", {{"method", "keys"}, {"mode", "accept_then_hang"}});
  const auto send = [&](const char* text) {
    return fake.post("activity", {{"activity", {{"type", "message"}, {"text", text}}}, {"no_retry", true}});
  };
  const std::string held = send("list")["activities"][0]["activity_id"];
  fake.wait("activity&activity_id=" + held);
  const std::string next = send("help")["activities"][0]["activity_id"];
  EXPECT_EQ(fake.wait("answer&activity_id=" + next)["status"], 200);
  EXPECT_EQ(fake.wait("answer&activity_id=" + held)["status"], 200);
}

}  // namespace
}  // namespace muster::teams::testing

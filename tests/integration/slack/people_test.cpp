// Who somebody on Slack is, as its directory says: staff, guests, and whoever it does not tell of.
#include <gtest/gtest.h>

#include "integrations/slack/slack_manifest.hpp"
#include "tests/integration/slack/world.hpp"

namespace muster::slack::testing {
namespace {

struct SlackPeople : ::testing::Test {
  Json say_command(const std::string& user) {
    return fake.post(
        "command",
        {{"user", user}, {"channel", "incidents"}, {"command", "/inc"}, {"text", "list"}, {"wait_ms", 5000}});
  }

  World world;
  FakeProcess& fake = world.fake;
  RecordingIntake& intake = world.intake;
};

TEST_F(SlackPeople, TheDirectoryTellsTheMailAddressByWhichAPersonIsKnownInBothChats) {
  // Granted is what the manifest asks for, and no more.
  fake.post("config", {{"scopes", std::vector<std::string>{bot_scopes().begin(), bot_scopes().end()}}});
  world.start();
  say_command("ann");
  EXPECT_EQ(intake.wait(1, is_command).at(0).from->email, "ann@example.com");
}

TEST_F(SlackPeople, GuestsAndForeignersAreOutsiders) {
  fake.post("users", {{"name", "guest"}, {"id", "U0GUEST"}, {"is_restricted", true}});
  world.start();
  say_command("U0GUEST");
  say_command("ann");
  const auto came = intake.wait(2, is_command);
  EXPECT_TRUE(came[0].from->outsider);
  EXPECT_FALSE(came[1].from->outsider);
}

TEST_F(SlackPeople, WhoeverSlackDoesNotTellUsAboutIsNotTakenForStaff) {
  fake.post("users", {{"name", "guest"}, {"id", "U0GUEST"}, {"is_restricted", true}});
  world.start();
  fake.post("fail", {{"method", "users.info"}, {"status", 503}, {"count", 2}});
  const std::string words = say_command("U0GUEST")["ack"]["text"];
  EXPECT_TRUE(words.starts_with("Nothing was recorded: Slack did not tell who you are.")) << words;
  say_command("U0GUEST");
  const auto came = intake.wait(1, is_command);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_TRUE(came[0].from->outsider);
}

TEST_F(SlackPeople, WhoIsAskedForIsAskedForTwiceAndWhatIsUnknownToSlackIsAnOutsider) {
  world.start();
  fake.post("fail", {{"method", "users.info"}, {"mode", "drop"}, {"count", 1}});
  say_command("ann");
  fake.post("fail", {{"method", "users.info"}, {"error", "user_not_visible"}, {"count", 1}});
  say_command("bob");
  const auto came = intake.wait(2, is_command);
  ASSERT_EQ(came.size(), 2U);
  EXPECT_FALSE(came[0].from->outsider);
  EXPECT_EQ(came[0].from->name, "ann");
  EXPECT_TRUE(came[1].from->outsider);
}

TEST_F(SlackPeople, TheHomeTabIsFilledWhenOpened) {
  world.start();
  fake.post("home", {{"user", "ann"}});
  fake.wait("view&user=ann&home=true&text=Open%20incidents");
}

TEST_F(SlackPeople, TheHomeTabIsNotForGuests) {
  fake.post("users", {{"name", "guest"}, {"id", "U0GUEST"}, {"is_restricted", true}});
  world.start();
  fake.post("home", {{"user", "U0GUEST"}});
  fake.wait("call&method=users.info&error=none");
  fake.wait("quiet");
  EXPECT_TRUE(fake.get("ledger?kind=call&method=views.publish")["entries"].empty());
}

}  // namespace
}  // namespace muster::slack::testing

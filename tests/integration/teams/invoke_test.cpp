// Buttons, forms and message actions: Teams waits for the answer and shows it, repeats what is slow, and
// carries data that anybody can forge.
#include <gtest/gtest.h>

#include <set>

#include "tests/integration/teams/clicks.hpp"

namespace muster::teams::testing {
namespace {

struct TeamsInvoke : Clicks {};

TEST_F(TeamsInvoke, APressIsACommandAndItsAnswerIsShown) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("You have it.")}; });
  const std::string id = card("INC-1 ack P1");
  const Json pressed = click("bob", id);
  EXPECT_EQ(pressed["result"], "message") << pressed;
  EXPECT_TRUE(pressed["message"].get<std::string>().contains("You have it."));
  const Inbound typed = intake.wait(1, is<CommandTyped>).at(0);
  EXPECT_EQ(std::get<CommandTyped>(typed.what).text, "INC-1 ack P1");
  EXPECT_TRUE(std::get<CommandTyped>(typed.what).pressed);
  EXPECT_EQ(typed.place.message, id);
  EXPECT_EQ(typed.from->user, world.user("bob"));
}

TEST_F(TeamsInvoke, APressThatIsRepeatedWhileTheFirstIsHeldIsSubmittedOnce) {
  intake.decide([this](const Inbound& in) {
    world.keep(in);
    return Result<Answer>{answer_with("You have it.")};
  });
  const std::string id = card("INC-1 ack P1");
  intake.hold(true);
  const std::string first = click("bob", id, 1)["activities"][0]["activity_id"];
  intake.wait(1, is<CommandTyped>);
  std::vector<std::string> repeated{first};
  for (const bool new_id : {false, true}) {
    const Json again = fake.post("redeliver", {{"activity_id", first}, {"new_id", new_id}});
    repeated.push_back(again["activities"][0]["activity_id"]);
  }
  fake.wait("activity&name=adaptiveCard/action&count=3");
  intake.hold(false);
  for (const std::string& each : repeated) {
    const Json answer = fake.wait("answer&activity_id=" + each);
    EXPECT_EQ(answer["body"]["value"], "You have it.") << answer;
  }
  fake.wait("quiet");
  std::set<std::string> keys;
  for (const Inbound& each : intake.all()) keys.insert(each.origin_key);
  EXPECT_EQ(keys.size(), 1U) << "Intake knows a repetition by its key";
}

TEST_F(TeamsInvoke, APressMeantOnceMoreIsDoneOnceMore) {
  intake.decide([this](const Inbound& in) {
    world.keep(in);
    return Result<Answer>{answer_with("You have it.")};
  });
  const std::string id = card("INC-1 ack P1");
  click("bob", id);
  world.clock.is_wrong_by(std::chrono::minutes{2});
  click("bob", id);
  const auto typed = intake.wait(2, is<CommandTyped>);
  EXPECT_NE(typed.at(0).origin_key, typed.at(1).origin_key);
}

TEST_F(TeamsInvoke, APressThatCouldNotBeKeptSaysSo) {
  intake.decide([](const Inbound&) -> Result<Answer> { return std::unexpected(store_down()); });
  const Json pressed = click("bob", card("INC-1 ack P1"));
  EXPECT_EQ(pressed["result"], "error") << pressed;
  EXPECT_TRUE(pressed["message"].get<std::string>().starts_with("Nothing was recorded: The disk is full."));
}

TEST_F(TeamsInvoke, WhoWasPutOutOfTheTeamIsAnOutsider) {
  const std::string id = card("INC-1 ack P1");
  fake.post("member_removed", {{"user", "bob"}});
  click("bob", id);
  EXPECT_TRUE(intake.wait(1, is<CommandTyped>).at(0).from->outsider);
}

TEST_F(TeamsInvoke, WhoWasKnownAndIsPutOutOfTheTeamIsAnOutsiderAtOnce) {
  const std::string id = card("INC-1 ack P1");
  click("bob", id);
  fake.post("member_removed", {{"user", "bob"}, {"wait_ms", 10000}});
  world.clock.is_wrong_by(std::chrono::minutes{2});
  click("bob", id);
  const auto typed = intake.wait(2, is<CommandTyped>);
  EXPECT_FALSE(typed.at(0).from->outsider);
  EXPECT_TRUE(typed.at(1).from->outsider);
}

TEST_F(TeamsInvoke, WhomTeamsDoesNotTellOfIsNotTakenForStaff) {
  fake.post("fail", {{"method", "member"}, {"status", 403}});
  const Json pressed = click("bob", card("INC-1 ack P1"));
  EXPECT_EQ(pressed["result"], "error") << pressed;
  EXPECT_TRUE(pressed["message"].get<std::string>().contains("did not tell who you are"));
  EXPECT_EQ(commands(), 0U);
}

TEST_F(TeamsInvoke, ForeignDataDoesNothingAndIsToldSo) {
  const Json data{{"action", "resolve"}, {"muster", {{"form", {{"name", ""}}}}}};
  for (const Json& forged : {data, Json{{"muster", "yes"}}, Json::object()}) {
    const Json press = hand_made({{"type", "invoke"},
                                  {"name", "adaptiveCard/action"},
                                  {"value", {{"action", {{"verb", "command"}, {"data", forged}}}}}});
    EXPECT_EQ(press["status"], 200);
    EXPECT_EQ(press["body"]["statusCode"], 400) << press;
    EXPECT_FALSE(press["body"]["value"]["message"].get<std::string>().empty());
    for (const char* name : {"task/fetch", "task/submit", "composeExtension/submitAction"}) {
      const Json dialog = hand_made({{"type", "invoke"}, {"name", name}, {"value", {{"data", forged}}}});
      EXPECT_EQ(dialog["status"], 200) << name;
      EXPECT_EQ(dialog["body"]["task"]["type"], "message") << dialog;
    }
  }
  EXPECT_EQ(hand_made({{"type", "invoke"}, {"name", "fileConsent/invoke"}, {"value", data}})["status"], 501);
  EXPECT_EQ(hand_made({{"type", "message"}, {"value", data}})["status"], 200);
  fake.wait("message&from=muster&user=ann&personal=true&text=not%20one%20of%20muster");
  EXPECT_TRUE(intake.all().empty());
}

TEST_F(TeamsInvoke, AnOldClientsPressIsAnsweredAsAMessage) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("You have it.", true)}; });
  const Json press{{"type", "message"},
                   {"value", {{"muster", {{"command", "INC-1 ack P1"}, {"nonce", "0123"}}}}}};
  EXPECT_EQ(hand_made(press)["status"], 200);
  EXPECT_TRUE(std::get<CommandTyped>(intake.wait(1, is<CommandTyped>).at(0).what).pressed);
  fake.wait("message&from=muster&user=ann&personal=true&text=You%20have%20it.");
}

TEST_F(TeamsInvoke, AnOldClientsPressThatWasNotKeptIsToldOnceAndComesAgain) {
  std::atomic<int> refusals = 1;
  intake.decide([&](const Inbound&) -> Result<Answer> {
    if (refusals-- > 0) return std::unexpected(store_down());
    return answer_with("You have it.", true);
  });
  const Json press{{"type", "message"},
                   {"value", {{"muster", {{"command", "INC-1 ack P1"}, {"nonce", "0123"}}}}}};
  fake.post("activity", {{"activity", press}});
  fake.wait("message&from=muster&user=ann&personal=true&text=Nothing%20was%20recorded");
  fake.post("clock", {{"advance_ms", 15000}});
  fake.wait("message&from=muster&user=ann&personal=true&text=You%20have%20it.");
  fake.wait("quiet");
  EXPECT_EQ(world.said_to("ann").size(), 2U);
}

TEST_F(TeamsInvoke, ARefreshChangesNothing) {
  const std::string id = card("INC-1 ack P1", "room");
  const Json refresh = world.said_in("incidents").at(0)["cards"][0]["refresh"]["action"];
  ASSERT_EQ(refresh["verb"], "refresh");
  for (const char* trigger : {"manual", "automatic"}) {
    const Json answer = hand_made({{"type", "invoke"},
                                   {"name", "adaptiveCard/action"},
                                   {"replyToId", id},
                                   {"value", {{"action", refresh}, {"trigger", trigger}}}});
    EXPECT_EQ(answer["body"]["type"], "application/vnd.microsoft.card.adaptive") << answer;
    EXPECT_TRUE(answer["body"]["value"].dump().contains("INC-1 room for ann")) << answer;
  }
  EXPECT_TRUE(intake.all().empty());
  EXPECT_EQ(world.calls("update"), 0U);
}

TEST_F(TeamsInvoke, AMessageIsPutOnTheTimelineByItsMenu) {
  intake.decide([](const Inbound&) { return Result<Answer>{answer_with("On the timeline.")}; });
  const std::string id =
      fake.post("message", {{"user", "bob"}, {"channel", "incidents"}, {"text", "the cache is cold"}})["id"];
  const Json done =
      fake.post("extension",
                {{"user", "ann"}, {"command_id", "add_to_timeline"}, {"channel", "incidents"}, {"id", id}});
  EXPECT_EQ(done["result"], "message") << done;
  const Inbound typed = intake.wait(1, is<CommandTyped>).at(0);
  const auto& command = std::get<CommandTyped>(typed.what);
  EXPECT_EQ(command.text, "note");
  EXPECT_EQ(command.on.text, "the cache is cold");
  ASSERT_TRUE(command.on.author);
  EXPECT_EQ(command.on.author->user, world.user("bob"));
  EXPECT_EQ(typed.from->user, world.user("ann"));
  EXPECT_EQ(typed.place, (Place{"teams", kIncidents, id, ""}));
}

}  // namespace
}  // namespace muster::teams::testing

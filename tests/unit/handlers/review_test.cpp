// The operations review of the week, reports in a room, and messages whose button was pressed.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The stage's clock starts on Monday 2026-03-02 09:00 UTC.
Policy reviewed() {
  Policy policy = default_policy();
  policy.people = {{{"ann"}, "Ann Lee", "UTC", {{"slack", "ann"}}},
                   {{"bob"}, "Bob Ray", "UTC", {{"slack", "bob"}}}};
  policy.review.rooms = {{"slack", "#ops"}, {"console", "incidents"}};
  policy.review.day = 2;
  policy.calendar.zone = "Europe/Berlin";
  return policy;
}

std::vector<std::string> posted(Stage& stage) {
  std::vector<std::string> all;
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* report = std::get_if<PostReport>(&row.effect.body);
    if (report == nullptr) continue;
    EXPECT_EQ(report->last, "7d");
    all.push_back(row.effect.platform + (report->picture ? " picture" : "") + " until " +
                  iso_seconds(report->until));
  }
  return all;
}

TEST(Review, IsPostedOnceAWeekByTheCalendarsClock) {
  Stage stage{reviewed()};
  stage.pass(minutes{0});
  EXPECT_THAT(posted(stage), IsEmpty()) << "it begins with the next week";
  stage.pass(days{1} - minutes{61});
  EXPECT_THAT(posted(stage), IsEmpty());
  stage.pass(minutes{1});
  const auto once =
      ElementsAre("slack until 2026-03-03T08:00:00Z", "slack picture until 2026-03-03T08:00:00Z",
                  "console until 2026-03-03T08:00:00Z");
  EXPECT_THAT(posted(stage), once);
  stage.restart();
  stage.pass(days{6});
  EXPECT_THAT(posted(stage), IsEmpty());
  stage.pass(days{1});
  EXPECT_THAT(posted(stage), SizeIs(3));
}

TEST(Review, AfterAnOutageOnlyTheLastAndOnlyWhileItIsNews) {
  Stage stage{reviewed()};
  stage.pass(minutes{0});
  stage.pass(days{23});  // a Wednesday, 24 hours after the fourth
  EXPECT_THAT(posted(stage), IsEmpty()) << "more than a day late is no news";
  stage.pass(days{6} + hours{20});
  EXPECT_THAT(posted(stage), SizeIs(3));
  stage.pass(days{14});
  EXPECT_THAT(posted(stage),
              ElementsAre("slack until 2026-04-14T07:00:00Z", "slack picture until 2026-04-14T07:00:00Z",
                          "console until 2026-04-14T07:00:00Z"))
      << "the one of the week between is not said late; summer time began meanwhile";
}

TEST(Review, IsNotPostedWithoutARoom) {
  Policy policy = reviewed();
  policy.review.rooms.clear();
  Stage stage{policy};
  stage.pass(days{30});
  EXPECT_THAT(posted(stage), IsEmpty());
}

TEST(Report, IsPostedToEverybodyInTheRoomWhereItWasAskedFor) {
  Stage stage{reviewed()};
  stage.take_effects();
  EXPECT_FALSE(stage.type("ann", "report week --post", "C0OPS").refusal);
  const auto effects = stage.take_effects();
  ASSERT_THAT(effects, SizeIs(2));
  const auto& words = std::get<PostReport>(effects[0].effect.body);
  EXPECT_EQ(words.room, "C0OPS");
  EXPECT_TRUE(words.review);
  EXPECT_FALSE(words.picture);
  EXPECT_TRUE(std::get<PostReport>(effects[1].effect.body).picture);
  EXPECT_EQ(effects[0].lane, effects[1].lane) << "the words come first";
  EXPECT_EQ(stage.type("ann", "report week --post").refusal->code, "no_room");

  Inbound inbound;
  inbound.what = EffectGivenUp{effects[0].key, effects[0].incident, effects[0].effect.body,
                               "slack",        "not_in_channel",    false};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("person:ann/report_lost"));
}

class Pressed : public testing::Test {
 protected:
  // The button of a message that muster wrote.
  void press(const std::string& person, const std::string& text, bool own = true) {
    Inbound inbound;
    inbound.from = Identity{"slack", person, person};
    inbound.place = {"slack", "D0BOB", "171.5", ""};
    inbound.what = CommandTyped{text, {}, own};
    const JobResult result = stage.submit(std::move(inbound));
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->refusal) << result->refusal->say;
  }
  std::vector<EditMessage> edited() {
    std::vector<EditMessage> all;
    for (const OutboxRow& row : stage.take_effects()) {
      if (const auto* edit = std::get_if<EditMessage>(&row.effect.body)) all.push_back(*edit);
    }
    return all;
  }

  Stage stage{reviewed()};
};

TEST_F(Pressed, TheMessageSaysThatThePageWasAcknowledged) {
  stage.type("ann", "declare sev3 Checkout is down");
  stage.deliver_all();
  stage.type("ann", "page @bob", stage.room());
  stage.take_effects();
  press("bob", "INC-1 ack P1");
  const auto edits = edited();
  ASSERT_THAT(edits, SizeIs(1));
  EXPECT_EQ(edits[0].wording, "page_settled");
  EXPECT_EQ(edits[0].message.message, "171.5");
  press("bob", "INC-1 ack P1");
  EXPECT_THAT(edited(), IsEmpty()) << "nothing happened the second time";
}

TEST_F(Pressed, TheMessageSaysThatTheTaskIsDone) {
  stage.type("ann", "declare sev3 Checkout is down");
  stage.deliver_all();
  stage.type("ann", "task roll back @bob in 10m", stage.room());
  stage.take_effects();
  press("bob", "INC-1 done T1", false);
  EXPECT_THAT(edited(), IsEmpty()) << "typed, after a message of their own";
  stage.type("ann", "task look again @bob in 10m", stage.room());
  stage.take_effects();
  press("bob", "INC-1 done T2");
  const auto edits = edited();
  ASSERT_THAT(edits, SizeIs(1));
  EXPECT_EQ(edits[0].wording, "task_done");
}

TEST_F(Pressed, AMessageThatCannotBeEditedIsLeftAsItIs) {
  stage.type("ann", "declare sev3 Checkout is down");
  stage.deliver_all();
  stage.type("ann", "page @bob", stage.room());
  stage.take_effects();
  press("bob", "INC-1 ack P1");
  Inbound inbound;
  for (const OutboxRow& row : stage.take_effects()) {
    if (std::holds_alternative<EditMessage>(row.effect.body))
      inbound.what = EffectGivenUp{row.key, row.incident, row.effect.body, "slack", "gone", false};
  }
  ASSERT_TRUE(std::holds_alternative<EffectGivenUp>(inbound.what));
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(stage.take_effects(), IsEmpty());
}

TEST(Link, OfAPrivateIncidentIsNotPutWhereEverybodyReads) {
  Stage stage{reviewed()};
  stage.type("ann", "declare sev3 Checkout is down");
  stage.type("ann", "declare sev1 --private --anyway Keys leaked");
  stage.type("ann", "declare sev3 --anyway Checkout is down again");
  EXPECT_EQ(stage.type("ann", "INC-1 link INC-2 related").refusal->code, "private_incident");
  EXPECT_FALSE(stage.type("ann", "INC-2 link INC-1 related").refusal);
  EXPECT_FALSE(stage.type("ann", "INC-3 link INC-1 repeats").refusal);
  EXPECT_EQ(stage.incident(3).links.at(0).relation, "repeats");
}

TEST(Access, SignInsAndConfigurationsAreKeptOnce) {
  Stage stage{reviewed()};
  const auto happen = [&](auto what, bool somebody) {
    Inbound inbound;
    if (somebody) inbound.from = Identity{"console", "ann", "Ann"};
    inbound.what = std::move(what);
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  };
  happen(ConsoleEntered{"s1"}, true);
  happen(ConsoleEntered{"s1", true}, true);
  happen(ConfigurationLoaded{{"aa", "organisation: x", "1"}}, false);
  happen(ConfigurationLoaded{{"aa", "organisation: x", "1"}}, false);
  stage.restart();
  happen(ConfigurationLoaded{{"aa", "organisation: x", "1"}}, false);
  happen(ConfigurationLoaded{{"bb", "organisation: y", "1"}}, false);
  const auto access = stage.bodies<SignedIn>(0);
  ASSERT_THAT(access, SizeIs(2));
  EXPECT_FALSE(access[0].out);
  EXPECT_TRUE(access[1].out);
  const auto read = stage.bodies<ConfigurationRead>(0);
  ASSERT_THAT(read, SizeIs(2)) << "only when it is another one";
  EXPECT_EQ(read[1].text, "organisation: y");
}

TEST(Access, WhatAuditorsAskAboutIsKeptWithWhoItWas) {
  Stage stage{reviewed()};
  const auto note = [&](AccessRecorded access, std::optional<Identity> from, const std::string& system) {
    Inbound inbound;
    inbound.from = std::move(from);
    inbound.rule = system;
    inbound.what = AccessNoted{std::move(access)};
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  };
  AccessRecorded refused;
  refused.kind = AccessKind::request_refused;
  refused.what = "GET /api/v1/me";
  refused.why = "not_signed_in";
  refused.address = "203.0.113.7";
  refused.left_out = 3;
  AccessRecorded read;
  read.kind = AccessKind::private_read;
  read.incident = {7};
  read.why = "auditor";
  note(refused, std::nullopt, "");
  note(read, Identity{"slack", "ann", "Ann Lee"}, "");
  note(refused, std::nullopt, "ci");
  stage.restart();
  EXPECT_THAT(stage.bodies<AccessRecorded>(0), ElementsAre(refused, read, refused));
  const auto events = stage.events(0);
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(events[0].actor, Actor{}) << "nobody knows who it was";
  EXPECT_EQ(events[1].actor, actor({"ann"}));
  EXPECT_EQ(events[2].actor, (Actor{ActorKind::rule, "ci"}));
}

}  // namespace

}  // namespace muster::test

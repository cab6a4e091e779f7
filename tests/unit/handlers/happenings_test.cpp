// What happens without a command: pins, edits, deletions, arrivals, receipts and failures.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::Contains;
using testing::IsEmpty;

class Happenings : public testing::Test {
 protected:
  Happenings() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
    stage.take_effects();
  }
  JobResult happen(const std::string& person, decltype(Inbound::what) what,
                   const std::string& message = "1700.1", const std::string& thread = "") {
    Inbound inbound;
    inbound.from = Identity{"slack", person, person};
    inbound.place = {"slack", stage.room(), message, thread};
    inbound.what = std::move(what);
    return stage.submit(std::move(inbound));
  }
  Stage stage;
};

TEST_F(Happenings, APinPutsTheMessageOnTheTimelineOnceAtItsOwnTime) {
  happen("ann", ReactionChanged{"pushpin", true});
  happen("bob", ReactionChanged{"pushpin", true});
  stage.clock.advance(std::chrono::minutes{1});
  stage.deliver_all();
  happen("cat", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  const auto captured = stage.bodies<MessageCaptured>();
  ASSERT_EQ(captured.size(), 1U);
  EXPECT_EQ(captured.front().text, "text of 1700.1");
  EXPECT_EQ(captured.front().author, PersonId{"slack:bob"});
}

TEST_F(Happenings, TheMessageActionKeepsTheMessageItselfOnce) {
  const Time said = stage.clock.now() - std::chrono::minutes{7};
  MessageSnapshot message{"gateway certificate expired",
                          Identity{"slack", "bob", "bob"},
                          {{"graph.png", "F1", ""}},
                          "https://x/p1",
                          said};
  happen("ann", CommandTyped{"note", message});
  happen("ann", CommandTyped{"note", message});
  const auto captured = stage.bodies<MessageCaptured>();
  ASSERT_EQ(captured.size(), 1U);
  EXPECT_EQ(captured.front().files.front().name, "graph.png");
  EXPECT_EQ(stage.events().back().occurred_at, said);
}

TEST_F(Happenings, AMessageFromElsewhereIsCarriedAlongWhenTheIncidentIsChosen) {
  Inbound inbound;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", "lunch", "1.1", ""};
  inbound.what = CommandTyped{"note", {"the graph looks wrong", {}, {}, "", {}}};
  const auto answer = stage.submit(std::move(inbound));
  ASSERT_TRUE(answer && answer->refusal);
  EXPECT_EQ(std::get<ChooseIncident>(*answer->refusal->view).command, "note -- the graph looks wrong");
}

TEST_F(Happenings, PinUnpinPinIsOneEntryAtATime) {
  happen("ann", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  happen("ann", ReactionChanged{"pushpin", false});
  EXPECT_EQ(stage.bodies<EntryWithdrawn>().size(), 1U);
  EXPECT_THAT(stage.incident().captured, IsEmpty());
  happen("ann", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  EXPECT_EQ(stage.incident().captured.size(), 1U);
}

TEST_F(Happenings, APinTakenAwayBeforeItsMessageCameIsNotCaptured) {
  happen("ann", ReactionChanged{"pushpin", true});
  happen("ann", ReactionChanged{"pushpin", false});
  stage.deliver_all();
  EXPECT_THAT(stage.bodies<MessageCaptured>(), IsEmpty());
  happen("ann", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  EXPECT_EQ(stage.bodies<MessageCaptured>().size(), 1U) << "put again, it counts";
  EXPECT_THAT(stage.incident().withdrawn, IsEmpty());
}

TEST_F(Happenings, WhatWasWithdrawnIsRememberedByItsMessage) {
  happen("ann", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  const Seq entry = stage.incident().captured.begin()->second;
  stage.type("ann", "withdraw " + std::to_string(entry), stage.room());
  ASSERT_EQ(stage.incident().withdrawn.size(), 1U);
  EXPECT_EQ(stage.incident().withdrawn.begin()->second, stage.incident().last_seq);
}

// "resolve", typed while Slack could not be heard, and read when it could again.
TEST_F(Happenings, ACommandThatWasMissedIsAskedAboutAndNotDone) {
  Inbound inbound;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", stage.room(), "1700.1", ""};
  inbound.origin_key = "slack/msg/1700.1";
  inbound.occurred_at = stage.clock.now();
  inbound.what = CommandTyped{"resolve all good", {}};
  stage.clock.advance(std::chrono::minutes{37});
  const Inbound again = inbound;
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_TRUE(stage.incident().is_open());
  const auto asked = stage.bodies<CommandRefused>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().verb, "resolve");
  EXPECT_THAT(asked.front().reason, testing::HasSubstr("\"resolve all good\" was typed at "));
  EXPECT_THAT(asked.front().reason, testing::HasSubstr("37 min before I could read it"));
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/command_missed"));
  ASSERT_TRUE(stage.submit(again));
  EXPECT_THAT(stage.posted_wordings(), IsEmpty()) << "asked once, however often it is read";
  // Where there is no room to ask in, whoever typed it is asked.
  Inbound elsewhere = again;
  elsewhere.origin_key = "slack/msg/1700.2";
  elsewhere.place.room = "lunch";
  elsewhere.what = CommandTyped{"declare sev1 Everything is down", {}};
  const auto refused = stage.submit(elsewhere);
  ASSERT_TRUE(refused && refused->refusal);
  EXPECT_EQ(refused->refusal->code, "typed_while_away");
  // Nine minutes ago is now.
  elsewhere.origin_key = "slack/msg/1700.3";
  elsewhere.occurred_at = stage.clock.now() - std::chrono::minutes{9};
  EXPECT_FALSE(stage.submit(elsewhere)->refusal);
}

// Slack does not promise an order. A command is taken as it comes: what is too early is refused and comes to
// nothing.
TEST_F(Happenings, WhatComesBeforeWhatItIsAboutChangesNothing) {
  const auto early = stage.type("ann", "INC-2 resolve it is over");
  ASSERT_TRUE(early.refusal);
  EXPECT_EQ(early.refusal->code, "unknown_incident");
  stage.type("ann", "declare sev2 --anyway Search is slow");
  EXPECT_TRUE(stage.incident(2).is_open());
  stage.deliver_all();
  const std::size_t before = stage.events().size();
  happen("bob", MessageEdited{"better words"});  // the message is not there yet
  happen("bob", MessageDeleted{}, "1800.1");
  EXPECT_EQ(stage.events().size(), before);
  // The pin asks Slack for the message as it is by then.
  happen("ann", ReactionChanged{"pushpin", true});
  happen("bob", MessagePosted{"first words", {}});
  stage.deliver_all();
  EXPECT_EQ(stage.bodies<MessageCaptured>().size(), 1U);
}

TEST_F(Happenings, EditsAndDeletionsOfACapturedMessageAreFollowed) {
  happen("ann", ReactionChanged{"pushpin", true});
  stage.deliver_all();
  happen("bob", MessageEdited{"better words"});
  EXPECT_EQ(stage.bodies<EntryRevised>().front().text, "better words");
  happen("bob", MessageDeleted{});
  EXPECT_EQ(stage.bodies<EntryWithdrawn>().front().reason, "deleted in chat");
  happen("bob", MessageEdited{"of a message nobody captured"}, "1800.1");
  EXPECT_EQ(stage.bodies<EntryRevised>().size(), 1U);
}

TEST_F(Happenings, OtherEmojiAndOtherRoomsMeanNothing) {
  happen("ann", ReactionChanged{"thumbsup", true});
  Inbound inbound;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", "lunch", "1.1", ""};
  inbound.what = ReactionChanged{"pushpin", true};
  stage.submit(std::move(inbound));
  EXPECT_THAT(stage.take_effects(), IsEmpty());
}

TEST_F(Happenings, WhoComesInOrSpeaksIsOnTheIncident) {
  happen("bob", RoomJoined{}, "");
  happen("bob", MessagePosted{"hello", {}});
  happen("cat", MessagePosted{"hi", {}});
  EXPECT_EQ(stage.bodies<PersonAdded>().size(), 2U);
}

// The row of an effect that waits, by its kind.
OutboxRow row_of(Stage& stage, std::string_view kind) {
  for (const OutboxRow& row : stage.take_effects()) {
    if (type_of(row.effect.body) == kind && row.effect.platform == "slack") return row;
  }
  ADD_FAILURE() << "no " << kind << " waits";
  return {};
}

TEST_F(Happenings, AFailedEffectIsOnTheTimelineAndSaidInTheOtherChat) {
  stage.type("zed", "INC-1 join");
  const OutboxRow row = row_of(stage, "invite");
  Inbound inbound;
  inbound.what = EffectGivenUp{row.key, {1}, row.effect.body, "slack", "user zed is disabled", false};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_EQ(stage.bodies<EffectFailed>().front().error, "user zed is disabled");
  std::vector<std::string> platforms;
  for (const OutboxRow& notice : stage.take_effects()) platforms.push_back(notice.effect.platform);
  EXPECT_THAT(platforms, Contains("console"));
}

TEST_F(Happenings, AFailingFailureNoticeIsNotReportedForever) {
  stage.type("ann", "update Rolling back", stage.room());
  const OutboxRow row = row_of(stage, "post");
  Inbound inbound;
  inbound.what = EffectGivenUp{row.key, {1},  PostMessage{{To::incident_room, ""}, "effect_failed", 3},
                               "slack", "no", false};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(stage.take_effects(), IsEmpty());
}

TEST_F(Happenings, ACardRenderedBeforeAChangeIsRefreshed) {
  stage.type("ann", "declare sev3 --anyway Another");
  const OutboxRow row = row_of(stage, "post_card");
  stage.type("ann", "INC-2 severity sev1");
  stage.take_effects();
  Inbound inbound;
  inbound.what =
      EffectDelivered{row.key, {2}, row.effect.body, "slack", {"slack", "room-2", "9.9", ""}, "", "", {}, 1};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  bool refreshed = false;
  for (const OutboxRow& next : stage.take_effects()) {
    refreshed = refreshed || std::holds_alternative<RefreshCard>(next.effect.body);
  }
  EXPECT_TRUE(refreshed);
}

TEST_F(Happenings, StateSurvivesARestartEventForEvent) {
  stage.type("ann", "severity sev1", stage.room());
  stage.type("ann", "update --next 30m Rolling back", stage.room());
  const Incident before = stage.incident();
  stage.restart();
  EXPECT_EQ(stage.incident(), before);
  stage.take_effects();
  stage.pass(std::chrono::minutes{30});
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/reminder_update_due"));
}

TEST_F(Happenings, ACardSomebodyDeletedIsPostedAnewOnce) {
  stage.type("ann", "severity sev1", stage.room());
  const OutboxRow row = row_of(stage, "refresh_card");
  const std::string card = std::get<RefreshCard>(row.effect.body).card;
  for (int times = 0; times < 2; ++times) {
    Inbound inbound;
    inbound.what = EffectGivenUp{row.key, {1}, row.effect.body, "slack", "the message is gone", false};
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  }
  std::vector<std::string> anew;
  for (const OutboxRow& next : stage.take_effects()) {
    if (const auto* post = std::get_if<PostCard>(&next.effect.body)) anew.push_back(post->card);
  }
  EXPECT_EQ(anew, std::vector{card});
  EXPECT_THAT(stage.bodies<EffectFailed>(), IsEmpty());
  stage.deliver_all();
  EXPECT_TRUE(stage.incident().cards.contains("slack/" + card));
}

}  // namespace
}  // namespace muster

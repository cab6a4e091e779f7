// What people type about times and people, and what they are told back.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// The stage's clock stands at 09:00 UTC, 10:00 in Berlin.
class Spoken : public testing::Test {
 protected:
  Spoken() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
  }
  JobAnswer say(const std::string& text, const std::string& zone = "") {
    Inbound inbound;
    inbound.from = Identity{"console", "dora", "Dora Lind", false, zone};
    inbound.place = {"console", stage.room(), "", ""};
    inbound.what = CommandTyped{text, {}};
    auto answer = stage.submit(std::move(inbound));
    EXPECT_TRUE(answer) << answer.error().say;
    return answer ? *std::move(answer) : JobAnswer{};
  }
  [[nodiscard]] std::string last_note_at() const {
    std::string at;
    for (const Event& event : stage.events()) {
      if (std::holds_alternative<NoteAdded>(event.body)) at = iso_seconds(event.occurred_at);
    }
    return at;
  }
  Stage stage;
};

TEST_F(Spoken, ABareTimeIsOfTheZoneTheBrowserTells) {
  const auto answer = say("note 09:50 node 7 fell over", "Europe/Berlin");
  EXPECT_EQ(last_note_at(), "2026-03-02T08:50:00Z");
  EXPECT_THAT(answer.reply.say, HasSubstr("08:50 UTC (09:50 Berlin)"));
  say("note 09:40 before that", "Europe/Helsinki");  // the device moved
  EXPECT_EQ(last_note_at(), "2026-03-02T07:40:00Z");
}

TEST_F(Spoken, WithoutAZoneTimesAreUtc) {
  say("note 08:50 node 7 fell over");
  EXPECT_EQ(last_note_at(), "2026-03-02T08:50:00Z");
}

TEST_F(Spoken, ATimeStillToComeIsRefusedForNotesAndForTheBeginning) {
  for (const auto* text : {"note 11:18 it began", "declare --started 11:18 --anyway Search is slow"}) {
    const auto answer = say(text);
    ASSERT_TRUE(answer.refusal) << text;
    EXPECT_EQ(answer.refusal->code, "bad_time");
    EXPECT_THAT(answer.refusal->say, HasSubstr("For yesterday say 2026-03-01 11:18"));
  }
  const auto yesterday = say("note 2026-03-01 11:18 it began");
  EXPECT_THAT(yesterday.reply.say, HasSubstr("at 2026-03-01 11:18 UTC"));
}

TEST_F(Spoken, NotesBeginWithEveryFormThatDialogsTake) {
  say("note 20m ago saw first 500s");
  EXPECT_EQ(last_note_at(), "2026-03-02T08:40:00Z");
  EXPECT_EQ(stage.bodies<NoteAdded>().back().text, "saw first 500s");
  say("note 09:50 CET failed over");
  EXPECT_EQ(last_note_at(), "2026-03-02T08:50:00Z");
  EXPECT_EQ(stage.bodies<NoteAdded>().back().text, "failed over");
  for (const auto* text :
       {"note 25:99 impossible", "note 08:50 PST failed over", "note 2:30 pm failed over"}) {
    const auto answer = say(text);
    ASSERT_TRUE(answer.refusal) << text;
    EXPECT_EQ(answer.refusal->code, "bad_time") << text;
  }
  EXPECT_EQ(stage.bodies<NoteAdded>().size(), 2U);
}

TEST_F(Spoken, AMentionMayBeTheIdTheHandleOrTheName) {
  stage.type("bruiz", "list");
  Inbound met;
  met.from = Identity{"console", "bob-ruiz", "Bob Ruiz"};
  met.place = {"console", "incidents", "", ""};
  met.what = RoomJoined{};
  ASSERT_TRUE(stage.submit(std::move(met)));
  for (const auto* word : {"@bob", "@Bob", "bob-ruiz", "@console:bob-ruiz", "\"Bob Ruiz\""}) {
    const auto answer = say("page --target " + std::string{word} + " we need you");
    EXPECT_FALSE(answer.refusal) << word << ": " << answer.refusal->say;
    EXPECT_EQ(stage.bodies<PersonPaged>().back().people, std::vector{PersonId{"console:bob-ruiz"}}) << word;
  }
}

TEST_F(Spoken, ANearMissNamesThePersonAndTwoOfOneNameAreNotGuessed) {
  for (const auto* user : {"bob-ruiz", "bob-lee"}) {
    Inbound met;
    met.from = Identity{"console", user, user == std::string{"bob-ruiz"} ? "Bob Ruiz" : "Bob Lee"};
    met.place = {"console", "incidents", "", ""};
    met.what = RoomJoined{};
    ASSERT_TRUE(stage.submit(std::move(met)));
  }
  const auto two = say("page @bob help");
  ASSERT_TRUE(two.refusal);
  EXPECT_THAT(two.refusal->say, HasSubstr("Bob Ruiz (@console:bob-ruiz)"));
  EXPECT_THAT(two.refusal->say, HasSubstr("Bob Lee (@console:bob-lee)"));
  const auto near = say("page @riuz help");
  ASSERT_TRUE(near.refusal);
  EXPECT_THAT(near.refusal->say, HasSubstr("Did you mean Bob Ruiz"));
  EXPECT_TRUE(stage.bodies<PersonPaged>().empty());
}

TEST_F(Spoken, APageThatOnlyTheConsoleShowsSaysSo) {
  say("note hello");
  const auto console = stage.type("ann", "page @dora help", stage.room());
  EXPECT_THAT(console.reply.say, HasSubstr("in the console only (no chat identity is configured)"));
  EXPECT_THAT(console.reply.say, HasSubstr("wakes nobody"));
  stage.type("bob", "list");
  const auto chat = stage.type("ann", "page @bob help", stage.room());
  EXPECT_THAT(chat.reply.say, Not(HasSubstr("console only")));
}

TEST_F(Spoken, AStaleFormDoesNotChangeTheStateBack) {
  stage.type("bea", "status monitoring rolled back", stage.room());
  const auto stale =
      stage.dialog("ann", "status", {{"state", "identified"}, {"expected", "investigating"}}, {1});
  ASSERT_TRUE(stale.refusal);
  EXPECT_EQ(stale.refusal->field, "state");
  EXPECT_THAT(stale.refusal->say,
              HasSubstr("It was set to monitoring by @{slack:bea} at 09:00 UTC meanwhile"));
  EXPECT_EQ(stage.incident().state, State::monitoring);

  stage.dialog("ann", "update",
               {{"text", "Errors fall"}, {"state", "unchanged"}, {"expected", "investigating"}}, {1});
  EXPECT_EQ(stage.bodies<UpdatePosted>().back().state, State::monitoring);
  const auto update =
      stage.dialog("ann", "update", {{"text", "x"}, {"state", "fixing"}, {"expected", "investigating"}}, {1});
  ASSERT_TRUE(update.refusal);
  EXPECT_EQ(update.refusal->code, "state_changed");
  EXPECT_FALSE(stage.dialog("ann", "status", {{"state", "fixing"}, {"expected", "monitoring"}}, {1}).refusal);
}

TEST_F(Spoken, AnAudienceWithoutARoomIsNotSaidToHaveHeard) {
  const auto answer = say("update --to internal,public Payments fail");
  EXPECT_THAT(answer.reply.say, HasSubstr("Sent to Internal stakeholders."));
  EXPECT_THAT(answer.reply.say, HasSubstr("Public was told nothing"));
  EXPECT_THAT(stage.bodies<UpdatePosted>().back().unheard, ElementsAre("public"));
}

TEST_F(Spoken, InTriageThereIsNothingToResolveYet) {
  stage.type("ann", "declare --anyway Strange noises");
  const auto answer = stage.type("ann", "INC-2 resolve it is over");
  ASSERT_TRUE(answer.refusal);
  EXPECT_THAT(answer.refusal->say, HasSubstr("cancel <why>"));
  EXPECT_THAT(answer.refusal->say, HasSubstr("severity sev2"));
}

TEST_F(Spoken, ResolveAndPrivateWithoutWordsOpenTheirForms) {
  for (const auto* verb : {"resolve", "private"}) {
    const auto answer = say(verb);
    ASSERT_TRUE(answer.reply.view) << verb;
    EXPECT_EQ(std::get<OpenDialog>(*answer.reply.view).dialog, verb);
  }
  EXPECT_TRUE(stage.incident().is_open());
  EXPECT_EQ(stage.incident().visibility, Visibility::public_);
  stage.dialog("ann", "resolve", {{"text", ""}}, {1});
  EXPECT_EQ(stage.incident().state, State::resolved);
}

TEST_F(Spoken, WhatBurnsMostStandsFirstAndExercisesLast) {
  stage.type("ann", "declare sev1 --anyway --drill Whole region is gone");
  stage.type("ann", "declare sev1 --anyway Payments fail");
  const auto answer = say("list");
  EXPECT_THAT(std::get<ShowList>(*answer.reply.view).numbers,
              ElementsAre(IncidentNumber{3}, IncidentNumber{1}, IncidentNumber{2}));
}

}  // namespace
}  // namespace muster

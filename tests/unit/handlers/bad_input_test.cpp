// What people get wrong about times, services, merges and handoffs is answered with what is wrong and what to
// say.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::AllOf;
using testing::HasSubstr;

Policy in_berlin() {
  Policy policy = default_policy();
  policy.people = {{{"ann"}, "Ann", "Europe/Berlin", {{"slack", "ann"}}}};
  policy.services = {{"checkout", "Checkout", "", 1, {}, "", {}, {}, {}}};
  return policy;
}

class BadInput : public testing::Test {
 protected:
  BadInput() {
    stage.type("ann", "declare sev2 --service checkout Checkout is down");
    stage.type("bob", "declare sev3 --anyway Mail is slow");
    stage.deliver_all();
    stage.type("bob", "join", stage.room());
    stage.type("cat", "join", stage.room());
  }
  // The refusal of what ann types in the room; empty code when it was not refused.
  Refusal refusal(const std::string& text, const std::string& person = "ann") {
    const Seq before = stage.incident().last_seq;
    const JobAnswer answer = stage.type(person, text, stage.room());
    EXPECT_TRUE(answer.refusal) << text;
    const bool kept = answer.refusal && answer.refusal->on_record;
    EXPECT_EQ(stage.incident().last_seq, before + (kept ? 1 : 0)) << text;
    return answer.refusal.value_or(Refusal{});
  }
  Stage stage{in_berlin()};
};

// Every place that takes a time in the past: %s is the time.
class PastTimeOf : public BadInput, public testing::WithParamInterface<const char*> {
 protected:
  Refusal refused_at(const std::string& time) {
    std::string text = GetParam();
    return refusal(text.replace(text.find("%s"), 2, time));
  }
};

INSTANTIATE_TEST_SUITE_P(Verbs, PastTimeOf,
                         testing::Values("impact checkout partial --at \"%s\"",
                                         "note --at \"%s\" rolled back", "edit started %s",
                                         "edit --entry 1 --at \"%s\" corrected", "detected %s",
                                         "clock GDPR aware --at \"%s\"", "dr data_point checkout --at \"%s\"",
                                         "declare --anyway --started \"%s\" Search is slow"));

TEST_P(PastTimeOf, TheFutureIsRefusedWithTheTimeItIsNow) {
  const Refusal no = refused_at("2030-01-01 10:00 UTC");
  EXPECT_EQ(no.code, "bad_time");
  EXPECT_THAT(no.say, AllOf(HasSubstr("is in the future"), HasSubstr("09:00 UTC"), HasSubstr("has passed")));
}

TEST_P(PastTimeOf, AnHourThatDoesNotExistIsAskedAbout) {
  const Refusal no = refused_at("2025-03-30 02:30");  // in Ann's zone
  EXPECT_EQ(no.code, "bad_time");
  EXPECT_THAT(no.say, AllOf(HasSubstr("does not exist in Europe/Berlin"), HasSubstr("2025-03-30T00:30:00Z"),
                            HasSubstr("2025-03-30T01:30:00Z")));
}

TEST_P(PastTimeOf, AnHourThatHappensTwiceIsAskedAbout) {
  const Refusal no = refused_at("2025-10-26 02:30");
  EXPECT_EQ(no.code, "bad_time");
  EXPECT_THAT(no.say, AllOf(HasSubstr("happens twice in Europe/Berlin"), HasSubstr("2025-10-26T00:30:00Z"),
                            HasSubstr("2025-10-26T01:30:00Z")));
}

TEST_P(PastTimeOf, WhatIsNoTimeShowsAFormThatWorks) {
  const Refusal no = refused_at("25:99");
  EXPECT_EQ(no.code, "bad_time");
  EXPECT_THAT(no.say, AllOf(HasSubstr("\"25:99\""), HasSubstr("10:32 UTC")));
}

TEST_F(BadInput, ATimeWithoutAZoneIsTheSpeakersAndTheAnswerSaysInWhich) {
  const JobAnswer answer = stage.type("ann", "impact checkout partial --at 09:30", stage.room());
  ASSERT_FALSE(answer.refusal) << answer.refusal->say;
  EXPECT_THAT(answer.reply.say, HasSubstr("08:30 UTC (09:30 Berlin)"));
  const JobAnswer utc = stage.type("bob", "impact checkout full --at 08:45", stage.room());
  ASSERT_FALSE(utc.refusal) << utc.refusal->say;
  EXPECT_THAT(utc.reply.say, HasSubstr("08:45 UTC")) << "nobody knows bob's zone";
}

// What began before anybody declared it is the most usual thing of all, and is taken as it is told.
TEST_F(BadInput, WhatWasBeforeTheIncidentIsTakenWithItsDate) {
  const JobAnswer answer =
      stage.type("ann", "impact checkout full --at \"2026-02-27 22:00 UTC\"", stage.room());
  ASSERT_FALSE(answer.refusal) << answer.refusal->say;
  EXPECT_EQ(iso_seconds(*stage.incident().impact_started_at()), "2026-02-27T22:00:00Z");
  const JobAnswer note = stage.type("ann", "note --at \"2026-02-27 22:00 UTC\" first timeout", stage.room());
  EXPECT_THAT(note.reply.say, HasSubstr("2026-02-27 22:00 UTC"));
}

TEST_F(BadInput, AnUnknownServiceSaysWhichThereAre) {
  EXPECT_EQ(refusal("impact chekout full").code, "unknown_service");
  EXPECT_THAT(refusal("impact chekout full").say, HasSubstr("Did you mean checkout?"));
  EXPECT_THAT(refusal("declare --anyway --service qqq Search is slow").say, HasSubstr("Known: checkout"));
}

TEST_F(BadInput, AMergeIntoItselfOrAPrivateOneIsRefusedAndTellsNothing) {
  EXPECT_EQ(refusal("merge INC-1").code, "merge_into_itself");
  EXPECT_THAT(refusal("merge INC-1").say, HasSubstr("cannot be merged into itself"));
  stage.type("dan", "declare sev1 --private --anyway Credentials leaked");
  const Refusal hidden = refusal("merge INC-3");
  EXPECT_EQ(hidden.code, "unknown_incident");
  EXPECT_EQ(hidden.say, "I know no INC-3 that you may see") << "as for a number that was never given";
  EXPECT_EQ(refusal("merge INC-9").say, "I know no INC-9 that you may see");
  const JobAnswer member = stage.type("dan", "INC-3 merge INC-1");
  ASSERT_TRUE(member.refusal);
  EXPECT_EQ(member.refusal->code, "merge_private");
  EXPECT_THAT(member.refusal->say, HasSubstr("it would tell what is private"));
}

TEST_F(BadInput, OfTwoWhoAcceptAtOnceOneHasItAndTheOtherHearsWhy) {
  stage.type("ann", "handoff @bob you know the database", stage.room());
  const Refusal other = refusal("accept", "cat");
  EXPECT_EQ(other.code, "not_asked");
  EXPECT_THAT(other.say, HasSubstr("Only @{slack:bob} was asked"));
  EXPECT_FALSE(stage.type("bob", "accept", stage.room()).refusal);
  const Refusal again = refusal("accept", "bob");
  EXPECT_EQ(again.code, "no_handoff");
  EXPECT_THAT(again.say, HasSubstr("Nothing waits to be accepted"));
  EXPECT_EQ(stage.incident().commander(), PersonId{"slack:bob"});
  EXPECT_EQ(stage.bodies<RoleAssigned>().size(), 2U) << "the declarer, then bob, once";
}

TEST_F(BadInput, OfTwoWhoClaimARoleTheSecondHearsWhoHasIt) {
  EXPECT_FALSE(stage.type("bob", "claim scribe", stage.room()).refusal);
  const Refusal second = refusal("claim scribe", "cat");
  EXPECT_EQ(second.code, "role_taken");
  EXPECT_THAT(second.say, AllOf(HasSubstr("@{slack:bob} is Scribe"), HasSubstr("handoff scribe")));
}

}  // namespace
}  // namespace muster

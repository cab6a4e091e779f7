// oncall and cover, typed by people, through the real engine and store.
#include <gmock/gmock.h>

#include "bot/domain/oncall.hpp"
#include "bot/domain/time_text.hpp"
#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

RotationLayer weekly(std::vector<PersonId> people) {
  RotationLayer layer;
  layer.id = "all";
  layer.people = std::move(people);
  layer.starts = {2026, 2, 23, hours{9}};
  return layer;
}

// The stage begins on Monday 2026-03-02 at 09:00 UTC.
Policy with_schedules() {
  Policy policy = default_policy();
  policy.people = {{{"ann"}, "Ann Lee", "Europe/Berlin", {{"slack", "ann"}}},
                   {{"bob"}, "Bob Ray", "UTC", {{"slack", "bob"}}},
                   {{"cid"}, "Cid Poe", "", {{"slack", "cid"}}}};
  Schedule primary;
  primary.id = "primary";
  primary.name = "Primary";
  primary.layers = {weekly({PersonId{"ann"}, PersonId{"bob"}})};
  Schedule tokyo;
  tokyo.id = "tokyo";
  tokyo.name = "Tokyo";
  tokyo.zone = "Asia/Tokyo";
  tokyo.layers = {weekly({PersonId{"cid"}, PersonId{""}})};
  policy.schedules = {primary, tokyo};
  EscalationPolicy escalation;
  escalation.id = escalation.name = "shop";
  escalation.steps = {{{{TargetKind::schedule, "primary"}}, days{7}},
                      {{{TargetKind::team, "shop"}, {TargetKind::room, ""}}},
                      {{{TargetKind::person, "cid"}}, hours{1}, 1, Hours::any}};
  policy.escalations = {escalation};
  Team shop;
  shop.id = shop.name = "shop";
  shop.schedule = "primary";
  policy.teams = {shop};
  Service checkout;
  checkout.id = checkout.name = "checkout";
  checkout.owner = "shop";
  checkout.escalation = "shop";
  Service search;
  search.id = search.name = "search";
  search.owner = "shop";
  policy.services = {checkout, search};
  return policy;
}

class Oncall : public testing::Test {
 protected:
  std::string say(const std::string& text, const std::string& by = "ann") {
    const JobAnswer answer = stage.type(by, text);
    EXPECT_FALSE(answer.refusal) << text << ": " << answer.refusal->say;
    return answer.reply.say;
  }
  std::string refused(const std::string& text, const std::string& by = "ann") {
    const JobAnswer answer = stage.type(by, text);
    EXPECT_TRUE(answer.refusal) << text << ": " << answer.reply.say;
    return answer.refusal ? answer.refusal->code + ": " + answer.refusal->say : "";
  }
  Stage stage{with_schedules()};
};

TEST_F(Oncall, SaysWhoUntilWhenAndWhoIsNextInTheAskersZoneAndTheSchedules) {
  const std::string now = say("who is on call now");
  EXPECT_THAT(now, HasSubstr("Primary: @{bob} until 2026-03-09 09:00 UTC (10:00 Berlin), then @{ann}."));
  EXPECT_THAT(
      now, HasSubstr("Tokyo: NOBODY until 2026-03-09 00:00 UTC (01:00 Berlin) (09:00 Tokyo), then @{cid}."));
  EXPECT_THAT(say("oncall primary"), Not(HasSubstr("Tokyo")));
  EXPECT_THAT(say("on-call at 2026-03-10T08:00:00Z primary"),
              HasSubstr("Primary: @{ann} until 2026-03-16 09:00 UTC"));
}

TEST_F(Oncall, SaysWhoAtAnotherTimeAndInAWeekToCome) {
  EXPECT_THAT(say("oncall at 2026-03-09T09:00Z"), HasSubstr("Primary: @{ann} until 2026-03-16 09:00 UTC"));
  EXPECT_THAT(
      say("oncall next week"),
      AllOf(HasSubstr("Primary, next week:\n"), HasSubstr("@{bob} until 2026-03-09 09:00 UTC"),
            HasSubstr("@{ann} until 2026-03-15 23:00 UTC"), HasSubstr("NOBODY until 2026-03-09 00:00 UTC")));
  EXPECT_THAT(refused("oncall at 25:99"), HasSubstr("bad_time"));
}

TEST_F(Oncall, GapsAheadAreSaidBeforeTheyHurt) {
  stage.pass(days{8});
  EXPECT_THAT(say("oncall tokyo"), AllOf(HasSubstr("Tokyo: @{cid}"),
                                         HasSubstr("Ahead, nobody is on call from 2026-03-16 00:00 UTC")));
}

TEST_F(Oncall, ForASeverityOnAServiceSaysEachStepWithWhoeverIsOnCallThen) {
  EXPECT_THAT(say("who is on call for sev2 on checkout"),
              AllOf(HasSubstr("1. at once: @{bob} (Primary)"), HasSubstr("2. after"),
                    HasSubstr("@{ann}, the incident's room (shop, the room)"), Not(HasSubstr("3."))))
      << "a week later the other one is on call";
  EXPECT_THAT(say("oncall for sev1 on checkout"), HasSubstr("3. after"));
  EXPECT_THAT(say("oncall search"), HasSubstr("Primary: @{bob}"));
}

TEST_F(Oncall, UnknownSchedulesAndPeopleAreSaidSo) {
  EXPECT_THAT(refused("oncall primry"), HasSubstr("Did you mean primary?"));
  EXPECT_THAT(refused("oncall @nobody-here"), HasSubstr("unknown_person"));
  EXPECT_THAT(say("oncall me"), HasSubstr("Primary: @{ann} from 2026-03-09 09:00 UTC"));
  Stage bare;
  EXPECT_EQ(bare.type("ann", "oncall").refusal->code, "no_schedule");
}

TEST_F(Oncall, ACoverCountsOnceTheOtherAccepts) {
  EXPECT_THAT(say("cover me until 18:00 @cid", "bob"),
              AllOf(HasSubstr("@{cid} is asked. CV-1"), HasSubstr("@{bob} stays on call")));
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("person:cid/cover_request"));
  EXPECT_THAT(say("oncall primary"), HasSubstr("Primary: @{bob}"));
  EXPECT_THAT(refused("cover accept CV-1", "ann"), HasSubstr("not_yours"));
  say("cover accept cv-1", "cid");
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("person:bob/cover_answered"));
  EXPECT_THAT(say("oncall primary"),
              HasSubstr("Primary: @{cid} until 18:00 UTC (19:00 Berlin), then @{bob}"));
  EXPECT_THAT(say("cover"), HasSubstr("CV-1: @{cid} for @{bob}"));
  EXPECT_THAT(refused("cover decline CV-1 changed my mind", "cid"), HasSubstr("was accepted already"));
  stage.restart();
  EXPECT_THAT(say("oncall primary"), HasSubstr("Primary: @{cid}")) << "kept";
  say("cover withdraw CV-1", "bob");
  EXPECT_THAT(say("oncall primary"), HasSubstr("Primary: @{bob}"));
}

TEST_F(Oncall, ADeclinedCoverChangesNothing) {
  say("cover @bob by @cid from 12:00 until 14:00 because of the dentist", "ann");
  EXPECT_THAT(stage.bodies<CoverAsked>(0),
              ElementsAre(testing::Field(&CoverAsked::reason, "of the dentist")));
  EXPECT_THAT(say("cover decline CV-1 on a train", "cid"), HasSubstr("@{bob} stays on call"));
  EXPECT_THAT(say("oncall at 2026-03-02T13:00:00Z primary"), HasSubstr("Primary: @{bob}"));
  EXPECT_THAT(refused("cover accept CV-1", "cid"), HasSubstr("was declined already"));
}

TEST_F(Oncall, WhatCannotBeCoveredIsRefusedInClearWords) {
  EXPECT_THAT(refused("cover me until 18:00 @bob", "bob"), HasSubstr("same_person"));
  EXPECT_THAT(refused("cover me until 18:00 @cid", "ann"), HasSubstr("not_on_call"));
  EXPECT_THAT(refused("cover me from 2026-01-01 until 2026-01-02 @cid", "bob"), HasSubstr("bad_time"));
  EXPECT_THAT(refused("cover me @cid", "bob"), HasSubstr("time_required"));
  EXPECT_THAT(refused("cover me until 18:00", "bob"), HasSubstr("person_required"));
  EXPECT_THAT(refused("cover accept CV-9", "bob"), HasSubstr("unknown_cover"));
  say("cover until 18:00 @cid", "bob");
  EXPECT_THAT(say("cover me until 12:00 @ann", "bob"), HasSubstr("It overlaps with CV-1"));
  stage.pass(hours{10});
  EXPECT_THAT(refused("cover accept CV-1", "cid"), HasSubstr("cover_over"));
}

TEST_F(Oncall, OfTwoCoversForTheSameTimeTheOneAcceptedLastCounts) {
  say("cover me until 18:00 @cid", "bob");
  say("cover me until 18:00 @ann", "bob");
  say("cover accept CV-2", "ann");
  say("cover accept CV-1", "cid");
  EXPECT_THAT(say("oncall primary"), HasSubstr("Primary: @{cid} until 18:00 UTC"));
}

TEST_F(Oncall, ShiftsReadAgainAreOnRecordOnlyWhenTheyChanged) {
  const Time now = stage.clock.now();
  const auto read = [&](const std::string& person, Time until) {
    Inbound inbound;
    inbound.what = ShiftsRead{
        {"primary", stage.clock.now(), until, {{PersonId{person}, stage.clock.now() - hours{1}, until}}, {}}};
    return stage.submit(std::move(inbound));
  };
  ASSERT_TRUE(read("ann", now + days{30}));
  stage.pass(hours{1});
  ASSERT_TRUE(read("ann", now + days{31}));
  EXPECT_EQ(stage.bodies<ShiftsImported>(0).size(), 1U) << "a little further is nothing new";
  ASSERT_TRUE(read("ann", now + days{40}));
  ASSERT_TRUE(read("bob", now + days{40}));
  EXPECT_EQ(stage.bodies<ShiftsImported>(0).size(), 3U);
}

}  // namespace

}  // namespace muster::test

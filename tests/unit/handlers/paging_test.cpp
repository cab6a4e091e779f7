// Pages: who is rung, by which way, and whom next; through the real engine and store, with a clock the test
// moves.
#include <gmock/gmock.h>

#include "bot/domain/pages.hpp"
#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Person person(const std::string& id, const std::string& name, std::map<std::string, std::string> more = {}) {
  more["slack"] = id;
  return {{id}, name, "Europe/Berlin", std::move(more)};
}

EscalationStep to(std::vector<EscalationTarget> targets, Duration wait = minutes{5}) {
  EscalationStep step;
  step.targets = std::move(targets);
  step.wait = wait;
  return step;
}

// Ann is first, then Bob and a team of nobody, then Cleo; twice.
Policy office() {
  Policy policy = default_policy();
  policy.people = {person("ann", "Ann Lee", {{"phone", "+4915550001"}, {"email", "ann@example.org"}}),
                   person("bob", "Bob Ray", {{"phone", "+4915550002"}}), person("cleo", "Cleo Fox"),
                   person("dan", "Dan Orr")};
  policy.pager_methods = {
      {"sms", "twilio", "phone"}, {"voice", "twilio", "phone"}, {"email", "smtp", "email"}};
  policy.teams = {{"night", "Night shift", {}, std::nullopt, "", ""},
                  {"shop", "Shop", {{"ann"}}, std::nullopt, "", "shop"}};
  Service checkout;
  checkout.id = "checkout";
  checkout.name = "Checkout";
  checkout.owner = "shop";
  policy.services = {checkout};
  policy.escalations = {{"shop",
                         "Shop",
                         {to({{TargetKind::person, "ann"}}), to({{TargetKind::team, "night"}}),
                          to({{TargetKind::person, "bob"}}, minutes{10}), to({{TargetKind::person, "cleo"}})},
                         1}};
  return policy;
}

// The stage's clock starts on Monday 2026-03-02 09:00 UTC: 10:00 in Berlin.
class Paging : public testing::Test {
 protected:
  explicit Paging(Policy policy = office()) : stage{std::move(policy)} {}
  JobAnswer say(const std::string& text, const std::string& by = "dan") {
    return stage.type(by, text, stage.room());
  }
  void declare(const std::string& flags = "sev1 --service checkout") {
    const JobAnswer answer = say("declare " + flags + " Checkout is down");
    ASSERT_FALSE(answer.refusal) << answer.refusal->say;
    stage.deliver_all();
  }
  std::vector<std::string> paged() const {
    std::vector<std::string> all;
    for (const PersonPaged& page : stage.bodies<PersonPaged>()) {
      std::string who;
      for (const PersonId& each : page.people) who += each.value;
      all.push_back(page.page + " " + who);
    }
    return all;
  }
  // "ann sms queued", in the order it was recorded.
  std::vector<std::string> sends() const {
    std::vector<std::string> all;
    for (const PageSent& sent : stage.bodies<PageSent>())
      all.push_back(sent.person.value + " " + sent.method + " " + std::string{name_of(sent.state)});
    return all;
  }
  // What is to be rung by providers since the last look.
  std::vector<std::string> rung() {
    std::vector<std::string> all;
    for (const OutboxRow& row : stage.take_effects()) {
      if (const auto* page = std::get_if<SendPage>(&row.effect.body))
        all.push_back(row.effect.platform + " " + page->person.value + " " + page->method);
    }
    return all;
  }
  void provider_says(const std::string& who, const std::string& method, SendState state) {
    Inbound inbound;
    inbound.rule = "twilio";
    inbound.what = PageProgressed{{1}, "P1", {who}, method, state, "the number is not in service", "SM1"};
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  }
  JobAnswer answer(PageAnswer how, const std::string& who, const std::string& page = "") {
    Inbound inbound;
    inbound.from = Identity{"phone", who, ""};
    inbound.what = PageAnswered{{page.empty() ? 0 : 1}, page, {}, how, "sms"};
    auto result = stage.submit(std::move(inbound));
    EXPECT_TRUE(result);
    return *std::move(result);
  }

  Stage stage;
};

TEST_F(Paging, TheNextIsRungWhenNobodyAnswersAndAStepWithNobodyIsSkippedAloud) {
  declare();
  EXPECT_THAT(paged(), ElementsAre("P1 ann"));
  stage.pass(minutes{4} + seconds{59});
  EXPECT_THAT(paged(), ElementsAre("P1 ann"));
  stage.take_effects();
  stage.pass(seconds{1});
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob"));
  EXPECT_THAT(stage.posted_wordings(),
              testing::IsSupersetOf(
                  {"incident_room/escalation_skipped", "incident_room/page_escalated", "person:bob/page"}));
  EXPECT_EQ(stage.bodies<EscalationSkipped>().front().step, 2);
  EXPECT_EQ(stage.bodies<PersonPaged>().back().escalated_from, "P1");
}

TEST_F(Paging, AnAcknowledgementStopsTheEscalationWhoeverGivesIt) {
  declare();
  stage.pass(minutes{5});
  EXPECT_FALSE(say("ack P1", "ann").refusal);
  stage.pass(hours{2});
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob"));
  const JobAnswer late = say("ack P2", "bob");
  EXPECT_THAT(late.reply.say, HasSubstr("before you"));
}

// Ann is on the first two steps, on the second with Bob.
Policy same_person_twice(std::vector<ContactRule> ways) {
  Policy policy = office();
  policy.escalations.front().steps = {to({{TargetKind::person, "ann"}}),
                                      to({{TargetKind::person, "ann"}, {TargetKind::person, "bob"}})};
  policy.escalations.front().repeat = 0;
  policy.people.front().notify = std::move(ways);
  return policy;
}

class OnTwoSteps : public Paging {
 protected:
  OnTwoSteps() : Paging(same_person_twice({{"sms", minutes{1}}})) {}
};

TEST_F(OnTwoSteps, IsRungAgainAndThePageSaysSo) {
  declare();
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), ElementsAre("twilio ann sms"));
  stage.deliver_all();
  stage.pass(minutes{4});
  EXPECT_EQ(stage.bodies<PersonPaged>().back().target, "ann, bob; Ann Lee was paged already on step 1 (P1)");
  rung();
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), testing::UnorderedElementsAre("twilio ann sms", "twilio bob sms"));
}

TEST_F(OnTwoSteps, IsRungAgainWhenTheOnlyWayFailed) {
  declare();
  stage.pass(minutes{1});
  rung();
  provider_says("ann", "sms", SendState::failed);
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 annbob")) << "nothing of the first page is to come";
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), testing::UnorderedElementsAre("twilio ann sms", "twilio bob sms"));
}

class StillRung : public Paging {
 protected:
  StillRung() : Paging(same_person_twice({{"sms", minutes{1}}, {"voice", minutes{7}}})) {}
};

TEST_F(StillRung, IsNotRungTwiceForOneThing) {
  declare();
  stage.pass(minutes{5});
  EXPECT_EQ(stage.bodies<PersonPaged>().back().target,
            "ann, bob; Ann Lee is being rung already on step 1 (P1), so by chat only now");
  rung();
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), ElementsAre("twilio bob sms")) << "Ann's second message would be about the same";
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), ElementsAre("twilio ann voice")) << "what the first page planned goes on";
  EXPECT_FALSE(say("ack P1", "ann").refusal);
  stage.pass(hours{1});
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 annbob"));
}

class RungInAnHour : public Paging {
 protected:
  RungInAnHour() : Paging(same_person_twice({{"sms", minutes{1}}, {"voice", hours{1}}})) {}
};

TEST_F(RungInAnHour, IsRungByTheNextStepMeanwhile) {
  declare();
  stage.pass(minutes{5});
  rung();
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), testing::UnorderedElementsAre("twilio ann sms", "twilio bob sms"));
}

TEST_F(Paging, WhoAcknowledgesTheFirstPageCommands) {
  declare();
  stage.pass(minutes{5});
  EXPECT_FALSE(say("ack", "bob").refusal);
  EXPECT_EQ(stage.incident().commander(), PersonId{"bob"});
}

TEST_F(Paging, TheEndIsNeverSilent) {
  declare();
  for (int i = 0; i < 12; ++i) stage.pass(minutes{10});
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob", "P3 cleo", "P4 ann", "P5 bob", "P6 cleo"));
  EXPECT_EQ(stage.bodies<PageExpired>().size(), 1U);
  EXPECT_THAT(stage.posted_wordings(),
              testing::IsSupersetOf({"incident_room/page_expired", "announcements/page_expired"}));
  EXPECT_EQ(stage.incident().pages.back().expired_at.has_value(), true);
}

TEST_F(Paging, AResolvedIncidentRingsNobody) {
  declare();
  ASSERT_FALSE(say("claim", "dan").refusal);
  ASSERT_FALSE(say("resolve --despite \"no impact\" false alarm", "dan").refusal);
  rung();
  stage.pass(hours{1});
  EXPECT_THAT(paged(), ElementsAre("P1 ann"));
  EXPECT_THAT(rung(), IsEmpty());
  const JobAnswer late = say("INC-1 ack P1", "ann");
  ASSERT_TRUE(late.refusal);
  EXPECT_THAT(late.refusal->say, HasSubstr("not needed any more"));
}

TEST_F(Paging, EachWayGoesOutAtItsTime) {
  declare();
  EXPECT_THAT(rung(), ElementsAre("smtp ann email"));
  EXPECT_THAT(sends(),
              ElementsAre("ann email queued", "ann sms planned", "ann voice planned", "ann email accepted"));
  stage.pass(seconds{59});
  EXPECT_THAT(rung(), IsEmpty());
  stage.pass(seconds{1});
  EXPECT_THAT(rung(), ElementsAre("twilio ann sms"));
  stage.pass(minutes{2});
  EXPECT_THAT(rung(), ElementsAre("twilio ann voice"));
}

TEST_F(Paging, AnAnswerCancelsTheWaysThatArePlanned) {
  declare();
  EXPECT_FALSE(answer(PageAnswer::acknowledge, "+4915550001").refusal);
  rung();
  stage.pass(hours{1});
  EXPECT_THAT(rung(), IsEmpty());
  EXPECT_EQ(stage.bodies<PageAcknowledged>().front().person, PersonId{"ann"});
}

TEST_F(Paging, AfterAnOutageOnlyTheLastWayIsTaken) {
  declare();
  rung();
  stage.restart();
  stage.pass(minutes{4});
  EXPECT_THAT(rung(), ElementsAre("twilio ann voice"));
  EXPECT_THAT(sends(), Contains("ann sms canceled"));
}

TEST_F(Paging, AWayThatFailsMakesTheNextGoOutAtOnceAndTheRoomSeesTheNumber) {
  declare();
  rung();
  provider_says("ann", "email", SendState::failed);
  EXPECT_THAT(rung(), ElementsAre("twilio ann sms"));
  provider_says("ann", "sms", SendState::failed);
  EXPECT_THAT(rung(), ElementsAre("twilio ann voice"));
  EXPECT_THAT(paged(), ElementsAre("P1 ann"));
  provider_says("ann", "voice", SendState::failed);
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob"));
}

TEST_F(Paging, WhatMayHaveGoneOutIsNotCalledFailed) {
  ASSERT_FALSE(say("declare sev1 --service checkout Checkout is down").refusal);
  EffectGivenUp given_up;
  for (const OutboxRow& row : stage.take_effects()) {
    if (std::holds_alternative<SendPage>(row.effect.body))
      given_up = {row.key, row.incident, row.effect.body, row.effect.platform, "no answer in time", true};
  }
  Inbound inbound;
  inbound.what = given_up;
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(sends(), Contains("ann email unknown"));
}

TEST_F(Paging, AStateNeverGoesBack) {
  declare();
  provider_says("ann", "email", SendState::delivered);
  provider_says("ann", "email", SendState::accepted);
  provider_says("ann", "email", SendState::failed);
  EXPECT_THAT(sends(), ElementsAre("ann email queued", "ann sms planned", "ann voice planned",
                                   "ann email accepted", "ann email delivered"));
  EXPECT_EQ(stage.incident().pages.front().sends.front().ref, "SM1");
}

TEST_F(Paging, WhoDeclinesMakesWayAtOnce) {
  declare();
  const JobAnswer declined = say("decline P1 I am on a plane", "ann");
  ASSERT_FALSE(declined.refusal) << declined.refusal->say;
  EXPECT_THAT(declined.reply.say, HasSubstr("next"));
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob"));
  EXPECT_EQ(say("decline P1", "cleo").refusal->code, "not_paged");
  ASSERT_FALSE(answer(PageAnswer::decline, "+4915550002", "P2").refusal);
  EXPECT_THAT(paged(), ElementsAre("P1 ann", "P2 bob", "P3 cleo"));
}

TEST_F(Paging, WhatIsDeclinedInOneIncidentIsNotThePageOfAnother) {
  declare();
  ASSERT_FALSE(stage.type("ann", "declare sev3 --private Somebody reads our mail").refusal);
  EXPECT_EQ(stage.type("ann", "INC-2 decline I found it in the mail").refusal->code, "no_handoff");
  EXPECT_THAT(stage.bodies<PageDeclined>(), IsEmpty());
}

TEST_F(Paging, AnAnswerToNothingIsToldSo) {
  EXPECT_EQ(answer(PageAnswer::acknowledge, "+4915550001").refusal->code, "unknown_page");
  declare();
  EXPECT_EQ(answer(PageAnswer::acknowledge, "+4915559999").refusal->code, "unknown_page");
}

TEST_F(Paging, APageBeforeAnyIncidentClimbsToo) {
  const JobAnswer answer = stage.type("dan", "page checkout the shop is empty");
  ASSERT_FALSE(answer.refusal) << answer.refusal->say;
  EXPECT_THAT(answer.reply.say, HasSubstr("PG-1"));
  rung();
  stage.pass(minutes{5});
  EXPECT_THAT(stage.posted_wordings(),
              testing::IsSupersetOf({"announcements/page_escalated", "person:bob/page_alone"}));
  EXPECT_FALSE(stage.type("bob", "ack PG-2").refusal);
  rung();
  stage.pass(hours{1});
  EXPECT_THAT(rung(), IsEmpty());
}

TEST_F(Paging, WhatWasSentBeforeTheIncidentGoesOnAsPartOfIt) {
  ASSERT_FALSE(stage.type("dan", "page checkout the shop is empty").refusal);
  stage.pass(minutes{5});
  ASSERT_FALSE(say("declare sev1 --service checkout Checkout is down").refusal);
  EXPECT_THAT(paged(), ElementsAre("PG-1 ann", "PG-2 bob")) << "nobody is rung twice for one thing";
  stage.deliver_all();
  rung();
  Inbound inbound;
  inbound.rule = "twilio";
  inbound.what = PageProgressed{kOperations, "PG-2", {"bob"}, "sms", SendState::delivered, "", ""};
  stage.pass(minutes{1});
  EXPECT_THAT(rung(), ElementsAre("twilio bob sms"));
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(sends(), Contains("bob sms delivered"));
  stage.pass(minutes{9});
  EXPECT_THAT(paged(), ElementsAre("PG-1 ann", "PG-2 bob", "P3 cleo"));
  EXPECT_FALSE(say("ack", "cleo").refusal);
  EXPECT_EQ(stage.incident().commander(), PersonId{"cleo"});
  EXPECT_THAT(stage.bodies<PersonPaged>(0), testing::SizeIs(2));
}

TEST_F(Paging, ATestIsNoPartOfAnIncident) {
  ASSERT_FALSE(stage.type("dan", "contact test").refusal);
  declare();
  EXPECT_THAT(paged(), ElementsAre("P1 ann"));
}

TEST_F(Paging, ATestIncidentRingsNothingButChat) {
  Policy policy = office();
  policy.escalations.front().steps.front().targets.push_back({TargetKind::system, "pagerduty:shop"});
  Stage other{policy};
  ASSERT_FALSE(other.type("dan", "declare sev1 --test --service checkout Trying it").refusal);
  for (const OutboxRow& row : other.take_effects())
    EXPECT_FALSE(std::holds_alternative<SendPage>(row.effect.body));
}

TEST_F(Paging, ATestPageMayTryOneWay) {
  ASSERT_FALSE(stage.type("ann", "contact test sms").refusal);
  EXPECT_THAT(rung(), ElementsAre("twilio ann sms"));
  EXPECT_EQ(stage.type("bob", "contact test email").refusal->code, "no_address");
  EXPECT_EQ(stage.type("bob", "contact test pigeon").refusal->code, "unknown_method");
}

TEST_F(Paging, SystemsThatRingByThemselvesLearnOfTheAnswerAndTheEnd) {
  Policy policy = office();
  policy.escalations.front().steps.front().targets.push_back({TargetKind::system, "pagerduty:shop"});
  Stage other{policy};
  ASSERT_FALSE(other.type("dan", "declare sev1 --service checkout Checkout is down").refusal);
  other.deliver_all();
  const auto settled = [&] {
    std::vector<std::string> all;
    for (const OutboxRow& row : other.take_effects()) {
      if (const auto* settle = std::get_if<SettlePage>(&row.effect.body))
        all.push_back(row.effect.platform + " " + std::string{name_of(settle->how)});
    }
    return all;
  };
  settled();
  ASSERT_FALSE(other.type("ann", "ack P1", other.room()).refusal);
  EXPECT_THAT(settled(), ElementsAre("pagerduty acknowledged"));
  ASSERT_FALSE(other.type("ann", "cancel a false alarm", other.room()).refusal);
  EXPECT_THAT(settled(), ElementsAre("pagerduty over"));
}

TEST_F(Paging, QuietHoursLeaveChatOnlyExceptForTheWorst) {
  ASSERT_FALSE(stage.type("ann", "contact quiet 09:00-11:00 except sev1").refusal);
  ASSERT_FALSE(say("declare sev2 --service checkout Checkout is slow").refusal);
  EXPECT_THAT(rung(), IsEmpty());
  ASSERT_FALSE(stage.type("dan", "declare sev1 --anyway --service checkout Checkout is down").refusal);
  EXPECT_THAT(rung(), ElementsAre("smtp ann email"));
}

TEST_F(Paging, PeopleChooseHowTheyAreReached) {
  EXPECT_THAT(stage.type("ann", "contact").reply.say,
              HasSubstr("chat now, email now, sms after 1 min, voice after 3 min"));
  EXPECT_THAT(stage.type("ann", "contact voice now").reply.say, HasSubstr("chat now, voice now."));
  declare();
  EXPECT_THAT(rung(), ElementsAre("twilio ann voice"));
  EXPECT_THAT(stage.type("ann", "contact default").reply.say, HasSubstr("email now"));
  EXPECT_EQ(stage.type("ann", "contact pigeon 2m").refusal->code, "unknown_method");
  EXPECT_EQ(stage.type("bob", "contact email now").refusal->code, "no_address");
  EXPECT_EQ(stage.type("ann", "contact sms tomorrow").refusal->code, "bad_duration");
  EXPECT_EQ(stage.type("ann", "contact quiet late").refusal->code, "bad_time");
}

TEST_F(Paging, ATestPageTriesEveryWayAtOnceAndTellsHowFarItGot) {
  ASSERT_FALSE(stage.type("ann", "contact test").refusal);
  EXPECT_THAT(rung(), ElementsAre("smtp ann email", "twilio ann sms", "twilio ann voice"));
  Inbound inbound;
  inbound.rule = "twilio";
  inbound.what = PageProgressed{kOperations, "PG-1", {"ann"}, "sms", SendState::delivered, "", ""};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("person:ann/page_test_result"));
  stage.pass(hours{3});
  EXPECT_THAT(stage.posted_wordings(), Not(Contains("person:ann/page_alone_unanswered")));
}

TEST_F(Paging, TheDailyPageProvesTheWaysAndSaysWhatFailed) {
  Policy policy = office();
  policy.synthetic = {{"ann"}, hours{10}};
  Stage other{policy};
  other.pass(seconds{0});
  std::vector<std::string> methods;
  for (const OutboxRow& row : other.take_effects()) {
    if (const auto* page = std::get_if<SendPage>(&row.effect.body)) methods.push_back(page->method);
  }
  EXPECT_THAT(methods, ElementsAre("email", "sms", "voice"));
  other.pass(minutes{10});
  EXPECT_THAT(other.posted_wordings(), Contains("announcements/synthetic_failed"));
  other.pass(hours{24});
  EXPECT_THAT(other.posted_wordings(), Contains("person:ann/page_test"));
}

TEST_F(Paging, ManyEscalationsDueAtOnceAreAllRungInOneGo) {
  for (int i = 0; i < 30; ++i)
    ASSERT_FALSE(stage.type("dan", "page checkout number " + std::to_string(i)).refusal);
  stage.take_effects();
  stage.pass(minutes{5});
  int bob = 0;
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* post = std::get_if<PostMessage>(&row.effect.body);
    bob += post != nullptr && post->to.id == "bob" ? 1 : 0;
  }
  EXPECT_EQ(bob, 30);
}

}  // namespace

}  // namespace muster::test

// The verbs around an incident: changes and freezes, vendors, holds, facts, clocks, recoveries, cadences,
// checklists.
#include <gmock/gmock.h>

#include "bot/domain/figures.hpp"
#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::minutes;
using testing::HasSubstr;

Policy catalogue() {
  Policy policy = default_policy();
  for (const char* id : {"checkout", "dns", "search"}) {
    Service service;
    service.id = service.name = id;
    policy.services.push_back(std::move(service));
  }
  policy.services.front().depends_on = {"dns"};
  policy.people = {{{"ann"}, "Ann Lee", "UTC", {{"slack", "ann"}}},
                   {{"bob"}, "Bob Ray", "UTC", {{"slack", "bob"}}}};
  policy.vendors = {{"paylink", "PayLink", {{"P1", minutes{15}}}}};
  return policy;
}

class Practice : public testing::Test {
 protected:
  void SetUp() override {
    say("declare sev1 --service checkout Checkout is down");
    stage.deliver_all();
  }
  std::string say(const std::string& text, const std::string& by = "ann") {
    const JobAnswer answer = stage.type(by, text, stage.room());
    EXPECT_FALSE(answer.refusal) << text << ": " << answer.refusal->say;
    return answer.reply.say;
  }
  std::string refused(const std::string& text, const std::string& by = "ann") {
    const JobAnswer answer = stage.type(by, text, stage.room());
    EXPECT_TRUE(answer.refusal || !answer.reply.refused.empty()) << text << ": " << answer.reply.say;
    return answer.refusal ? answer.refusal->code : answer.reply.refused;
  }
  void alert(AlertOp op, const std::string& key = "k1", const std::string& service = "checkout") {
    Inbound inbound;
    inbound.what = AlertReceived{
        {key, op, "prometheus", service, key, "error rate", "critical", AlertRole::signal, "", 0}, {}};
    ASSERT_TRUE(stage.submit(std::move(inbound)));
  }

  Stage stage{catalogue()};
};

TEST_F(Practice, AFreezeRefusesChangesButThoseOfTheIncidentAndSaysWhomToAsk) {
  say("freeze on --scope all");
  const JobAnswer other = stage.type("bob", "change start CHG-2 --service search Deploy search");
  EXPECT_EQ(other.reply.refused, "change_freeze");
  EXPECT_THAT(other.reply.say, HasSubstr("INC-1"));
  EXPECT_THAT(other.reply.say, HasSubstr("@{ann}"));
  EXPECT_THAT(say("change start CHG-3 --service dns --type rollback Back to the old zone"),
              HasSubstr("linked to INC-1"));
  const Incident incident = stage.incident();
  ASSERT_EQ(incident.changes.size(), 2U);
  EXPECT_EQ(incident.changes[0].relation, "refused");
  EXPECT_EQ(incident.changes[1].relation, "remediation");
  say("freeze off");
  EXPECT_TRUE(stage.type("bob", "change start CHG-2 --service search Deploy search").reply.refused.empty());
  EXPECT_EQ(refused("freeze off"), "no_freeze");
}

TEST_F(Practice, ChangesBeforeTheIncidentAreRankedAndLinkedAtTheirOwnTime) {
  stage.type("bob", "change start CHG-9 --service dns Clean the zone");
  const Time began = stage.clock.now();
  stage.pass(minutes{2});
  stage.type("bob", "change done CHG-9");
  const Time done = stage.clock.now();
  stage.pass(minutes{5});
  say("impact checkout full");
  EXPECT_EQ(std::get<ShowChanges>(*stage.type("ann", "change", stage.room()).reply.view).candidates.ranked,
            std::vector<std::string>{"CHG-9"});
  say("link CHG-9 cause");
  const Incident incident = stage.incident();
  ASSERT_EQ(incident.changes.size(), 1U);
  EXPECT_EQ(incident.changes[0].relation, "cause");
  EXPECT_EQ(incident.changes[0].started_at, began);
  EXPECT_EQ(incident.changes[0].completed_at, done);
}

TEST_F(Practice, AnOpenAlertHoldsTheAllClearUnlessSaidWhy) {
  alert(AlertOp::fire);
  say("status monitoring");
  EXPECT_EQ(refused("resolve all is well"), "open_alerts");
  say("resolve --despite \"the probe is broken\" checked by hand");
  EXPECT_EQ(stage.bodies<StateChanged>().back().despite, "the probe is broken");
}

TEST_F(Practice, AnAlertThatFiredFirstBelongsToTheIncidentAndIsItsDetection) {
  const Time fired = stage.clock.now();
  alert(AlertOp::fire, "k2", "search");
  stage.pass(minutes{3});
  stage.type("ann", "declare --anyway sev2 --service search Search is slow");
  const Incident incident = stage.incident(2);
  ASSERT_EQ(incident.alerts.size(), 1U);
  EXPECT_EQ(incident.alerts[0].fired_at, fired);
  alert(AlertOp::resolve, "k2", "search");
  EXPECT_EQ(stage.incident(2).open_alert(), nullptr);
}

TEST_F(Practice, APageBeforeTheIncidentBelongsToTheOneItLedTo) {
  stage.type("bob", "page @ann search is slow");
  stage.pass(minutes{1});
  EXPECT_THAT(stage.type("ann", "ack").reply.say, HasSubstr("declare"));
  stage.pass(minutes{1});
  stage.type("ann", "declare --anyway sev2 --service search Search is slow");
  const Incident incident = stage.incident(2);
  ASSERT_EQ(incident.pages.size(), 1U);
  EXPECT_EQ(incident.pages[0].id, "PG-1");
  EXPECT_TRUE(incident.pages[0].acknowledged_at);
  EXPECT_EQ(stage.type("ann", "ack").refusal->code, "unknown_page") << "it waits no longer";
}

TEST_F(Practice, TheButtonOfAPageWorksWhenItBelongsToAnIncidentByThen) {
  stage.type("bob", "page @ann search is slow");
  stage.type("bob", "declare --anyway sev2 --service search Search is slow");
  EXPECT_THAT(stage.type("ann", "ack pg-1").reply.say, HasSubstr("You are on INC-2"));
  EXPECT_TRUE(stage.incident(2).pages.at(0).acknowledged_at);
}

TEST_F(Practice, WhoSentAPageThatDidNotGetThroughIsTold) {
  stage.take_effects();
  stage.type("bob", "page @ann search is slow");
  const auto sent = stage.take_effects();
  ASSERT_EQ(sent.size(), 1U);
  Inbound inbound;
  inbound.what =
      EffectGivenUp{sent[0].key, kOperations,        PostMessage{{To::person, "ann"}, "page_alone", 1},
                    "slack",     "account_inactive", false};
  const JobResult kept = stage.submit(std::move(inbound));
  ASSERT_TRUE(kept) << kept.error().say << kept.error().detail;
  const auto effects = stage.take_effects();
  ASSERT_EQ(effects.size(), 1U);
  const auto& told = std::get<PostMessage>(effects[0].effect.body);
  EXPECT_EQ(told.to.id, "bob");
  EXPECT_EQ(told.wording, "page_lost");
}

TEST_F(Practice, WhatIsLinkedAgainIsNotSaidAgain) {
  stage.type("bob", "change start CHG-9 --service dns Clean the zone");
  stage.type("bob", "change done CHG-9");
  alert(AlertOp::fire, "k5", "search");
  for (int i = 0; i < 2; ++i) {
    say("link CHG-9 cause");
    say("link k5 alert");
  }
  EXPECT_EQ(stage.bodies<ChangeReported>().size(), 1U);
  EXPECT_EQ(stage.bodies<AlertReported>().size(), 1U);
}

TEST_F(Practice, WhatIsToldOfAChangeAgainIsNotRecordedAgain) {
  say("freeze on --scope search");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(stage.type("bob", "change start CHG-2 --service search").reply.refused, "change_freeze");
  }
  EXPECT_EQ(stage.bodies<ChangeReported>(0).size(), 1U);
  say("freeze off");
  say("change start CHG-2 --service search --type emergency");
  EXPECT_THAT(say("change start CHG-2 --service search"), HasSubstr("already"));
  say("change done CHG-2");
  EXPECT_THAT(say("change done CHG-2"), HasSubstr("already"));
  const auto told = stage.bodies<ChangeReported>(0);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told.back().type, ChangeType::emergency) << "a change stays what it began as";
}

TEST_F(Practice, WhatSystemsTellIsCheckedAsWhatPeopleType) {
  const auto told = [&](ChangeReceived change) {
    Inbound inbound;
    inbound.rule = "ci";
    inbound.what = std::move(change);
    const JobResult answer = stage.submit(std::move(inbound));
    return answer && answer->refusal ? answer->refusal->code : "ok";
  };
  ChangeReported report;
  report.change = "CHG-9";
  report.service = "serch";
  EXPECT_EQ(told({report, {}}), "unknown_service");
  report.service = "search";
  EXPECT_EQ(told({report, stage.clock.now() + minutes{1}}), "bad_time");
  report.incident = {7};
  EXPECT_EQ(told({report, {}}), "unknown_incident");
  stage.type("ann", "declare --anyway sev2 --private --service search Leak");
  report.incident = {2};
  EXPECT_EQ(told({report, {}}), "unknown_incident") << "systems are members of nothing";
  report.incident = {1};
  EXPECT_EQ(told({report, {}}), "ok");
}

TEST_F(Practice, AFreezeOfAPrivateIncidentIsNotNamedToOthers) {
  stage.type("ann", "declare --anyway sev2 --private --service search Leak");
  stage.type("ann", "INC-2 freeze on");
  const JobAnswer other = stage.type("bob", "change start CHG-2 --service search Deploy search");
  EXPECT_EQ(other.reply.refused, "change_freeze");
  EXPECT_THAT(other.reply.say, testing::Not(HasSubstr("INC-2")));
  for (const ChangeReported& change : stage.bodies<ChangeReported>(0))
    EXPECT_THAT(change.result, testing::Not(HasSubstr("INC-2")));
}

TEST_F(Practice, AVendorWhoAnswersLateIsToldSo) {
  EXPECT_THAT(say("vendor open PayLink PL-1 P1"), HasSubstr("owe an answer by"));
  stage.pass(minutes{22});
  EXPECT_THAT(say("vendor response PayLink PL-1"), HasSubstr("the SLA was missed"));
  EXPECT_EQ(refused("vendor response PayLink PL-2"), "unknown_case");
  EXPECT_EQ(refused("vendor dance"), "bad_vendor");
}

TEST_F(Practice, HoldsFactsAndCausesAreOnRecord) {
  say("hold on awaiting_vendor");
  stage.pass(minutes{10});
  say("hold off");
  say("fact orders_failed=1842");
  say("cause Config");
  const Incident incident = stage.incident();
  EXPECT_EQ(incident.facts.at(0).value, "1842");
  EXPECT_EQ(incident.cause_tag, "config");
  EXPECT_EQ(figures(incident, {}, catalogue(), People{}, stage.clock.now()).hold_s, 600);
  EXPECT_EQ(refused("fact lonely"), "fact_required");
  EXPECT_EQ(refused("hold off"), "not_on_hold");
}

TEST_F(Practice, ARegulatoryClockCountsFromWhatWasMarked) {
  EXPECT_THAT(say("clock GDPR aware"), HasSubstr("Verify with counsel"));
  const auto clocks = clock_figures(stage.incident(), catalogue());
  ASSERT_EQ(clocks.size(), 1U);
  EXPECT_EQ(clocks[0].due_at - clocks[0].anchor_at, Duration{std::chrono::hours{72}});
  EXPECT_EQ(refused("clock FOO aware"), "unknown_regime");
  EXPECT_EQ(refused("clock GDPR dance"), "unknown_mark");
}

TEST_F(Practice, AnotherCadenceMovesThePromiseFromItsAnchor) {
  const Time declared = stage.incident().declared_at;
  say("cadence public 60m contained");
  EXPECT_EQ(stage.incident().promises.at("public").due, declared + minutes{60});
  EXPECT_EQ(refused("cadence public 60m"), "reason_required");
  say("cadence public policy");
  EXPECT_EQ(stage.incident().promises.at("public").due, declared + minutes{15});
}

TEST_F(Practice, TheChecklistIsTickedAndComputedItemsAreNot) {
  say("checklist backlog");
  EXPECT_TRUE(stage.incident().checklist.at("backlog"));
  EXPECT_EQ(refused("checklist impact"), "unknown_item");
  EXPECT_EQ(refused("checklist dance"), "unknown_item");
}

TEST_F(Practice, DetectionIsCorrectedWithItsSource) {
  say("detected 08:30 UTC --by customer");
  EXPECT_EQ(stage.incident().detected->source, "customer");
  EXPECT_EQ(refused("detected 08:30 UTC --by magic"), "unknown_source");
}

TEST_F(Practice, WhoIsReleasedGivesUpRolesButNotCommand) {
  say("role scribe @bob");
  say("release @bob");
  EXPECT_FALSE(stage.incident().holder("scribe"));
  EXPECT_TRUE(stage.incident().released.contains(PersonId{"bob"}));
  EXPECT_EQ(refused("release @ann"), "holds_command");
}

TEST_F(Practice, ARecoveryIsMeasuredFromFailureToRestored) {
  say("dr failure checkout");
  EXPECT_EQ(refused("dr data_point checkout"), "time_required");
  stage.pass(minutes{50});
  say("dr restored checkout");
  EXPECT_EQ(recovery_figures(stage.incident(), catalogue()).at("checkout").rta.seconds, 3000);
  EXPECT_EQ(refused("dr dance"), "bad_recovery");
}

}  // namespace

}  // namespace muster::test

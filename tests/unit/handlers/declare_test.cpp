#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Policy shop() {
  Policy policy = default_policy();
  policy.people = {{PersonId{"ann"}, "Ann", "Europe/Berlin", {{"slack", "ann"}}},
                   {PersonId{"bob"}, "Bob", "", {{"slack", "bob"}}}};
  policy.teams = {{"payments", "Payments", {PersonId{"bob"}}, PersonId{"bob"}}};
  policy.services = {{"checkout", "Checkout", "payments", 1, {}, "", {}, {}, {}},
                     {"search", "Search", "", 2, {}, "", {}, {}, {}}};
  return policy;
}

std::vector<std::string> kinds(const std::vector<OutboxRow>& rows, const std::string& platform) {
  std::vector<std::string> kinds;
  for (const OutboxRow& row : rows) {
    if (row.effect.platform == platform) kinds.emplace_back(type_of(row.effect.body));
  }
  return kinds;
}

TEST(Declare, MakesTheRecordTheRoomTheCardAndTheAnnouncementInThatOrder) {
  Stage stage;
  const auto answer = stage.type("ann", "declare sev2 Checkout is down");
  EXPECT_THAT(answer.reply.say, HasSubstr("INC-1 is declared as SEV2"));
  const Incident incident = stage.incident();
  EXPECT_EQ(incident.title, "Checkout is down");
  EXPECT_EQ(incident.state, State::investigating);
  EXPECT_EQ(incident.commander(), PersonId{"slack:ann"});
  const auto effects = stage.take_effects();
  EXPECT_THAT(kinds(effects, "slack"),
              ElementsAre("open_room", "post_card", "invite", "set_topic", "post", "post", "post_card"));
  EXPECT_EQ(std::get<OpenRoom>(effects.front().effect.body).name, "inc-1-checkout-is-down");
}

TEST(Declare, WhoReportsThatSomethingIsBrokenDeclaresIt) {
  Stage stage;
  EXPECT_TRUE(std::holds_alternative<ShowReport>(*stage.type("ann", "report month").reply.view));
  EXPECT_TRUE(std::holds_alternative<ShowReport>(*stage.type("ann", "report").reply.view));
  stage.type("ann", "report Checkout is down");
  EXPECT_EQ(stage.incident().title, "Checkout is down");
}

TEST(Declare, RoomAndAnnouncementGoOutInLanesOfTheirOwn) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* card = std::get_if<PostCard>(&row.effect.body);
    const bool announcement = card != nullptr && card->card == "announcement";
    EXPECT_EQ(row.lane, row.effect.platform + (announcement ? "/announcements" : "/INC-1"));
  }
}

TEST(Declare, WithoutASeverityItIsTriage) {
  Stage stage;
  stage.type("ann", "declare Something smells");
  EXPECT_EQ(stage.incident().state, State::triage);
  EXPECT_FALSE(stage.incident().severity);
  const auto answer = stage.type("ann", "INC-1 status identified");
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->code, "severity_required");
  EXPECT_EQ(stage.bodies<CommandRefused>().size(), 1U) << "a rule's refusal stays on the record";
}

TEST(Declare, BareOpensTheDialogAndTheDialogDeclares) {
  Stage stage;
  const auto asked = stage.type("ann", "declare");
  ASSERT_TRUE(asked.reply.view);
  EXPECT_EQ(std::get<OpenDialog>(*asked.reply.view).dialog, "declare");
  stage.dialog("ann", "declare", {{"text", "Search is slow"}, {"severity", "sev3"}, {"drill", "yes"}});
  EXPECT_EQ(stage.incident().kind, Kind::drill);
  EXPECT_EQ(stage.incident().severity, Severity{3});
}

TEST(Declare, ADialogWithoutATitleIsRefusedAtItsField) {
  Stage stage;
  const auto answer = stage.dialog("ann", "declare", {{"text", " "}});
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->field, "text");
}

TEST(Declare, ShowsWhatMayBeTheSameBeforeOpeningAnother) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  const auto again = stage.type("bob", "declare sev1 checkout errors everywhere");
  ASSERT_TRUE(again.reply.view);
  const auto& same = std::get<ShowLookalikes>(*again.reply.view);
  EXPECT_THAT(same.numbers, ElementsAre(IncidentNumber{1}));
  EXPECT_TRUE(stage.events(2).empty());
  stage.type("bob", same.command);
  EXPECT_EQ(stage.incident(2).title, "checkout errors everywhere");
  EXPECT_EQ(stage.incident(2).severity, Severity{1});
}

TEST(Declare, OldAndUnlikeIncidentsDoNotStandInTheWay) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  stage.type("ann", "INC-1 resolve all good");
  stage.pass(std::chrono::hours{2});
  stage.type("bob", "declare sev2 Checkout is down again");
  EXPECT_EQ(stage.incident(2).number, IncidentNumber{2});
}

TEST(Declare, SomebodyElseOnCallIsPagedAndCommandsByAcknowledging) {
  Stage stage{shop()};
  const auto answer = stage.type("ann", "declare sev1 --service checkout Cards fail");
  EXPECT_THAT(answer.reply.say, HasSubstr("@{bob} is on call"));
  EXPECT_FALSE(stage.incident().commander());
  EXPECT_THAT(stage.posted_wordings(), Contains("person:bob/page"));
  stage.type("bob", "INC-1 ack");
  EXPECT_EQ(stage.incident().commander(), PersonId{"bob"});
}

TEST(Declare, NobodyClaimingIsPromptedOnce) {
  Stage stage{shop()};
  stage.type("ann", "declare sev1 --service checkout Cards fail");
  stage.take_effects();
  stage.pass(std::chrono::minutes{3});
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/role_prompt"));
  stage.pass(std::chrono::minutes{1});
  EXPECT_THAT(stage.posted_wordings(), Not(Contains("incident_room/role_prompt")));
}

TEST(Declare, UnknownServiceSeverityAndTimeSayWhatWasMeant) {
  Stage stage{shop()};
  EXPECT_THAT(stage.type("ann", "declare --service chekout X").refusal->say,
              HasSubstr("Did you mean checkout?"));
  EXPECT_THAT(stage.type("ann", "declare --severity sev9 X").refusal->say,
              HasSubstr("sev1, sev2, sev3 or sev4"));
  EXPECT_THAT(stage.type("ann", "declare --started soonish X").refusal->say, HasSubstr("10:32 UTC"));
  EXPECT_THAT(stage.type("ann", "declare --started \"2027-01-01 10:00 UTC\" X").refusal->say,
              HasSubstr("in the future"));
}

TEST(Declare, StartedIsReadInTheDeclarersZone) {
  Stage stage{shop()};
  stage.type("ann", "declare sev2 --started 09:30 Search is slow");  // Berlin, one hour ahead in March
  EXPECT_EQ(iso_seconds(*stage.incident().started_at), "2026-03-02T08:30:00Z");
}

TEST(Declare, HugeAndHostileTitlesAreCutCleanedAndKept) {
  Stage stage;
  const std::string huge(10000, 'x');
  stage.type("ann", "declare sev2 " + huge);
  EXPECT_LE(stage.incident().title.size(), 125U);
  EXPECT_EQ(stage.incident().description, huge);
  stage.type("ann", "declare sev2 --anyway evil \xE2\x80\xAEtxt\x01 <!channel> \xFF");
  EXPECT_EQ(stage.incident(2).title, "evil txt <!channel> \xEF\xBF\xBD");
}

TEST(Declare, TheSameOriginKeyDeclaresOnceAndGetsTheSameAnswer) {
  Stage stage;
  Inbound inbound;
  inbound.origin_key = "slack/trigger/1";
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.what = CommandTyped{"declare sev2 Checkout is down", {}};
  const auto first = stage.submit(inbound);
  stage.restart();
  const auto second = stage.submit(inbound);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->reply.say, first->reply.say);
  EXPECT_TRUE(stage.events(2).empty());
}

TEST(Declare, APrivateIncidentIsAnnouncedNowhereAndItsRoomNameTellsNothing) {
  Stage stage;
  stage.type("ann", "declare sev1 --private Keys leaked");
  for (const OutboxRow& row : stage.take_effects()) {
    EXPECT_NE(row.lane, "slack/announcements");
    if (const auto* room = std::get_if<OpenRoom>(&row.effect.body)) {
      EXPECT_TRUE(room->is_private);
      EXPECT_THAT(room->name, Not(HasSubstr("keys")));
    }
  }
  const auto list = stage.type("bob", "list");
  EXPECT_THAT(std::get<ShowList>(*list.reply.view).numbers, IsEmpty());
  EXPECT_EQ(stage.type("bob", "INC-1 info").refusal->say,
            stage.type("bob", "INC-9 info").refusal->say.replace(10, 5, "INC-1"))
      << "what one may not see is as unknown as what does not exist";
  EXPECT_FALSE(stage.type("ann", "INC-1 info").refusal);
}

TEST(Declare, ATestIsAnnouncedNowhereToItsEnd) {
  Stage stage;
  stage.type("ann", "declare sev2 --test Trying it");
  stage.deliver_all();
  stage.type("ann", "INC-1 severity sev1");
  stage.type("ann", "INC-1 resolve all good");
  for (const OutboxRow& row : stage.take_effects()) {
    EXPECT_THAT(row.lane, Not(HasSubstr("/announcements"))) << type_of(row.effect.body);
  }
}

TEST(Declare, GuestsDoNotCommand) {
  Stage stage;
  Inbound inbound;
  inbound.from = Identity{"slack", "guest", "guest", true};
  inbound.what = CommandTyped{"declare sev1 X", {}};
  const auto answer = stage.submit(inbound);
  ASSERT_TRUE(answer && answer->refusal);
  EXPECT_EQ(answer->refusal->code, "outsider");
  EXPECT_TRUE(stage.events(1).empty());
}

}  // namespace
}  // namespace muster

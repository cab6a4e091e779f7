// The verbs of a running incident.
#include <gmock/gmock.h>

#include "handlers/catalog.hpp"
#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class InRoom : public testing::Test {
 protected:
  InRoom() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
    stage.take_effects();
  }
  JobAnswer say(const std::string& text, const std::string& person = "ann") {
    return stage.type(person, text, stage.room());
  }
  std::string refused(const std::string& text, const std::string& person = "ann") {
    const auto answer = say(text, person);
    EXPECT_TRUE(answer.refusal) << text << " was not refused: " << answer.reply.say;
    return answer.refusal ? answer.refusal->code : "";
  }
  Stage stage;
};

TEST_F(InRoom, NoNumberIsNeededInARoomAndOutsideTheRecentOnesAreOffered) {
  say("severity sev1");
  EXPECT_EQ(stage.incident().severity, Severity{1});
  const auto outside = stage.type("ann", "severity sev3 no", "elsewhere");
  ASSERT_TRUE(outside.refusal && outside.refusal->view);
  const auto& choice = std::get<ChooseIncident>(*outside.refusal->view);
  EXPECT_THAT(choice.numbers, ElementsAre(IncidentNumber{1}));
  EXPECT_EQ(choice.command, "severity sev3 no");
}

TEST_F(InRoom, AnUnknownVerbGetsTheNearestOnes) {
  const auto answer = say("sevrity sev1");
  ASSERT_TRUE(answer.refusal);
  EXPECT_THAT(answer.refusal->say, HasSubstr("severity"));
  EXPECT_THAT(answer.refusal->say, HasSubstr("INC-1"));
}

TEST_F(InRoom, TheBareCommandShowsTheTray) {
  EXPECT_TRUE(std::holds_alternative<ShowTray>(*say("").reply.view));
}

TEST_F(InRoom, RaisingNeedsNoReasonLoweringDoes) {
  say("sev sev1");
  EXPECT_EQ(refused("severity sev3"), "reason_required");
  say("severity sev3 only one region");
  const Incident incident = stage.incident();
  EXPECT_EQ(incident.severity, Severity{3});
  EXPECT_EQ(incident.initial_severity, Severity{2});
  EXPECT_EQ(incident.peak_severity, Severity{1});
}

TEST_F(InRoom, EachChangeRefreshesTheCardsAndTheTopic) {
  say("severity sev1");
  int cards = 0;
  int topics = 0;
  for (const OutboxRow& row : stage.take_effects()) {
    cards += std::holds_alternative<RefreshCard>(row.effect.body) ? 1 : 0;
    topics += std::holds_alternative<SetTopic>(row.effect.body) ? 1 : 0;
  }
  EXPECT_EQ(cards, 4) << "room card and announcement, on two platforms";
  EXPECT_EQ(topics, 2);
}

TEST_F(InRoom, OneWordMovesTheState) {
  say("identified the deploy");
  EXPECT_EQ(stage.incident().state, State::identified);
  say("mitigated");
  EXPECT_EQ(stage.incident().state, State::monitoring);
  EXPECT_EQ(refused("status triage"), "invalid_transition");
}

TEST_F(InRoom, OpenImpactStandsInTheWayOfResolving) {
  say("impact checkout partial --at 08:40");
  EXPECT_EQ(iso_seconds(*stage.incident().impact_started_at()), "2026-03-02T08:40:00Z");
  EXPECT_EQ(refused("resolve all good"), "open_impact");
  say("resolve --end-impact all regions checked");
  EXPECT_EQ(stage.incident().state, State::resolved);
  EXPECT_FALSE(stage.incident().impact_open());
}

TEST_F(InRoom, TheAllClearIsSaidInTheRoomAndWhereItWasAnnounced) {
  say("resolve errors are back to normal");
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("incident_room/resolved", "announcements/resolved",
                                                   "incident_room/postmortem_ready"));
  EXPECT_THAT(stage.incident().promises, IsEmpty());
}

TEST_F(InRoom, AnEndedIncidentSaysHowToGoOn) {
  say("resolve errors are back to normal");
  const auto answer = say("severity sev1");
  EXPECT_THAT(answer.refusal->say, HasSubstr("reopen"));
  EXPECT_EQ(refused("close"), "postmortem_required");
  say("postmortem waive duplicate of an old one");
  say("close");
  EXPECT_EQ(stage.incident().state, State::closed);
  say("reopen errors are back");
  EXPECT_EQ(stage.incident().state, State::investigating);
  EXPECT_FALSE(stage.incident().resolved_at);
}

TEST_F(InRoom, AFalseAlarmIsCanceledAFixIsNot) {
  say("status fixing");
  EXPECT_EQ(refused("cancel was nothing"), "invalid_transition");
}

TEST_F(InRoom, RolesAreGivenClaimedAndReleased) {
  say("role comms @bob", "ann");  // bob has not been seen yet
  EXPECT_EQ(refused("role comms @bob"), "unknown_person");
  say("note hello", "bob");
  say("role comms @bob");
  EXPECT_EQ(stage.incident().holder("communications_lead"), PersonId{"slack:bob"});
  EXPECT_EQ(refused("claim comms", "cat"), "role_taken");
  say("role comms none");
  say("claim comms", "cat");
  EXPECT_EQ(stage.incident().holder("communications_lead"), PersonId{"slack:cat"});
  EXPECT_EQ(refused("role wizard @bob"), "unknown_role");
  const auto say = stage.type("ann", "role communication @bob", stage.room()).refusal->say;
  EXPECT_EQ(say, "There is no role \"communication\". Did you mean Communications lead (comms)?");
  EXPECT_THAT(stage.type("ann", "claim wizard", stage.room()).refusal->say,
              HasSubstr("Incident commander (ic), Deputy (deputy), Operations lead (ops)"));
}

TEST_F(InRoom, CommandIsHandedOverOnlyWhenAccepted) {
  say("note hello", "bob");
  say("handoff @bob DNS is back");
  EXPECT_EQ(stage.incident().commander(), PersonId{"slack:ann"});
  EXPECT_EQ(refused("accept", "cat"), "not_asked");
  EXPECT_EQ(refused("handoff @bob again"), "handoff_pending");
  stage.take_effects();
  stage.pass(std::chrono::minutes{10});
  EXPECT_THAT(stage.posted_wordings(), Contains("person:slack:bob/handoff_unanswered"));
  say("accept", "bob");
  EXPECT_EQ(stage.incident().commander(), PersonId{"slack:bob"});
  EXPECT_EQ(stage.incident().role_terms.size(), 2U);
}

TEST_F(InRoom, ADeclinedHandoffLeavesTheRoleWhereItIs) {
  EXPECT_EQ(refused("decline"), "no_handoff");
  say("note hello", "bob");
  say("handoff @bob DNS is back");
  EXPECT_EQ(refused("decline", "cat"), "not_asked");
  stage.take_effects();
  const auto answer = say("decline my shift ends", "bob");
  EXPECT_FALSE(answer.refusal);
  EXPECT_EQ(stage.incident().commander(), PersonId{"slack:ann"});
  EXPECT_FALSE(stage.incident().handoff);
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/handoff_answered"));
  EXPECT_EQ(refused("accept", "bob"), "no_handoff");
}

TEST_F(InRoom, APageIsRepeatedUntilSomebodyAcknowledges) {
  say("note hello", "bob");
  say("page @bob the database is down");
  EXPECT_THAT(stage.posted_wordings(), ElementsAre("person:slack:bob/page", "incident_room/page_room"));
  stage.pass(std::chrono::minutes{5});
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/page_unanswered"));
  say("ack P1", "bob");
  const Incident incident = stage.incident();
  EXPECT_TRUE(incident.pages.front().acknowledged_at);
  EXPECT_THAT(incident.pages.front().acknowledged_by, ElementsAre(PersonId{"slack:bob"}));
  EXPECT_EQ(refused("page @nobody-here"), "unknown_person");
}

TEST_F(InRoom, AnUpdateSpeaksAndPromisesTheNextOne) {
  const auto answer = say("update --next 45m We are rolling back");
  EXPECT_THAT(answer.reply.say, HasSubstr("Next update promised by 09:45 UTC"));
  EXPECT_THAT(stage.posted_wordings(),
              ElementsAre("audience:internal/update_internal", "incident_room/update_room"));
  EXPECT_EQ(stage.incident().next_update_due().value(), stage.incident().promises.at("public").due.value())
      << "the public promise of the declaration still stands";
  EXPECT_EQ(hour_minute(*stage.incident().promises.at("internal").due), "09:45");
}

TEST_F(InRoom, APromiseIsRemindedBeforeAtAndAfter) {
  say("update --next 30m --to internal,public We are rolling back");
  stage.take_effects();
  stage.pass(std::chrono::minutes{25});
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/reminder_update_soon"));
  stage.pass(std::chrono::minutes{5});
  EXPECT_THAT(stage.posted_wordings(), Contains("incident_room/reminder_update_due"));
  stage.pass(std::chrono::minutes{5});
  EXPECT_THAT(stage.posted_wordings(), Contains("person:slack:ann/reminder_update_overdue"));
  stage.pass(std::chrono::hours{3});
  EXPECT_THAT(stage.posted_wordings(), IsEmpty()) << "said once each";
}

TEST_F(InRoom, AfterAnOutageOnlyTheLastReminderIsSaid) {
  stage.restart();
  stage.pass(std::chrono::hours{5});
  const auto wordings = stage.posted_wordings();
  EXPECT_THAT(wordings, Contains("incident_room/reminder_update_overdue"));
  EXPECT_THAT(wordings, Not(Contains("incident_room/reminder_update_soon")));
  EXPECT_THAT(wordings, Not(Contains("incident_room/reminder_update_due")));
}

TEST_F(InRoom, ASnoozeIsRecorded) {
  say("snooze 2h internal waiting for the vendor");
  const auto moved = stage.bodies<PromiseMoved>();
  EXPECT_EQ(moved.back().reason, "waiting for the vendor");
  EXPECT_EQ(hour_minute(*stage.incident().promises.at("internal").due), "11:00");
}

TEST_F(InRoom, UpdatesGoOnlyToWhoMayHear) {
  EXPECT_EQ(refused("update --to restricted X"), "wrong_audience");
  EXPECT_EQ(refused("update --to everybody X"), "unknown_audience");
  EXPECT_EQ(refused("update --next yesterdayish X"), "bad_time");
}

TEST_F(InRoom, ThePreviewSendsNothing) {
  const auto answer = say("update --preview --to internal,public Cards fail");
  const auto& dialog = std::get<OpenDialog>(*answer.reply.view);
  EXPECT_EQ(dialog.dialog, "update_preview");
  EXPECT_THAT(stage.posted_wordings(), IsEmpty());
  stage.dialog("ann", "update_preview", dialog.prefill, {1});
  EXPECT_EQ(stage.incident().updates.size(), 1U);
}

TEST_F(InRoom, ATimeThatIsNotTodayIsSaidWithItsDate) {
  stage.clock.advance(std::chrono::hours{16});  // one in the morning
  EXPECT_THAT(
      stage.type("ann", R"(impact checkout partial --at "2026-03-02 22:00 UTC")", stage.room()).reply.say,
      HasSubstr("from 2026-03-02 22:00 UTC"));
  EXPECT_THAT(stage.type("ann", "edit started 2026-03-02 21:30 UTC", stage.room()).reply.say,
              HasSubstr("Corrected the beginning: 2026-03-02 21:30 UTC"));
  EXPECT_THAT(stage.type("ann", R"(edit --entry 1 --at "2026-03-02 21:45 UTC")", stage.room()).reply.say,
              HasSubstr("It happened at 2026-03-02 21:45 UTC"));
}

TEST_F(InRoom, AButtonPressedAgainIsAnsweredKindly) {
  say("note hello", "bob");
  say("page @bob look at the pool");
  say("INC-1 ack P1", "bob");
  EXPECT_EQ(stage.type("bob", "INC-1 ack P1").reply.say, "You acknowledged it already.");
  say("task restart node 7 @bob");
  say("INC-1 done T1", "bob");
  EXPECT_EQ(stage.type("ann", "INC-1 done T1").reply.say, "T1 is done already.");
  say("resolve fixed");
  EXPECT_EQ(stage.type("ann", "INC-1 done T1").reply.say, "T1 is done already.");
  EXPECT_THAT(stage.type("ann", "INC-1 ack P1").refusal->say, HasSubstr("you are not needed any more"));
}

TEST_F(InRoom, NotesCanBeBackDatedAndCorrected) {
  say("note 08:42 UTC certificate expired");
  const Event note = stage.events().back();
  EXPECT_EQ(iso_seconds(note.occurred_at), "2026-03-02T08:42:00Z");
  EXPECT_EQ(note.recorded_at, stage.clock.now());
  say("edit --entry " + std::to_string(note.seq) + " certificate expired on node 7");
  EXPECT_EQ(stage.bodies<EntryRevised>().back().text, "certificate expired on node 7");
  say("withdraw " + std::to_string(note.seq));
  EXPECT_EQ(stage.bodies<EntryWithdrawn>().size(), 1U);
  EXPECT_EQ(refused("withdraw 999"), "unknown_entry");
}

TEST_F(InRoom, TasksComeBackAndAreTickedOff) {
  say("note hello", "bob");
  say("task roll back the zone @bob in 5m");
  EXPECT_EQ(stage.incident().tasks.front().text, "roll back the zone");
  EXPECT_EQ(stage.incident().tasks.front().owner, PersonId{"slack:bob"});
  stage.take_effects();
  stage.pass(std::chrono::minutes{5});
  EXPECT_THAT(stage.posted_wordings(), Contains("person:slack:bob/task_due"));
  say("done 1");
  EXPECT_TRUE(stage.incident().tasks.front().done_at);
  EXPECT_EQ(refused("done T9"), "unknown_item");
}

TEST_F(InRoom, FollowupsBecomeActionItems) {
  say("followup alert on certificate age by 2026-04-01 --priority P1");
  say("action add document the runbook");
  say("action done AI-1");
  const Incident incident = stage.incident();
  EXPECT_EQ(incident.actions.size(), 2U);
  EXPECT_EQ(incident.actions.front().priority, "P1");
  EXPECT_TRUE(incident.actions.front().done_at);
}

TEST_F(InRoom, LinksDecisionsAndEdits) {
  say("link <https://example.com/dash|dash> evidence Error rate");
  say("decide fail over --objections \"data loss up to 2 s\"");
  say("edit title Checkout fails for EU cards");
  const Incident incident = stage.incident();
  EXPECT_EQ(incident.links.front(), (LinkAdded{"https://example.com/dash", "Error rate", "evidence"}));
  EXPECT_EQ(stage.bodies<DecisionMade>().front().objections, "data loss up to 2 s");
  EXPECT_EQ(incident.title, "Checkout fails for EU cards");
  EXPECT_EQ(refused("link javascript://x"), "bad_link");
  EXPECT_EQ(refused("link INC-99"), "unknown_incident");
}

TEST_F(InRoom, MergingEndsOneAndKeepsTheOther) {
  stage.type("bob", "declare sev3 --anyway Payments slow");
  stage.deliver_all();
  EXPECT_EQ(refused("merge INC-1"), "merge_into_itself");
  say("merge INC-1 into INC-2");
  EXPECT_EQ(stage.incident(1).state, State::merged);
  EXPECT_EQ(stage.incident(1).merged_into, IncidentNumber{2});
  EXPECT_THAT(stage.incident(2).merged_from, ElementsAre(IncidentNumber{1}));
  stage.type("cat", "declare sev1 --private --anyway Secret");
  EXPECT_EQ(stage.type("cat", "INC-3 merge INC-2").refusal->code, "merge_private");
}

TEST_F(InRoom, MakingItPrivateHidesItAndOpensANewRoom) {
  EXPECT_TRUE(std::holds_alternative<OpenDialog>(*say("private").reply.view));
  stage.dialog("ann", "private", {}, {1});
  EXPECT_TRUE(stage.type("stranger", "INC-1 info").refusal);
  bool opened = false;
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* room = std::get_if<OpenRoom>(&row.effect.body);
    opened = opened || (room != nullptr && room->is_private);
  }
  EXPECT_TRUE(opened);
}

TEST_F(InRoom, JoiningAndFollowing) {
  stage.type("cat", "INC-1 join");
  stage.type("dan", "INC-1 follow");
  EXPECT_TRUE(stage.incident().has_member(PersonId{"slack:cat"}));
  stage.take_effects();
  say("update Rolling back");
  EXPECT_THAT(stage.posted_wordings(), Contains("person:slack:dan/update_internal"));
}

TEST_F(InRoom, PostmortemTextIsSavedOnceAndNeverOverwritten) {
  say("resolve errors are back to normal");
  say("postmortem draft brief");
  EXPECT_EQ(stage.incident().postmortem, PostmortemState::draft);
  stage.dialog("ann", "postmortem_text", {{"text", "mine"}, {"version", "0"}}, {1});
  const auto late = stage.dialog("bob", "postmortem_text", {{"text", "theirs"}, {"version", "0"}}, {1});
  ASSERT_TRUE(late.refusal);
  EXPECT_EQ(late.refusal->field, "version");
  say("postmortem submit");
  say("postmortem publish");
  EXPECT_EQ(stage.incident().postmortem, PostmortemState::published);
  say("close");
  EXPECT_EQ(stage.incident().state, State::closed);
}

// Every verb and alias is unique, and every verb explains itself with an example the grammar understands.
TEST(Catalog, VerbsAreUniqueAndExplained) {
  std::map<std::string_view, std::string_view> owners;
  for (const CommandSpec& spec : all_commands()) {
    EXPECT_TRUE(owners.emplace(spec.verb, spec.verb).second) << spec.verb;
    for (const auto alias : spec.aliases) {
      EXPECT_TRUE(owners.emplace(alias, spec.verb).second)
          << alias << " of " << spec.verb << " and " << owners[alias];
    }
    EXPECT_FALSE(spec.help.empty());
    EXPECT_TRUE(spec.example.starts_with(spec.verb)) << spec.example;
    EXPECT_TRUE(spec.usage.starts_with(spec.verb)) << spec.usage;
  }
}

}  // namespace
}  // namespace muster

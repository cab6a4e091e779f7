// What muster says by itself about the practice: vendors, regulatory clocks, tired commanders, and the work
// that follows an incident, which waits for business hours.
#include <gmock/gmock.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster::test {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Policy open_hours() {
  Policy policy = default_policy();
  policy.people = {{{"ann"}, "Ann Lee", "UTC", {{"slack", "ann"}}},
                   {{"bob"}, "Bob Ray", "UTC", {{"slack", "bob"}}}};
  policy.vendors = {{"paylink", "PayLink", {{"P1", minutes{20}}}, "+1 555 0100, ask for the shift lead"}};
  policy.calendar.zone = "Europe/Berlin";
  return policy;
}

// The stage's clock starts on Monday 2026-03-02 09:00 UTC.
class Reminders : public testing::Test {
 protected:
  explicit Reminders(const std::string& declare = "declare sev3 Checkout is slow") {
    say(declare);
    stage.deliver_all();
    stage.take_effects();
  }
  void say(const std::string& text, const std::string& by = "ann") {
    const JobAnswer answer = stage.type(by, text, stage.room());
    EXPECT_FALSE(answer.refusal) << text << ": " << answer.refusal->say;
  }
  std::string refused(const std::string& text) {
    const JobAnswer answer = stage.type("ann", text, stage.room());
    return answer.refusal ? answer.refusal->code : "not refused";
  }
  // What is said by itself until then.
  std::vector<std::string> after(Duration time) {
    stage.take_effects();
    stage.pass(time);
    return stage.posted_wordings();
  }
  std::vector<std::string> reminded() const {
    std::vector<std::string> all;
    for (const Reminded& reminder : stage.bodies<Reminded>()) all.push_back(reminder.what);
    return all;
  }

  Stage stage{open_hours()};
};

TEST_F(Reminders, AVendorIsAskedAfterHalfAndAllOfItsTime) {
  say("vendor open paylink PL-1 P1 payouts fail");
  EXPECT_THAT(after(minutes{9}), Not(Contains(HasSubstr("vendor"))));
  EXPECT_THAT(after(minutes{1}), Contains("person:ann/vendor_half"));
  EXPECT_THAT(after(minutes{10}), Contains("incident_room/vendor_missed"));
  EXPECT_THAT(after(hours{1}), Not(Contains(HasSubstr("vendor")))) << "said once";
}

TEST_F(Reminders, AnAnswerEndsTheVendorsClock) {
  say("vendor open paylink PL-1 P1 payouts fail");
  say("vendor response paylink PL-1 looking at it");
  EXPECT_THAT(after(hours{1}), Not(Contains(HasSubstr("vendor"))));
}

TEST_F(Reminders, AClockRunsOnAfterTheIncidentAndThroughTheWeekend) {
  say("clock GDPR aware");
  say("status monitoring");
  say("resolve rolled back");
  EXPECT_THAT(after(hours{36}), Contains("person:ann/clock_running"));
  EXPECT_THAT(reminded(), Contains("clock_50"));
  after(hours{36});
  EXPECT_THAT(reminded(), Contains("clock_due"));
}

TEST_F(Reminders, AfterAnOutageOfMusterOnlyTheLastStepIsSaid) {
  say("clock GDPR aware");
  stage.restart();
  const auto said = after(hours{72});
  EXPECT_EQ(std::ranges::count(said, "incident_room/clock_running"), 1);
  EXPECT_EQ(
      stage.incident().reminded.back(),
      reminder_key("clock_due", "GDPR/notification", stage.incident().clock_marks.front().at + hours{72}));
}

TEST_F(Reminders, ASubmittedClockIsSilent) {
  say("clock GDPR aware");
  say("clock GDPR submitted");
  EXPECT_THAT(after(hours{80}), Not(Contains(HasSubstr("clock"))));
}

TEST_F(Reminders, ACommanderIsAskedToHandOverAfterFourHours) {
  EXPECT_THAT(after(hours{4} - minutes{1}), Not(Contains(HasSubstr("commander_tired"))));
  EXPECT_THAT(after(minutes{1}), Contains("person:ann/commander_tired"));
  say("role ic @bob");
  EXPECT_THAT(after(hours{4}), Contains("person:bob/commander_tired")) << "counted for each anew";
}

TEST_F(Reminders, WhoCommandsAndLeadsTheOperationsIsWarnedWhenItIsSevere) {
  say("role operations_lead @ann");
  EXPECT_THAT(after(minutes{1}), Not(Contains(HasSubstr("two_hats")))) << "a SEV3";
  say("severity sev2");
  EXPECT_THAT(after(minutes{1}), Contains("person:ann/two_hats"));
  EXPECT_THAT(after(minutes{1}), Not(Contains(HasSubstr("two_hats"))));
}

TEST_F(Reminders, MoreThanSevenAreTooManyForOneCommander) {
  for (int i = 0; i < 6; ++i) say("join", "helper" + std::to_string(i));
  EXPECT_THAT(after(minutes{1}), Not(Contains(HasSubstr("span_of_control"))));
  say("join", "helper6");
  EXPECT_THAT(after(minutes{1}), Contains("incident_room/span_of_control"));
}

TEST_F(Reminders, CloseIsSuggestedInBusinessHoursOnly) {
  stage.pass(days{4} + hours{10});  // Friday 19:00 UTC
  say("status monitoring");
  say("resolve rolled back");
  EXPECT_THAT(after(hours{48}), IsEmpty()) << "Sunday evening";
  EXPECT_THAT(after(hours{12} + minutes{59}), IsEmpty());
  EXPECT_THAT(after(minutes{1}), Contains("incident_room/close_nudge")) << "Monday 09:00 in Berlin";
  EXPECT_THAT(after(days{10}), IsEmpty());
}

TEST_F(Reminders, AnActionIsRemindedBeforeAndAfterItsDate) {
  say("followup alert on certificate age @bob by 2026-03-05");
  say("status monitoring");
  say("resolve rolled back");
  say("close");
  EXPECT_THAT(after(days{2} + hours{23}), Contains("person:bob/action_soon"));
  EXPECT_THAT(after(days{1}), Contains("person:bob/action_overdue"));
}

TEST_F(Reminders, AnActionThatIsMovedKeepsItsFirstDate) {
  say("followup alert on certificate age @bob by 2026-03-05");
  say("action edit AI-1 --due 2026-03-20 --owner @ann waiting for the vendor");
  const ActionItem item = stage.incident().actions.front();
  EXPECT_EQ(item.owner, PersonId{"ann"});
  EXPECT_LT(*item.first_due, *item.due);
  EXPECT_THAT(after(days{10}), Not(Contains(HasSubstr("action_overdue"))));
  EXPECT_EQ(refused("action edit AI-1"), "nothing_to_change");
  EXPECT_EQ(refused("action edit AI-9 --due 2026-03-20"), "unknown_item");
  EXPECT_EQ(refused("action reopen AI-1 why not"), "not_done");
  say("action done AI-1");
  EXPECT_EQ(refused("action reopen AI-1"), "reason_required");
  say("action reopen AI-1 it came back");
  EXPECT_FALSE(stage.incident().actions.front().done_at);
}

class AfterSev1 : public Reminders {
 protected:
  AfterSev1() : Reminders{"declare sev1 Checkout is down"} {
    say("status monitoring");
    say("resolve rolled back");
  }
};

TEST_F(AfterSev1, ThePostmortemIsRemindedUntilItIsPublishedOrWaived) {
  EXPECT_THAT(after(days{2}), Contains("incident_room/postmortem_soon")) << "due Thursday 09:00 UTC";
  EXPECT_THAT(after(days{1}), Contains("person:ann/postmortem_overdue"));
  EXPECT_THAT(after(days{9}), IsEmpty()) << "SEV1 cannot be closed yet, so nobody is asked to";
  say("postmortem waive duplicate of last week's");
  EXPECT_THAT(after(days{1}), Contains("incident_room/close_nudge"));
}

TEST_F(AfterSev1, ThePostmortemHasAnOwnerAndIsReviewedBySomebodyElse) {
  say("postmortem owner");
  EXPECT_EQ(stage.incident().postmortem_owner, PersonId{"ann"});
  EXPECT_EQ(refused("postmortem submit"), "no_draft");
  say("postmortem draft");
  EXPECT_EQ(refused("postmortem approve"), "not_in_review");
  stage.take_effects();
  say("postmortem submit @bob");
  EXPECT_THAT(stage.posted_wordings(), Contains("person:bob/postmortem_review"));
  EXPECT_EQ(refused("postmortem approve"), "own_postmortem");
  say("postmortem approve deep enough", "bob");
  EXPECT_THAT(stage.incident().postmortem_approvals, testing::ElementsAre(PersonId{"bob"}));
}

TEST_F(AfterSev1, ATextThatBlamesIsNotPublishedUntilItIsAnsweredOrOverridden) {
  say("join", "bob");
  say("postmortem draft");
  const auto save = [&](const std::string& text) {
    const std::string version = std::to_string(stage.incident().postmortem_version);
    const JobAnswer answer =
        stage.dialog("ann", "postmortem_text", {{"text", text}, {"version", version}}, {1});
    EXPECT_FALSE(answer.refusal);
    return answer.reply.say;
  };
  say("postmortem submit @bob");
  say("postmortem approve", "bob");
  EXPECT_THAT(save("Bob forgot to renew the certificate."), HasSubstr("names a person"));
  EXPECT_THAT(stage.incident().postmortem_approvals, IsEmpty()) << "they were of another text";
  EXPECT_EQ(refused("postmortem publish"), "lint_blocked");
  say("postmortem publish --despite \"quoted from the customer's letter\"");
  EXPECT_EQ(stage.bodies<PostmortemChanged>().back().reason, "quoted from the customer's letter");
  EXPECT_EQ(save("The certificate had no alert on its age."), "Saved.");
  EXPECT_THAT(stage.incident().postmortem_blockers, IsEmpty());
}

TEST_F(AfterSev1, APublishedPostmortemIsNotAskedFor) {
  say("postmortem draft");
  say("postmortem publish");
  EXPECT_THAT(after(days{5}), Not(Contains(HasSubstr("postmortem_"))));
}

TEST(PageAlone, ItsSenderLearnsThatNobodyAnswers) {
  Stage stage{open_hours()};
  stage.type("ann", "page @bob the database is down");
  stage.take_effects();
  stage.restart();
  stage.pass(minutes{5});
  EXPECT_THAT(stage.posted_wordings(), Contains("person:ann/page_alone_unanswered"));
  stage.pass(hours{1});
  EXPECT_THAT(stage.posted_wordings(), IsEmpty());
  stage.type("ann", "page @bob once more");
  stage.type("bob", "ack PG-2");
  stage.take_effects();
  stage.pass(hours{1});
  EXPECT_THAT(stage.posted_wordings(), IsEmpty());
}

}  // namespace

}  // namespace muster::test

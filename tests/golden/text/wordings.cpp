#include "tests/golden/text/wordings.hpp"

namespace muster::story {

std::vector<Spoken> spoken_wordings(const std::string& words) {
  const PersonId ann{"ann"};
  const PersonId bob{"bob"};
  const PersonId bea{"bea"};
  IncidentDeclared declared;
  declared.title = words;
  declared.description = words;
  UpdatePosted update{{"internal", "public"}, words, State::identified, Severity{1}, at(15, 15)};
  UpdatePosted last = update;
  last.next_at.reset();
  const AlertReported alert{"A1",  AlertOp::fire, "prometheus",      "checkout", "k",
                            words, "critical",    AlertRole::signal, "",         0};
  ChangeReported change;
  change.change = "CHG-3972";
  change.op = ChangeOp::refused;
  change.service = "search";
  change.title = words;
  change.result = "frozen by INC-7";
  const MessageCaptured captured{
      {"slack", "C77", "1.1", ""}, bob, words, {{words, "F1", ""}}, "https://a.example/p1"};
  return {
      {"welcome", "welcome", declared},
      {"similar", "similar", declared},
      {"severity_raised", "severity_changed", SeverityChanged{Severity{3}, Severity{1}, words}},
      {"severity_lowered", "severity_changed", SeverityChanged{Severity{1}, Severity{2}, ""}},
      {"state_changed", "state_changed", StateChanged{State::investigating, State::identified, words}},
      {"resolved", "resolved", StateChanged{State::monitoring, State::resolved, words}},
      {"reopened", "reopened", Reopened{State::resolved, State::investigating, words}},
      {"canceled", "canceled", Canceled{State::triage, words}},
      {"merged", "merged", Merged{IncidentNumber{9}, State::investigating, words}},
      {"merge_received", "merge_received", MergeReceived{IncidentNumber{6}, at(14, 0)}},
      {"role_assigned", "role_assigned", RoleAssigned{"communications_lead", bea}},
      {"role_released", "role_assigned", RoleReleased{"scribe", bea}},
      {"role_prompt", "role_prompt", Reminded{"role_unclaimed", "incident_commander", at(14, 9)}},
      {"handoff_request", "handoff_request", HandoffRequested{"incident_commander", ann, bea, words}},
      {"handoff_accepted", "handoff_answered", HandoffAnswered{"incident_commander", bea, true, ""}},
      {"handoff_declined", "handoff_answered", HandoffAnswered{"incident_commander", bea, false, words}},
      {"handoff_unanswered", "handoff_unanswered",
       Reminded{"handoff_unanswered", "incident_commander", at(15, 20)}},
      {"page", "page", PersonPaged{"P1", "shop", {bob}, words}},
      {"page_alone", "page_alone", PersonPaged{"PG-1", "bob", {bob}, words}},
      {"cover_request", "cover_request",
       CoverAsked{"CV-1", ann, bob, "primary", at(15, 0), at(18, 0), words}},
      {"cover_accepted", "cover_answered", CoverAnswered{"CV-1", CoverAnswer::accepted, ""}},
      {"cover_declined", "cover_answered", CoverAnswered{"CV-1", CoverAnswer::declined, words}},
      {"page_lost", "page_lost", EffectFailed{"INC-0/1/0", "post", "Slack", words, false}},
      {"report_lost", "report_lost", EffectFailed{"INC-0/1/0", "post_report", "Slack", words, false}},
      {"page_room", "page_room", PersonPaged{"P1", "shop", {bob}, words}},
      {"page_acknowledged", "page_acknowledged", PageAcknowledged{"P1", bob}},
      {"page_escalated", "page_escalated", PersonPaged{"P2", "shop", {bob}, words, "P1"}},
      {"page_declined", "page_declined", PageDeclined{"P1", bob, words}},
      {"page_expired", "page_expired", PageExpired{"P1", words}},
      {"page_way_failed", "page_way_failed",
       PageSent{"P1", bob, "sms", "twilio", SendState::failed, words, "", {}}},
      {"escalation_skipped", "escalation_skipped", EscalationSkipped{"shop", 2, words}},
      {"page_test", "page_test", PersonPaged{"PG-1", "bob", {bob}, words, "", "", 0, 0, "test"}},
      {"page_test_result", "page_test_result",
       PageSent{"PG-1", bob, "sms", "twilio", SendState::accepted, "queued", "", {}}},
      {"synthetic_failed", "synthetic_failed", Reminded{"synthetic_check", "P1", at(14, 6)}},
      {"page_settled", "page_settled", PageAcknowledged{"P1", bob}},
      {"page_unanswered", "page_unanswered", Reminded{"page_unanswered", "P1", at(14, 11)}},
      {"update_partners", "update_partners", update},
      {"update_internal", "update_internal", update},
      {"update_internal_last", "update_internal", last},
      {"update_exec", "update_exec", update},
      {"update_public", "update_public", update},
      {"update_restricted", "update_restricted", update},
      {"update_room", "update_room", update},
      {"reminder_update_soon", "reminder_update_soon", Reminded{"update_soon", "internal", at(15, 15)}},
      {"reminder_update_due", "reminder_update_due", Reminded{"update_due", "internal", at(15, 15)}},
      {"reminder_update_overdue", "reminder_update_overdue",
       Reminded{"update_overdue", "internal", at(14, 50)}},
      {"task_added", "task_added", TaskAdded{"T1", words, bob, at(15, 10)}},
      {"task_unowned", "task_added", TaskAdded{"T1", words, {}, {}}},
      {"task_due", "task_due", Reminded{"task_due", "T1", at(14, 52)}},
      {"task_done", "task_done", TaskDone{"T1"}},
      {"page_alone_unanswered", "page_alone_unanswered", Reminded{"page_unanswered", "PG-1", at(14, 11)}},
      {"commander_tired", "commander_tired", Reminded{"commander_tired", "incident_commander", at(10, 0)}},
      {"span_of_control", "span_of_control", Reminded{"span_of_control", "", at(14, 6)}},
      {"two_hats", "two_hats", Reminded{"two_hats", "ann", at(14, 6)}},
      {"vendor_half", "vendor_half", Reminded{"vendor_half", "PL-1", at(15, 5)}},
      {"vendor_missed", "vendor_missed", Reminded{"vendor_missed", "PL-1", at(15, 5)}},
      {"clock_running", "clock_running", Reminded{"clock_50", "GDPR/notification", at(23, 0)}},
      {"clock_due", "clock_running", Reminded{"clock_due", "GDPR/notification", at(15, 0)}},
      {"postmortem_soon", "postmortem_soon", Reminded{"postmortem_soon", "", at(23, 0)}},
      {"postmortem_overdue", "postmortem_overdue", Reminded{"postmortem_overdue", "", at(15, 0)}},
      {"action_soon", "action_soon", Reminded{"action_soon", "AI-1", at(23, 0)}},
      {"action_overdue", "action_overdue", Reminded{"action_overdue", "AI-1", at(15, 0)}},
      {"close_nudge", "close_nudge", Reminded{"close_nudge", "", at(15, 0)}},
      {"followup_added", "followup_added", ActionItemAdded{"AI-1", words, bob, at(23, 0), "P1", "detect"}},
      {"decision", "decision", DecisionMade{words, words}},
      {"captured_message", "captured", captured},
      {"captured_note", "captured", NoteAdded{words}},
      {"withdrawn", "captured", EntryWithdrawn{12, words}},
      {"effect_failed", "effect_failed", EffectFailed{"INC-7/1/0", "open_room", "slack", words, false}},
      {"effect_unclear", "effect_failed", EffectFailed{"INC-7/1/0", "post", "slack", words, true}},
      {"command_missed", "command_missed", CommandRefused{"resolve", "typed_while_away", words}},
      {"alert_joined", "alert_joined", alert},
      {"alert_suggest", "alert_suggest", alert},
      {"alerts_quiet", "alerts_quiet", AlertGroupCounted{"k", words, 1500, 0, 3, 0}},
      {"change_refused", "change_refused", change},
      {"freeze_on", "freeze_on", FreezeChanged{true, {}, words, IncidentNumber{7}}},
      {"freeze_off", "freeze_off", FreezeChanged{false, {"checkout"}, "", IncidentNumber{7}}},
      {"news_vendor", "news",
       VendorCaseChanged{VendorOp::open, words, words, "P1", std::chrono::minutes{15}, words}},
      {"news_report", "news", ReportReceived{"R1", "customer", "checkout", words, "detection"}},
      {"postmortem_ready", "postmortem_ready", StateChanged{State::monitoring, State::resolved, words}},
      {"postmortem_review", "postmortem_review", PostmortemChanged{PostmortemState::in_review, "", "", ""}},
      {"postmortem_approved", "postmortem_approved",
       PostmortemChanged{PostmortemState::in_review, "", "", words}},
      {"postmortem_owner", "postmortem_owner", PostmortemChanged{PostmortemState::draft, "", "", ""}},
      {"postmortem_state", "postmortem_state", PostmortemChanged{PostmortemState::waived, "", "", words}},
  };
}

Incident incident_saying(const std::string& words, const std::vector<Event>& events) {
  Incident incident = fold(events);
  incident.title = words;
  incident.description = words;
  for (PageRecord& page : incident.pages) page.text = words;
  for (StatusUpdate& update : incident.updates) update.text = words;
  for (TaskRecord& task : incident.tasks) task.text = words;
  for (ActionItem& item : incident.actions) item.title = words;
  if (incident.actions.empty())
    incident.actions.push_back({"AI-1", words, PersonId{"bob"}, at(15, 0), "P1", "detect", at(14, 50), {}});
  if (incident.vendor_cases.empty())
    incident.vendor_cases.push_back({words, "PL-1", "P1", std::chrono::minutes{15}, at(14, 50), {}, {}, {}});
  for (LinkAdded& link : incident.links) {
    link.title = words;
    link.relation = words;
  }
  for (auto& [platform, room] : incident.rooms) room.name = words;
  return incident;
}

}  // namespace muster::story

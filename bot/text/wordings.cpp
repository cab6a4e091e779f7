#include "bot/text/wordings.hpp"

#include <algorithm>

#include "bot/base/embedded.hpp"
#include "bot/text/postmortem_sections.hpp"

namespace muster {

namespace {

constexpr std::string_view kIncidentFacts =
    "number title description severity severity_meaning state since declared_at declared_by started elapsed "
    "commander roles{role person duty} role_lines{role person} services service_names impact "
    "impact_lines{line} "
    "next_update promises{audience due} links rooms source_link console document command organisation "
    "private public_ drill test open ended triage resolved members "
    "open_tasks{task text owner due} pages_open{page target since} last_update last_update_at duration "
    "impact_duration postmortem_required postmortem_state vendors_open{vendor case_id since answered} "
    "clocks_open{duty due} frozen hold legal_hold";

constexpr std::string_view kEventFacts =
    "actor actor_mention at entry from to reason note raised lowered meaning into source "
    "role role_id duty person released from_person to_person briefing accepted declined "
    "page method result phones failing step target people text waited audiences unheard audience audience_id "
    "next_at update_state "
    "update_severity "
    "subject due overdue_by task owner action priority type objections author link files "
    "similar{number title severity when shared actions} "
    "cover until result "
    "alert_severity summary alert_link group group_title group_service group_source group_severity firing "
    "alerts_total cut quiet first_at last_at "
    "what platform error possible_duplicate form new_state late withdrawn holder news where";

constexpr std::string_view kGroupFacts =
    "group group_title group_service group_source group_severity firing alerts_total cut quiet first_at "
    "last_at";

// About an event, and nothing but what the timeline says of it.
constexpr Wording telling(std::string_view name) {
  return {.name = name, .only_tells = true};
}

constexpr Wording kWordings[] = {
    {"card_room", Subject::incident},
    {"card_announcement", Subject::incident},
    {"card_announcement_private", Subject::view},
    {"card_alerts", Subject::incident, kGroupFacts},
    {"welcome"},
    {"similar"},
    telling("severity_changed"),
    telling("state_changed"),
    telling("resolved"),
    telling("reopened"),
    {"canceled"},
    telling("merged"),
    telling("merge_received"),
    telling("role_assigned"),
    {"role_prompt"},
    {"handoff_request"},
    {"handoff_answered"},
    {"handoff_unanswered"},
    {"page"},
    {"page_room"},
    {"page_alone"},
    {"cover_request"},
    {"cover_answered"},
    {"page_lost"},
    {"report_lost"},
    {"page_alone_unanswered"},
    telling("page_acknowledged"),
    {"page_settled"},
    {"page_unanswered"},
    {"page_escalated"},
    telling("page_declined"),
    {"page_expired"},
    {"page_way_failed"},
    {"escalation_skipped"},
    {"page_test"},
    {"page_test_result"},
    {"synthetic_failed"},
    {"update"},
    {"update_internal"},
    {"update_exec"},
    {"update_public"},
    {"update_restricted"},
    telling("update_room"),
    {"reminder_update_soon"},
    {"reminder_update_due"},
    {"reminder_update_overdue"},
    telling("task_added"),
    {"task_due"},
    telling("task_done"),
    {"commander_tired"},
    {"span_of_control"},
    {"two_hats"},
    {"vendor_half"},
    {"vendor_missed"},
    {"clock_running"},
    {"postmortem_soon"},
    {"postmortem_overdue"},
    {"action_soon"},
    {"action_overdue"},
    {"close_nudge"},
    telling("followup_added"),
    telling("decision"),
    telling("captured"),
    {"missed", Subject::incident, "platform entries{at who text revised back_dated} none"},
    {"effect_failed"},
    {"command_missed"},
    telling("news"),
    telling("alert_joined"),
    telling("alerts_quiet"),
    {"alert_suggest"},
    telling("freeze_on"),
    telling("freeze_off"),
    {"change_refused"},
    {"postmortem_ready"},
    {"postmortem_state"},
    {"postmortem_review"},
    {"postmortem_approved"},
    {"postmortem_owner"},
    {"catchup", Subject::incident, "decisions{at text} entries{at who text}"},
    {"tray", Subject::incident},
    {"roles", Subject::incident, "all_roles{role role_id person duty}"},
    {"tasks", Subject::incident,
     "tasks{task text owner due done open} actions{action text owner due done open priority}"},
    {"timeline", Subject::incident, "entries{at who text revised back_dated} none"},
    {"postmortem", Subject::incident, "form missing draft in_review published waived"},
    {"checklist", Subject::incident, "items{id item done computed why}"},
    {"changes", Subject::incident, "changes{change title service when} excluded{change why} none"},
    {"list", Subject::view,
     "heading incidents{number title severity state commander next_update private} none command"},
    {"lookalikes", Subject::view, "incidents{number title severity state since} declare"},
    {"choose", Subject::view, "incidents{number title severity state command}"},
    {"alerts", Subject::view,
     "groups{group title service source severity firing total since number} none "
     "silences{silence what until reason by}"},
    {"help", Subject::view, "command verbs{verb usage help}"},
    {"help_verb", Subject::view, "command verb usage help example aliases unknown nearest"},
    {"home", Subject::view,
     "organisation command person incidents{number title severity state commander next_update private} none "
     "actions{number action text due overdue priority} tasks{number task text due}"},
    {"postmortem/full", Subject::document},
    {"postmortem/brief", Subject::document},
    {"postmortem/security", Subject::document},
    {"postmortem/drill", Subject::document},
};

}  // namespace

std::span<const Wording> wordings() {
  return kWordings;
}

const Wording* find_wording(std::string_view name, const Policy& policy) {
  const auto found = std::ranges::find(kWordings, name, &Wording::name);
  if (found != std::end(kWordings)) return found;
  static constexpr std::string_view kUpdate = "update_";
  if (name.starts_with(kUpdate) && policy.audience(name.substr(kUpdate.size())) != nullptr) {
    return std::ranges::find(kWordings, "update", &Wording::name);
  }
  return nullptr;
}

bool only_tells(std::string_view name) {
  const auto found = std::ranges::find(kWordings, name, &Wording::name);
  return found != std::end(kWordings) && found->only_tells;
}

std::string declared_facts(const Wording& wording) {
  if (wording.about == Subject::document) return postmortem_facts();
  std::string facts{wording.own};
  if (wording.about != Subject::view) facts += " " + std::string{kIncidentFacts};
  if (wording.about == Subject::event) facts += " " + std::string{kEventFacts};
  return facts;
}

std::optional<std::string> built_in_template(std::string_view name) {
  const bool document = name.starts_with("postmortem/");
  const std::string path = std::string{name} + (document ? ".md.mustache" : ".mustache");
  for (const EmbeddedFile& file : embedded_templates()) {
    if (file.path == path) return std::string{file.bytes};
  }
  return std::nullopt;
}

}  // namespace muster

#include "bot/runtime/staleness.hpp"

#include <algorithm>

#include "bot/domain/pages.hpp"

namespace muster {

namespace {

bool after_the_incident(const Reminded& reminder) {
  return reminder.what.starts_with("clock_") || reminder.what.starts_with("postmortem_") ||
         reminder.what.starts_with("action_") || reminder.what == "close_nudge";
}

bool aftercare_stale(const Reminded& reminder, const Incident& incident) {
  if (reminder.what.starts_with("postmortem_"))
    return incident.is_open() || incident.postmortem_published_at || incident.postmortem_waived_at;
  if (reminder.what == "close_nudge") return incident.state != State::resolved;
  const auto action = std::ranges::find(incident.actions, reminder.subject, &ActionItem::id);
  return reminder.what.starts_with("action_") &&
         (action == incident.actions.end() || action->done_at || action->due != reminder.due);
}

bool reminder_stale(const Reminded& reminder, const Incident& incident) {
  if (after_the_incident(reminder)) return aftercare_stale(reminder, incident);
  if (!incident.is_open()) return true;
  if (reminder.what.starts_with("vendor_")) {
    const VendorCase* open = incident.vendor_case(reminder.subject);
    return open == nullptr || open->responded_at || open->fixed_at || open->closed_at;
  }
  if (reminder.what.starts_with("update_")) {
    const auto promise = incident.promises.find(reminder.subject);
    return promise == incident.promises.end() || promise->second.due != reminder.due;
  }
  if (reminder.what == "role_unclaimed") return incident.commander().has_value();
  if (reminder.what == "handoff_unanswered") return !incident.handoff;
  if (reminder.what == "page_unanswered") {
    const PageRecord* page = incident.page(reminder.subject);
    return page == nullptr || answered(*page, incident.pages);
  }
  if (reminder.what == "task_due") {
    const auto task = std::ranges::find(incident.tasks, reminder.subject, &TaskRecord::id);
    return task == incident.tasks.end() || task->done_at.has_value();
  }
  return false;
}

}  // namespace

bool is_stale(std::string_view wording, const Event& about, const Incident& incident) {
  if (const auto* reminder = std::get_if<Reminded>(&about.body)) return reminder_stale(*reminder, incident);
  if (const auto* paged = std::get_if<PersonPaged>(&about.body)) {
    const PageRecord* page = incident.page(paged->page);
    const bool has_answer = page != nullptr && answered(*page, incident.pages);
    return wording.starts_with("page") && wording != "page_room" && (has_answer || !incident.is_open());
  }
  return false;
}

bool may_be_said(const Destination& to, const Incident& incident, const Policy& policy) {
  if (incident.visibility == Visibility::public_) return true;
  switch (to.to) {
    case To::incident_room:
      return true;
    case To::announcements:
      return false;
    case To::audience: {
      const AudienceRule* audience = policy.audience(to.id);
      return audience != nullptr && audience->for_private;
    }
    case To::person:
      return may_see(incident, PersonId{to.id}, policy.auditors);
  }
  return false;
}

}  // namespace muster

#include "bot/runtime/staleness.hpp"

#include <algorithm>

namespace muster {

namespace {

bool reminder_stale(const Reminded& reminder, const Incident& incident) {
  if (!incident.is_open()) return true;
  if (reminder.what.starts_with("update_")) {
    const auto promise = incident.promises.find(reminder.subject);
    return promise == incident.promises.end() || promise->second.due != reminder.due;
  }
  if (reminder.what == "role_unclaimed") return incident.commander().has_value();
  if (reminder.what == "handoff_unanswered") return !incident.handoff;
  if (reminder.what == "page_unanswered") {
    const PageRecord* page = incident.page(reminder.subject);
    return page == nullptr || page->acknowledged_at.has_value();
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
    const bool answered = page != nullptr && page->acknowledged_at.has_value();
    return wording.starts_with("page") && wording != "page_room" && (answered || !incident.is_open());
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

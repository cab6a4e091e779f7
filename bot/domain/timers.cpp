#include "bot/domain/timers.hpp"

#include "bot/base/contains.hpp"

namespace muster {

namespace {

std::string micros(Time t) {
  return std::to_string(t.time_since_epoch().count());
}

// The timers of one incident, leaving out what was already said.
class Wanted {
 public:
  explicit Wanted(const Incident& incident) : incident_{incident} {}

  void add(std::string what, std::string subject, Time due, Time about) {
    if (contains(incident_.reminded, reminder_key(what, subject, about))) return;
    timers_.push_back({incident_.number, std::move(what), std::move(subject), due, about});
  }
  [[nodiscard]] std::vector<Timer> take() { return std::move(timers_); }

 private:
  const Incident& incident_;
  std::vector<Timer> timers_;
};

void add_promises(Wanted& wanted, const Incident& incident, const Policy& policy) {
  for (const auto& [audience, promise] : incident.promises) {
    if (!promise.due) continue;
    const Time due = *promise.due;
    // A reminder that would come right after the promise itself says nothing new.
    if (due - promise.anchor > 2 * policy.reminder_lead) {
      wanted.add("update_soon", audience, due - policy.reminder_lead, due);
    }
    wanted.add("update_due", audience, due, due);
    wanted.add("update_overdue", audience, due + policy.reminder_lead, due);
  }
}

}  // namespace

std::string Timer::key() const {
  return to_string(incident) + "/" + what + "/" + subject + "/" + micros(due) + "/" + micros(about);
}

std::string reminder_key(std::string_view what, std::string_view subject, Time about) {
  return std::string{what} + "/" + std::string{subject} + "/" + micros(about);
}

std::vector<Timer> wanted_timers(const Incident& incident, const Policy& policy) {
  if (!incident.is_open()) return {};
  Wanted wanted{incident};
  add_promises(wanted, incident, policy);
  if (!incident.commander()) {
    Time since = incident.declared_at;
    for (const RoleTerm& term : incident.role_terms) {
      if (term.role == kIncidentCommander && term.until && *term.until > since) since = *term.until;
    }
    wanted.add("role_unclaimed", std::string{kIncidentCommander}, since + policy.role_prompt_after, since);
  }
  if (incident.handoff) {
    const Time asked = incident.handoff->requested_at;
    wanted.add("handoff_unanswered", incident.handoff->role, asked + policy.handoff_reminder_after, asked);
  }
  for (const PageRecord& page : incident.pages) {
    if (!page.acknowledged_at) {
      wanted.add("page_unanswered", page.id, page.sent_at + policy.page_reminder_after, page.sent_at);
    }
  }
  for (const TaskRecord& task : incident.tasks) {
    if (task.due && !task.done_at) wanted.add("task_due", task.id, *task.due, *task.due);
  }
  return wanted.take();
}

}  // namespace muster

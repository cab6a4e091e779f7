// A timer fired: muster speaks up by itself. What is no longer true by then is dropped, not said late.
#include "bot/domain/timers.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// A timer of the outage's past is answered by the state of now: only what is still wanted is said.
bool still_wanted(const TimerFired& fired, const Incident& incident, const Context& ctx) {
  return std::ranges::any_of(wanted_timers(incident, ctx.policy), [&](const Timer& timer) {
    return timer.what == fired.what && timer.subject == fired.subject && timer.due == fired.due;
  });
}

std::string wording_of(const std::string& what) {
  if (what.starts_with("update_")) return "reminder_" + what;
  return what == "role_unclaimed" ? "role_prompt" : what;
}

// Being told that something is overdue makes the earlier reminders of the same promise pointless.
void swallow_earlier(Plan& plan, const TimerFired& fired, Time about, const Incident& incident) {
  static constexpr std::string_view kSteps[] = {"update_soon", "update_due", "update_overdue"};
  const auto reached = std::ranges::find(kSteps, fired.what);
  if (reached == std::end(kSteps)) return;
  for (auto step = std::begin(kSteps); step != reached; ++step) {
    if (!contains(incident.reminded, reminder_key(*step, fired.subject, about))) {
      plan.record(Reminded{std::string{*step}, fired.subject, about});
    }
  }
}

}  // namespace

Outcome on_timer(const TimerFired& fired, const Context& ctx) {
  const Incident* incident = ctx.incidents.find(fired.incident);
  if (incident == nullptr || !still_wanted(fired, *incident, ctx)) return Decision{};
  const std::vector<Timer> wanted = wanted_timers(*incident, ctx.policy);
  const auto timer = std::ranges::find_if(wanted, [&](const Timer& t) {
    return t.what == fired.what && t.subject == fired.subject && t.due == fired.due;
  });
  // After an outage several steps are due at once: only the last one is said.
  const bool later_step_due = std::ranges::any_of(wanted, [&](const Timer& t) {
    return t.subject == fired.subject && t.about == timer->about && t.due > fired.due && t.due <= ctx.now &&
           t.what.starts_with("update_");
  });
  if (later_step_due && fired.what.starts_with("update_")) return Decision{};

  Plan plan{ctx, *incident};
  swallow_earlier(plan, fired, timer->about, *incident);
  const Seq reminded = plan.record(Reminded{fired.what, fired.subject, timer->about});
  const std::string wording = wording_of(fired.what);
  plan.tell_room(wording, reminded);
  const auto commander = incident->commander();
  if (fired.what == "update_overdue" && commander) plan.tell(*commander, wording, reminded);
  if (fired.what == "handoff_unanswered" && incident->handoff)
    plan.tell(incident->handoff->to, wording, reminded);
  if (fired.what == "page_unanswered" && commander) plan.tell(*commander, wording, reminded);
  if (fired.what == "task_due") {
    const auto task = std::ranges::find(incident->tasks, fired.subject, &TaskRecord::id);
    if (task != incident->tasks.end() && !task->owner.empty()) plan.tell(task->owner, wording, reminded);
  }
  return plan.done("");
}

}  // namespace muster

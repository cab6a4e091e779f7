#include "bot/domain/timers.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/pages.hpp"

namespace muster {

namespace {

constexpr Duration kSyntheticPatience = std::chrono::minutes{10};

std::string micros(Time t) {
  return std::to_string(t.time_since_epoch().count());
}

// The timers of one timeline, leaving out what was already said.
class Wanted {
 public:
  Wanted(IncidentNumber number, const std::vector<std::string>& said) : number_{number}, said_{said} {}

  void add(std::string what, std::string subject, Time due, Time about) {
    if (contains(said_, reminder_key(what, subject, about))) return;
    timers_.push_back({number_, std::move(what), std::move(subject), due, about});
  }
  [[nodiscard]] std::vector<Timer> take() { return std::move(timers_); }

 private:
  IncidentNumber number_;
  const std::vector<std::string>& said_;
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

void add_command(Wanted& wanted, const Incident& incident, const Policy& policy) {
  const std::string role{kIncidentCommander};
  Time since = incident.declared_at;
  for (const RoleTerm& term : incident.role_terms) {
    if (term.role == role) since = std::max(since, term.until.value_or(term.since));
  }
  if (!incident.commander()) {
    wanted.add("role_unclaimed", role, since + policy.role_prompt_after, since);
    return;
  }
  for (const StateSpan& span : incident.states) {  // they rested between a resolve and its reopening
    if (span.state == State::resolved && span.until) since = std::max(since, *span.until);
  }
  wanted.add("commander_tired", role, since + policy.commander_break_after, since);
}

// At once, once each: about what is so, not about a time.
void add_warnings(Wanted& wanted, const Incident& incident, const Policy& policy) {
  const auto working = std::ranges::count_if(
      incident.members, [&](const PersonId& person) { return !incident.released.contains(person); });
  if (working > policy.span_of_control)
    wanted.add("span_of_control", "", incident.declared_at, incident.declared_at);
  const auto commander = incident.commander();
  const bool severe = incident.severity && incident.severity->level <= 2;
  if (severe && commander && incident.holder(kOperationsLead) == commander)
    wanted.add("two_hats", commander->value, incident.declared_at, incident.declared_at);
}

// The next moment the clock on the wall of the zone shows this time of day, after `last`.
Time next_daily(Time last, Duration at, std::string_view zone) {
  const Time today = day_begin(last, zone);
  if (today + at > last) return today + at;
  return day_begin(today + std::chrono::hours{36}, zone) + at;
}

// A page never sent before is due at once: that everything works is best known before it is needed.
void add_synthetic(Wanted& wanted, const OperationsLog& log, const Policy& policy) {
  if (policy.synthetic.person.empty()) return;
  const Time last = log.synthetic_at.value_or(Time{});
  const Time due = log.synthetic_at ? next_daily(last, policy.synthetic.at, policy.calendar.zone) : Time{};
  wanted.add("synthetic", policy.synthetic.person.value, due, last);
  for (const PageRecord& page : log.pages) {
    if (page.purpose == "synthetic")
      wanted.add("synthetic_check", page.id, page.sent_at + kSyntheticPatience, page.sent_at);
  }
}

void add_pages(Wanted& wanted, const std::vector<PageRecord>& pages, const Policy& policy) {
  const PageChains chains{pages};
  for (const PageRecord& page : pages) {
    if (page.expired_at || chains.answered(page)) continue;
    for (const PageSend& send : page.sends) {
      if (send.state == SendState::planned && send.due)
        wanted.add("page_way", way_subject(page, send), *send.due, page.sent_at);
    }
    const EscalationPolicy* escalation = policy.escalation_named(page.escalation);
    const bool climbs = escalation != nullptr && page.step >= 1 &&
                        page.step <= static_cast<std::int64_t>(escalation->steps.size());
    if (climbs && chains.is_last(page)) {
      const Duration wait = escalation->steps[static_cast<std::size_t>(page.step - 1)].wait;
      wanted.add("page_escalate", page.id, page.sent_at + wait, page.sent_at);
    } else if (!climbs && page.purpose.empty()) {
      wanted.add("page_unanswered", page.id, page.sent_at + policy.page_reminder_after, page.sent_at);
    }
  }
}

void add_vendors(Wanted& wanted, const Incident& incident) {
  for (const VendorCase& open : incident.vendor_cases) {
    if (!open.sla_response || open.responded_at || open.fixed_at || open.closed_at) continue;
    const Time due = open.opened_at + *open.sla_response;
    wanted.add("vendor_half", open.ref, open.opened_at + *open.sla_response / 2, due);
    wanted.add("vendor_missed", open.ref, due, due);
  }
}

// Authorities do not wait for the incident to end, nor for business hours.
void add_clocks(Wanted& wanted, const Incident& incident, const Policy& policy) {
  if (incident.clock_marks.empty()) return;
  for (const ClockFigures& clock : clock_figures(incident, policy)) {
    if (clock.submitted_at) continue;
    const std::string subject = clock.regime + "/" + clock.duty;
    const Duration all = clock.due_at - clock.anchor_at;
    wanted.add("clock_50", subject, clock.anchor_at + all / 2, clock.due_at);
    wanted.add("clock_75", subject, clock.anchor_at + all * 3 / 4, clock.due_at);
    wanted.add("clock_90", subject, clock.anchor_at + all * 9 / 10, clock.due_at);
    wanted.add("clock_due", subject, clock.due_at, clock.due_at);
  }
}

// What can wait for the morning does. Due at `at`, known since `known`.
void add_due_date(Wanted& wanted, const std::string& what, const std::string& subject, Time known, Time at,
                  const Policy& policy) {
  if (at - policy.due_lead > known)
    wanted.add(what + "_soon", subject, next_working_time(at - policy.due_lead, policy.calendar), at);
  wanted.add(what + "_overdue", subject, next_working_time(at, policy.calendar), at);
}

void add_actions(Wanted& wanted, const Incident& incident, const Policy& policy) {
  for (const ActionItem& action : incident.actions) {
    if (action.due && !action.done_at)
      add_due_date(wanted, "action", action.id, action.added_at, *action.due, policy);
  }
}

void add_aftercare(Wanted& wanted, const Incident& incident, const Policy& policy) {
  const bool settled = incident.postmortem_published_at || incident.postmortem_waived_at;
  if (const auto due = postmortem_due_at(incident, policy); due && !settled) {
    add_due_date(wanted, "postmortem", "", *incident.resolved_at, *due, policy);
    return;
  }
  const SeverityRule* peak = incident.peak_severity ? policy.severity(*incident.peak_severity) : nullptr;
  const bool owed = incident.kind == Kind::normal && peak != nullptr && peak->postmortem_required && !settled;
  if (incident.state != State::resolved || !incident.resolved_at || owed) return;
  wanted.add("close_nudge", "",
             next_working_time(*incident.resolved_at + policy.close_nudge_after, policy.calendar),
             *incident.resolved_at);
}

}  // namespace

std::string Timer::key() const {
  return timer_prefix(incident) + what + "/" + subject + "/" + micros(due) + "/" + micros(about);
}

std::string reminder_key(std::string_view what, std::string_view subject, Time about) {
  return std::string{what} + "/" + std::string{subject} + "/" + micros(about);
}

std::string timer_prefix(IncidentNumber incident) {
  return to_string(incident) + "/";
}

std::vector<Timer> wanted_timers(const Incident& incident, const Policy& policy) {
  if (incident.state == State::canceled || incident.state == State::merged) return {};
  Wanted wanted{incident.number, incident.reminded};
  add_clocks(wanted, incident, policy);
  add_actions(wanted, incident, policy);
  if (!incident.is_open()) {
    add_aftercare(wanted, incident, policy);
    return wanted.take();
  }
  add_promises(wanted, incident, policy);
  add_command(wanted, incident, policy);
  if (incident.handoff) {
    const Time asked = incident.handoff->requested_at;
    wanted.add("handoff_unanswered", incident.handoff->role, asked + policy.handoff_reminder_after, asked);
  }
  add_warnings(wanted, incident, policy);
  add_pages(wanted, incident.pages, policy);
  add_vendors(wanted, incident);
  for (const TaskRecord& task : incident.tasks) {
    if (task.due && !task.done_at) wanted.add("task_due", task.id, *task.due, *task.due);
  }
  return wanted.take();
}

std::vector<Timer> wanted_timers(const OperationsLog& log, const Policy& policy) {
  Wanted wanted{kOperations, log.reminded};
  add_pages(wanted, log.pages, policy);
  add_synthetic(wanted, log, policy);
  for (const auto& [key, group] : log.groups) {
    // It flapped: that it is over is said once it has been quiet for a while.
    if (!group.quiet && group.firing == 0)
      wanted.add("alerts_quiet", key, group.last_at + policy.flapping.within, group.last_at);
  }
  if (!policy.review.rooms.empty()) {
    // Without one before, at once: the handler then says nothing and waits for the next week.
    const Time due =
        log.reviewed ? next_weekly(*log.reviewed, policy.review.day, policy.review.at, policy.calendar.zone)
                     : Time{};
    wanted.add(std::string{kWeeklyReview}, "", due, due);
  }
  return wanted.take();
}

}  // namespace muster

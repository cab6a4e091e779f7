// Timers: what must happen at a time of its own accord. They are a fold too: wanted_timers() says which an
// incident needs as it stands, and the engine keeps the store in step with that, so a timer is never
// forgotten or left behind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// What a timer is for:
//   update_soon, update_due, update_overdue   a promise to an audience
//   role_unclaimed, commander_tired           command: nobody has it, or one person for long
//   handoff_unanswered, task_due, page_unanswered
//   page_way, page_escalate                   a page goes out by the next way; to the next of its escalation
//   synthetic, synthetic_check                the daily page that proves the ways; whether it got through
//   alerts_quiet                              a group of alerts that flapped
//   span_of_control, two_hats                 too many people for one commander; the commander is also the
//   expert vendor_half, vendor_missed                half and all of the time in which a vendor must answer
//   clock_50, clock_75, clock_90, clock_due   parts of a regulatory clock
//   weekly_review                             of the operations log: the review of a week is to be posted
//   postmortem_soon, postmortem_overdue, action_soon, action_overdue, close_nudge
//                                             after the incident, in business hours only
inline constexpr std::string_view kWeeklyReview = "weekly_review";

struct Timer {
  IncidentNumber incident;  // kOperations: of a page sent before any incident
  std::string what;
  std::string subject;  // audience, role, task, page, vendor's case, "regime/duty" or action
  Time due{};           // when to fire
  Time about{};         // the promise it speaks of (update_soon fires before it)
  friend bool operator==(const Timer&, const Timer&) = default;
  // "INC-42/update_due/internal/1763963090000000": names this firing and no other.
  [[nodiscard]] std::string key() const;
};

[[nodiscard]] std::vector<Timer> wanted_timers(const Incident& incident, const Policy& policy);
[[nodiscard]] std::vector<Timer> wanted_timers(const OperationsLog& log, const Policy& policy);

// The beginning of the keys of all timers of one incident: "INC-42/".
[[nodiscard]] std::string timer_prefix(IncidentNumber incident);

// "what/subject/about": how Incident::reminded remembers that it was said.
[[nodiscard]] std::string reminder_key(std::string_view what, std::string_view subject, Time about);

}  // namespace muster

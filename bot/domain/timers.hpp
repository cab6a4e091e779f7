// Timers: what must happen at a time of its own accord. They are a fold too: wanted_timers() says which an
// incident needs as it stands, and the engine keeps the store in step with that, so a timer is never
// forgotten or left behind.
#pragma once

#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// what: update_soon, update_due, update_overdue, role_unclaimed, handoff_unanswered, task_due,
// page_unanswered.
struct Timer {
  IncidentNumber incident;
  std::string what;
  std::string subject;  // audience, role, task or page
  Time due{};           // when to fire
  Time about{};         // the promise it speaks of (update_soon fires before it)
  friend bool operator==(const Timer&, const Timer&) = default;
  // "INC-42/update_due/internal/1763963090000000": names this firing and no other.
  [[nodiscard]] std::string key() const;
};

[[nodiscard]] std::vector<Timer> wanted_timers(const Incident& incident, const Policy& policy);

// "what/subject/about": how Incident::reminded remembers that it was said.
[[nodiscard]] std::string reminder_key(std::string_view what, std::string_view subject, Time about);

}  // namespace muster

// Escalation: whom a page rings, by which ways, and whom next. Pure; the same code answers for now and for a
// step that is due later, each at its own time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// Whom one step of an escalation rings.
struct Rung {
  std::vector<PersonId> people;
  std::vector<std::string> systems;  // "pagerduty:checkout"
  bool room = false;                 // the incident's room, or the announce room when there is none
  std::string words;                 // "Primary on call, ann": what the step names
  [[nodiscard]] bool empty() const { return people.empty() && systems.empty() && !room; }
};
[[nodiscard]] Rung rung_of(const EscalationStep& step, const Policy& policy, const OperationsLog& log,
                           Time at);

// Whoever is on call for a team: by its schedule, else its standing person. Several when a schedule has
// several.
[[nodiscard]] std::vector<PersonId> on_call_for(const Team& team, const Policy& policy,
                                                const OperationsLog& log, Time at);

// The escalation of the first of these services that has one: its own, its owner's, or the policy's. Null:
// none.
[[nodiscard]] const EscalationPolicy* escalation_for(const std::vector<std::string>& services,
                                                     const Policy& policy);
[[nodiscard]] const EscalationPolicy* escalation_for(const Team& team, const Policy& policy);

// The next step that applies to the severity and hour and has somebody. Steps that apply and have nobody are
// named in `skipped`. none: the end was reached.
struct Climb {
  std::int64_t step = 0;  // from 1
  std::int64_t round = 0;
  Rung rung;
};
struct Climbed {
  std::optional<Climb> to;
  std::vector<EscalationSkipped> skipped;
};
// After step `after` (0: from the beginning) of round `round`.
[[nodiscard]] Climbed climb(const EscalationPolicy& escalation, std::int64_t after, std::int64_t round,
                            std::optional<Severity> severity, const Policy& policy, const OperationsLog& log,
                            Time at);

// How a person wants to be reached: as they chose, else as muster.yaml says of them, else by the policy's
// rules. Without any: push and mail at once, SMS after one minute, a call after three.
[[nodiscard]] ContactChoice choice_of(const Person& person, const Policy& policy, const OperationsLog& log);

// The ways of that choice besides chat, which is always used at once: those that are configured and for which
// the person has an address, soonest first. In quiet hours none, unless the severity is bad enough; a page
// without a severity is taken for the worst.
[[nodiscard]] std::vector<ContactRule> ways_by(ContactChoice choice, const Person& person,
                                               std::optional<Severity> severity, const Policy& policy,
                                               Time at);
[[nodiscard]] std::vector<ContactRule> ways_to(const Person& person, std::optional<Severity> severity,
                                               const Policy& policy, const OperationsLog& log, Time at);

// Whether it is the person's quiet time.
[[nodiscard]] bool is_quiet(const QuietHours& quiet, Time at, std::string_view zone);

}  // namespace muster

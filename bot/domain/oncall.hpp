// Who is on call: the layers of a schedule or what was imported, and on top of it who covers for whom.
//
// One function answers for the past, for now and for what is planned. Times are half-open [from, until): at
// the instant of a hand-off the new person is on call. Of the layers that have anybody, those of the highest
// priority count; several of the same priority are on call together. A cover replaces a person only where
// that person is on call; of two for the same time the one accepted last counts. What was is not rewritten: a
// plan that was recorded (ShiftsImported) counts for the time before it was recorded again, and a cover
// counts from the moment it was accepted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/event_paging.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// Everybody who is on call then, by id; nobody: empty.
[[nodiscard]] std::vector<PersonId> on_call(const Schedule& schedule, const OperationsLog& log,
                                            const Policy& policy, Time at);

// The shifts of everybody within [from, until), cut to it, by beginning and person. A person's shift goes on
// as long as they are on call without a break, whoever else is.
[[nodiscard]] std::vector<Shift> shifts(const Schedule& schedule, const OperationsLog& log,
                                        const Policy& policy, Time from, Time until);

// The same by the layers alone, as muster.yaml has them now: without covers and without what was.
[[nodiscard]] std::vector<Shift> planned_shifts(const Schedule& schedule, const Policy& policy, Time from,
                                                Time until);

// Somebody's shift that runs at `at`, with its whole length as far as a year before and after; none: not on
// call.
[[nodiscard]] std::optional<Shift> shift_of(const PersonId& person, const Schedule& schedule,
                                            const OperationsLog& log, const Policy& policy, Time at);

// When those on call change next, after `at`; none within a year.
[[nodiscard]] std::optional<Time> next_handoff(const Schedule& schedule, const OperationsLog& log,
                                               const Policy& policy, Time at);

// Time at which a schedule has nobody.
struct CoverageGap {
  std::string schedule;
  Time from{};
  Time until{};
  friend bool operator==(const CoverageGap&, const CoverageGap&) = default;
};
[[nodiscard]] std::vector<CoverageGap> gaps(const Schedule& schedule, const OperationsLog& log,
                                            const Policy& policy, Time from, Time until);

// One person on call in two schedules at once: a page that goes on from one to the other rings the same
// phone.
struct DoubleBooking {
  PersonId person;
  std::string schedule;
  std::string other;
  Time from{};
  Time until{};
  friend bool operator==(const DoubleBooking&, const DoubleBooking&) = default;
};
[[nodiscard]] std::vector<DoubleBooking> double_bookings(const OperationsLog& log, const Policy& policy,
                                                         Time from, Time until);

}  // namespace muster

// One layer of a schedule: whose turn it is, hand-off by hand-off, and the parts of the week it covers.
//
// Hand-offs are kept as the clock on the wall shows them and become instants by the zone's rules as they are
// known now: adding 86400 seconds is never done. A local time that a zone skips (DST gap, a day left out at
// the date line) is the first instant after the gap; one that happens twice is the earlier for a beginning
// and the later for the end of a part of the week, so that 01:00-01:30 covers both passes. Turns of hours are
// elapsed hours. Turns of months are counted from the first hand-off and clamp to the month's end: they never
// drift from the 31st to the 28th. An unknown zone counts as UTC.
#pragma once

#include <vector>

#include "bot/domain/oncall_rules.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// Whose time it is, half-open [from, until). person: empty for a turn that nobody takes.
struct Turned {
  Time from{};
  Time until{};
  PersonId person;
  int priority = 0;
};

// The turns of a layer within [from, until), cut to it and to what the layer covers, in order. Nothing before
// the first hand-off and after the layer's end.
[[nodiscard]] std::vector<Turned> turns_of(const RotationLayer& layer, const Schedule& schedule,
                                           const BusinessCalendar& calendar, Time from, Time until);

// The first instant at which a clock of the zone shows this or, when it never does, what comes after it.
[[nodiscard]] Time instant_of(const WallTime& wall, std::string_view zone);

// Whether the instant falls into one of the parts of the week.
[[nodiscard]] bool within_week_parts(const std::vector<WeekPart>& parts, Time at, std::string_view zone);

}  // namespace muster

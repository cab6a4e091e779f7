// The shifts of a schedule as a calendar (iCalendar, RFC 5545) that calendar programmes read. Pure.
#pragma once

#include <string>

#include "bot/domain/oncall.hpp"
#include "bot/domain/people.hpp"

namespace muster {

// Shifts from 15 days before to 180 days after now, in UTC. A shift's UID is the same in every reading.
// Shifts that a cover took away whole are in it as CANCELLED, so that programmes which keep what they read
// drop them. only: of this person alone; empty: of everybody.
[[nodiscard]] std::string calendar_feed(const Schedule& schedule, const OperationsLog& log,
                                        const Policy& policy, const People& people, Time now,
                                        const PersonId& only = {});

}  // namespace muster

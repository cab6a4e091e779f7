// A calendar (iCalendar, RFC 5545) read into the events of a window: series expanded, exceptions and changed
// instances applied, cancelled ones gone.
//
// Local times become instants by zone_clock.hpp and not by libical, which takes the second of two passes and
// the time before a gap: here a beginning or an end that a zone skips is the first instant after the gap, and
// of two the earlier. Instances of a series keep their end on the clock on the wall, as calendar programmes
// show it: a shift from 09:00 to 09:00 stays that over a change of the clock. A TZID may be an IANA name, a
// path that ends with one, or a Windows name; any other goes by the calendar's own VTIMEZONE.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

namespace muster::ical {

struct CalendarEvent {
  Time from{};
  Time until{};
  std::vector<std::string> attendees;  // mail addresses, lower case
  std::string summary;
  std::string description;
};

struct Calendar {
  std::vector<CalendarEvent> events;  // that touch the window, by beginning
  Time ends{};                        // nothing is known from then on; the window's end when it goes on
};

// zone: of floating times and whole days when the calendar names none (X-WR-TIMEZONE). invalid: it is no
// calendar, or it changes a series from some instance on (RANGE=THISANDFUTURE), or it is larger than any
// calendar of shifts.
[[nodiscard]] Result<Calendar> read_calendar(std::string_view text, const std::string& zone, Time from,
                                             Time until);

}  // namespace muster::ical

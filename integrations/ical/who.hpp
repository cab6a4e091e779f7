// Who a shift of a calendar is for.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/event_paging.hpp"
#include "bot/domain/people.hpp"
#include "integrations/ical/calendar.hpp"

namespace muster::ical {

// By the mail addresses of the attendees, else by the summary, else by the description; a mail address, id,
// name or handle of people counts, case ignored. "[L2] " before a summary, as Grafana OnCall writes it, is
// left out. Events of nobody known add what they say to `unknown` and are no shifts.
[[nodiscard]] ShiftsImported to_shifts(const Calendar& calendar, const std::vector<Person>& people);

}  // namespace muster::ical

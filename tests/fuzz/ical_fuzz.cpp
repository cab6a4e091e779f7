// Calendars: whatever comes, each event of what is read ends after it began and touches the window.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "integrations/ical/calendar.hpp"
#include "integrations/ical/who.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace muster;
  const std::string_view input{reinterpret_cast<const char*>(bytes), size};
  const Time from{std::chrono::sys_days{std::chrono::year{2026} / 10 / 1}};
  const Time until = from + std::chrono::days{180};
  const auto calendar = ical::read_calendar(input, "Europe/Berlin", from, until);
  if (!calendar) return 0;
  for (const ical::CalendarEvent& event : calendar->events) {
    if (event.from >= event.until || event.until <= from || event.from >= until) std::abort();
  }
  const ShiftsImported shifts =
      ical::to_shifts(*calendar, {{{"ann"}, "Ann Lee", "", {{"email", "ann@example.org"}}}});
  if (shifts.shifts.size() > calendar->events.size()) std::abort();
  return 0;
}

// The clock on the wall of a zone: what the date library answers, and what it does not know.
//
// Debian's zone files list every change of the clock up to 2037 and then give the rule that goes on; the
// library reads the list only. After the list a year is like the nearest one in it that has the same week
// days.
#pragma once

#include <date/tz.h>

#include <string_view>

#include "bot/base/clock.hpp"

namespace muster {

using LocalTime = date::local_time<Duration>;

// Null for a name that is no zone's.
[[nodiscard]] const date::time_zone* find_zone(std::string_view name);
// UTC for a name that is none or no zone's.
[[nodiscard]] const date::time_zone& zone_or_utc(std::string_view name);

[[nodiscard]] LocalTime to_local(Time at, const date::time_zone& zone);

// The instants a clock of the zone showed a local time at: one; two when the clock was set back over it; none
// when it was set forward over it, and then the two it would have been by the clock before and after.
struct LocalReading {
  enum class Kind : std::uint8_t { unique, nonexistent, ambiguous };
  Kind kind = Kind::unique;
  Time first{};   // by the clock before the change
  Time second{};  // by the clock after it
  Time change{};  // when the clock was set; only when it is not unique
};
[[nodiscard]] LocalReading read_local(LocalTime local, const date::time_zone& zone);

// A local time that does not exist moves to the first that does; an ambiguous one is the earlier.
[[nodiscard]] Time first_reading(LocalTime local, const date::time_zone& zone);

[[nodiscard]] inline date::local_days day_of(LocalTime local) {
  return date::floor<date::days>(local);
}

}  // namespace muster

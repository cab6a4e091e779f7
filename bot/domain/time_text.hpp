// Times and lengths of time as people type them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

namespace muster {

// "30m", "1h30m", "90 min", "2 hours", "45s", "1d". A bare number is minutes.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

// An instant: "2026-11-24T10:32:00Z", "2026-11-24 10:32 UTC", "10:32 UTC", "10:32Z", "10:32 Europe/Berlin",
// "10:32" (in `zone`, or UTC when empty), "20m ago", "-20m". A time of day without a date is today's; one
// that is still to come is refused with what to say for yesterday, never guessed. Error says what was not
// understood and shows a form that works; a local time that does not exist or is ambiguous on that day (DST)
// is refused with the two readings.
[[nodiscard]] Result<Time> parse_past_time(std::string_view text, Time now, std::string_view zone);

// The same for what lies ahead: "15:00", "in 30m", "30m", "2026-11-25", "none" is not handled here.
[[nodiscard]] Result<Time> parse_future_time(std::string_view text, Time now, std::string_view zone);

// For machines: "2026-11-24T10:32:00Z" or with an offset ("+01:00"), seconds and their parts optional. None
// for anything else; a time without a zone is nobody's to guess.
[[nodiscard]] std::optional<Time> parse_instant(std::string_view text);

// A text that begins with a time, taken apart: "20m ago saw first 500s" is "20m ago" and "saw first 500s".
// Also taken is what only looks like a time ("25:99", "10:32 PST", "2:30 pm"), so that reading `when` refuses
// it: a wrong time must not become words of the text. `when` is empty for a text that begins with no time.
struct LeadingTime {
  std::string when;
  std::string rest;
};
[[nodiscard]] LeadingTime leading_time(std::string_view text);

// Whether this names a time zone: "Europe/Berlin", "UTC".
[[nodiscard]] bool is_zone(std::string_view name);

// "10:32 UTC (11:32 Berlin)": UTC first, local in brackets when a zone is known and differs.
[[nodiscard]] std::string say_time(Time t, std::string_view zone);
// The same with its date in front unless that is today's, in UTC and in the zone: "2026-11-23 10:32 UTC".
[[nodiscard]] std::string say_time(Time t, std::string_view zone, Time now);

}  // namespace muster

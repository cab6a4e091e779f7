// Calendars: business days, due dates and which part of a person's day an instant falls into.
//
// Instants are UTC; a zone is an IANA name and an unknown one counts as UTC.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/names.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// Part of a paged person's day, by their own clock. sleep: 22:00-08:00 every day; business: 08:00-18:00
// Monday to Friday; off: everything else. Source: definitions.json, policies.interruption_bands.
enum class Band : std::uint8_t { business, off, sleep };
template <>
struct EnumNames<Band> {
  static constexpr std::array<std::string_view, 3> kNames = {"business", "off", "sleep"};
};
[[nodiscard]] Band band_of(Time at, std::string_view zone);

// "2026-11-24" in the zone.
[[nodiscard]] std::string local_day(Time at, std::string_view zone);
// "2026-11" in the zone.
[[nodiscard]] std::string local_month(Time at, std::string_view zone);
// Midnight with which the local day `at` falls into began, and the first of its month. Where midnight does
// not exist (DST), the first instant of the day.
[[nodiscard]] Time day_begin(Time at, std::string_view zone);
[[nodiscard]] Time week_begin(Time at, std::string_view zone);  // Monday
[[nodiscard]] Time month_begin(Time at, std::string_view zone);
[[nodiscard]] Time next_month_begin(Time at, std::string_view zone);

// `at` itself when the organisation works then, else the next moment it opens.
[[nodiscard]] Time next_working_time(Time at, const BusinessCalendar& calendar);

// The last time at or before `at` that the clock showed this time of day on this weekday (ISO: 1 is Monday),
// and the first one after it.
[[nodiscard]] Time last_weekly(Time at, int weekday, Duration of_day, std::string_view zone);
[[nodiscard]] Time next_weekly(Time at, int weekday, Duration of_day, std::string_view zone);

// Whether something that holds in these hours holds then.
[[nodiscard]] bool hours_hold(Hours hours, Time at, const BusinessCalendar& calendar);

// What a clock on the wall shows there.
struct LocalClock {
  int weekday = 1;  // ISO: 1 is Monday
  int hour = 0;
  int minute = 0;
};
[[nodiscard]] LocalClock local_clock(Time at, std::string_view zone);

// The same time of day so many workdays, calendar days or months later, in the calendar's zone. Months clamp
// to the month's end: 31 January plus one month is the last of February.
[[nodiscard]] Time plus_business_days(Time at, int days, const BusinessCalendar& calendar);
[[nodiscard]] Time plus_calendar_days(Time at, int days, const BusinessCalendar& calendar);
[[nodiscard]] Time plus_months(Time at, int months, const BusinessCalendar& calendar);

}  // namespace muster

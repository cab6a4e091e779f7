#include "bot/domain/calendar.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/zone_clock.hpp"

namespace muster {

namespace {

using std::chrono::hours;

std::string day_text(date::local_days day) {
  return date::format("%F", day);
}

bool works(date::local_days day, const BusinessCalendar& calendar) {
  const auto weekday = static_cast<int>(date::weekday{day}.iso_encoding());
  return contains(calendar.workdays, weekday) && !contains(calendar.holidays, day_text(day));
}

// A calendar without workdays would never end a search.
constexpr int kSearchDays = 400;

Time month_begin_after(Time at, std::string_view zone_name, int months) {
  const auto& zone = zone_or_utc(zone_name);
  const date::year_month_day today{day_of(to_local(at, zone))};
  const auto month = date::year_month{today.year(), today.month()} + date::months{months};
  return first_reading(LocalTime{date::local_days{month / 1}}, zone);
}

}  // namespace

Band band_of(Time at, std::string_view zone_name) {
  const LocalTime local = to_local(at, zone_or_utc(zone_name));
  const date::local_days day = day_of(local);
  const Duration of_day = local - day;
  if (of_day < hours{8} || of_day >= hours{22}) return Band::sleep;
  const bool weekend = date::weekday{day}.iso_encoding() >= 6;
  return !weekend && of_day < hours{18} ? Band::business : Band::off;
}

std::string local_day(Time at, std::string_view zone) {
  return day_text(day_of(to_local(at, zone_or_utc(zone))));
}

std::string local_month(Time at, std::string_view zone) {
  return local_day(at, zone).substr(0, 7);
}

Time day_begin(Time at, std::string_view zone_name) {
  const auto& zone = zone_or_utc(zone_name);
  return first_reading(LocalTime{day_of(to_local(at, zone))}, zone);
}

Time week_begin(Time at, std::string_view zone_name) {
  const auto& zone = zone_or_utc(zone_name);
  const date::local_days day = day_of(to_local(at, zone));
  const auto since_monday = date::days{date::weekday{day}.iso_encoding() - 1};
  return first_reading(LocalTime{day - since_monday}, zone);
}

namespace {

// In the week that `at` falls into.
Time weekly_in(Time at, int weekday, Duration of_day, const date::time_zone& zone, int weeks) {
  const date::local_days day = day_of(to_local(at, zone));
  const auto ahead = weekday - static_cast<int>(date::weekday{day}.iso_encoding());
  return first_reading(LocalTime{day + date::days{ahead + 7 * weeks}} + of_day, zone);
}

}  // namespace

Time last_weekly(Time at, int weekday, Duration of_day, std::string_view zone_name) {
  const auto& zone = zone_or_utc(zone_name);
  const Time this_week = weekly_in(at, weekday, of_day, zone, 0);
  return this_week <= at ? this_week : weekly_in(at, weekday, of_day, zone, -1);
}

Time next_weekly(Time at, int weekday, Duration of_day, std::string_view zone_name) {
  const auto& zone = zone_or_utc(zone_name);
  const Time this_week = weekly_in(at, weekday, of_day, zone, 0);
  return this_week > at ? this_week : weekly_in(at, weekday, of_day, zone, 1);
}

bool hours_hold(Hours hours, Time at, const BusinessCalendar& calendar) {
  if (hours == Hours::any) return true;
  const bool works = next_working_time(at, calendar) == at;
  return works == (hours == Hours::business);
}

LocalClock local_clock(Time at, std::string_view zone_name) {
  const LocalTime local = to_local(at, zone_or_utc(zone_name));
  const date::local_days day = day_of(local);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
  return {static_cast<int>(date::weekday{day}.iso_encoding()), static_cast<int>(minutes / 60),
          static_cast<int>(minutes % 60)};
}

Time month_begin(Time at, std::string_view zone) {
  return month_begin_after(at, zone, 0);
}

Time next_month_begin(Time at, std::string_view zone) {
  return month_begin_after(at, zone, 1);
}

Time next_working_time(Time at, const BusinessCalendar& calendar) {
  const auto& zone = zone_or_utc(calendar.zone);
  const LocalTime local = to_local(at, zone);
  date::local_days day = day_of(local);
  const Duration of_day = local - day;
  if (works(day, calendar) && of_day >= calendar.opens && of_day < calendar.closes) return at;
  if (of_day >= calendar.opens || !works(day, calendar)) day += date::days{1};
  for (int i = 0; !works(day, calendar) && i < kSearchDays; ++i) day += date::days{1};
  return first_reading(LocalTime{day} + calendar.opens, zone);
}

Time plus_business_days(Time at, int days, const BusinessCalendar& calendar) {
  const auto& zone = zone_or_utc(calendar.zone);
  const LocalTime local = to_local(at, zone);
  date::local_days day = day_of(local);
  const Duration of_day = local - day;
  for (int left = days, i = 0; left > 0 && i < kSearchDays + days * 7; ++i) {
    day += date::days{1};
    if (works(day, calendar)) --left;
  }
  return first_reading(LocalTime{day} + of_day, zone);
}

Time plus_calendar_days(Time at, int days, const BusinessCalendar& calendar) {
  const auto& zone = zone_or_utc(calendar.zone);
  return first_reading(to_local(at, zone) + date::days{days}, zone);
}

Time plus_months(Time at, int months, const BusinessCalendar& calendar) {
  const auto& zone = zone_or_utc(calendar.zone);
  const LocalTime local = to_local(at, zone);
  const date::local_days day = day_of(local);
  const date::year_month_day today{day};
  const auto month = date::year_month{today.year(), today.month()} + date::months{months};
  const date::year_month_day wanted = month / today.day();
  const date::local_days then = wanted.ok() ? date::local_days{wanted} : date::local_days{month / date::last};
  return first_reading(LocalTime{then} + (local - day), zone);
}

}  // namespace muster

#include "bot/domain/calendar.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/zone_clock.hpp"

namespace muster {

namespace {

using std::chrono::hours;

const date::time_zone* zone_named(std::string_view name) {
  const date::time_zone* zone = name.empty() ? nullptr : find_zone(name);
  return zone == nullptr ? find_zone("Etc/UTC") : zone;
}

using Local = LocalTime;

Local to_local(Time at, const date::time_zone* zone) {
  return muster::to_local(at, *zone);
}

// A local time that does not exist moves to the first that does; an ambiguous one is the earlier.
Time to_time(Local local, const date::time_zone* zone) {
  const LocalReading read = read_local(local, *zone);
  return read.kind == LocalReading::Kind::nonexistent ? read.change : std::min(read.first, read.second);
}

date::local_days day_of(Local local) {
  return date::floor<date::days>(local);
}

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
  const auto* zone = zone_named(zone_name);
  const date::year_month_day today{day_of(to_local(at, zone))};
  const auto month = date::year_month{today.year(), today.month()} + date::months{months};
  return to_time(Local{date::local_days{month / 1}}, zone);
}

}  // namespace

Band band_of(Time at, std::string_view zone_name) {
  const Local local = to_local(at, zone_named(zone_name));
  const date::local_days day = day_of(local);
  const Duration of_day = local - day;
  if (of_day < hours{8} || of_day >= hours{22}) return Band::sleep;
  const bool weekend = date::weekday{day}.iso_encoding() >= 6;
  return !weekend && of_day < hours{18} ? Band::business : Band::off;
}

std::string local_day(Time at, std::string_view zone) {
  return day_text(day_of(to_local(at, zone_named(zone))));
}

std::string local_month(Time at, std::string_view zone) {
  return local_day(at, zone).substr(0, 7);
}

Time day_begin(Time at, std::string_view zone_name) {
  const auto* zone = zone_named(zone_name);
  return to_time(Local{day_of(to_local(at, zone))}, zone);
}

Time week_begin(Time at, std::string_view zone_name) {
  const auto* zone = zone_named(zone_name);
  const date::local_days day = day_of(to_local(at, zone));
  const auto since_monday = date::days{date::weekday{day}.iso_encoding() - 1};
  return to_time(Local{day - since_monday}, zone);
}

namespace {

// In the week that `at` falls into.
Time weekly_in(Time at, int weekday, Duration of_day, const date::time_zone* zone, int weeks) {
  const date::local_days day = day_of(to_local(at, zone));
  const auto ahead = weekday - static_cast<int>(date::weekday{day}.iso_encoding());
  return to_time(Local{day + date::days{ahead + 7 * weeks}} + of_day, zone);
}

}  // namespace

Time last_weekly(Time at, int weekday, Duration of_day, std::string_view zone_name) {
  const auto* zone = zone_named(zone_name);
  const Time this_week = weekly_in(at, weekday, of_day, zone, 0);
  return this_week <= at ? this_week : weekly_in(at, weekday, of_day, zone, -1);
}

Time next_weekly(Time at, int weekday, Duration of_day, std::string_view zone_name) {
  const auto* zone = zone_named(zone_name);
  const Time this_week = weekly_in(at, weekday, of_day, zone, 0);
  return this_week > at ? this_week : weekly_in(at, weekday, of_day, zone, 1);
}

bool hours_hold(Hours hours, Time at, const BusinessCalendar& calendar) {
  if (hours == Hours::any) return true;
  const bool works = next_working_time(at, calendar) == at;
  return works == (hours == Hours::business);
}

LocalClock local_clock(Time at, std::string_view zone_name) {
  const Local local = to_local(at, zone_named(zone_name));
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
  const auto* zone = zone_named(calendar.zone);
  const Local local = to_local(at, zone);
  date::local_days day = day_of(local);
  const Duration of_day = local - day;
  if (works(day, calendar) && of_day >= calendar.opens && of_day < calendar.closes) return at;
  if (of_day >= calendar.opens || !works(day, calendar)) day += date::days{1};
  for (int i = 0; !works(day, calendar) && i < kSearchDays; ++i) day += date::days{1};
  return to_time(Local{day} + calendar.opens, zone);
}

Time plus_business_days(Time at, int days, const BusinessCalendar& calendar) {
  const auto* zone = zone_named(calendar.zone);
  const Local local = to_local(at, zone);
  date::local_days day = day_of(local);
  const Duration of_day = local - day;
  for (int left = days, i = 0; left > 0 && i < kSearchDays + days * 7; ++i) {
    day += date::days{1};
    if (works(day, calendar)) --left;
  }
  return to_time(Local{day} + of_day, zone);
}

Time plus_calendar_days(Time at, int days, const BusinessCalendar& calendar) {
  const auto* zone = zone_named(calendar.zone);
  return to_time(to_local(at, zone) + date::days{days}, zone);
}

Time plus_months(Time at, int months, const BusinessCalendar& calendar) {
  const auto* zone = zone_named(calendar.zone);
  const Local local = to_local(at, zone);
  const date::local_days day = day_of(local);
  const date::year_month_day today{day};
  const auto month = date::year_month{today.year(), today.month()} + date::months{months};
  const date::year_month_day wanted = month / today.day();
  const date::local_days then = wanted.ok() ? date::local_days{wanted} : date::local_days{month / date::last};
  return to_time(Local{then} + (local - day), zone);
}

}  // namespace muster

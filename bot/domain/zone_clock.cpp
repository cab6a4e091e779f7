#include "bot/domain/zone_clock.hpp"

#include <stdexcept>
#include <string>

namespace muster {

namespace {

using std::chrono::days;

const date::sys_days kNever{date::year{2200} / 1 / 1};
constexpr date::year kLastListed{2037};

// How much earlier the listed year lies that stands for the year of this day: the nearest one whose January
// and February, or whose other months, have the same week days.
days to_listed_year(date::year_month_day day) {
  const date::month from = day.month() < date::March ? date::January : date::March;
  const date::sys_days begin{day.year() / from / 1};
  date::year like = kLastListed;
  while (date::weekday{date::sys_days{like / from / 1}} != date::weekday{begin}) like -= date::years{1};
  return begin - date::sys_days{like / from / 1};
}

template <class Instant>
bool is_listed(Instant at) {
  return date::year_month_day{date::floor<date::days>(at)}.year() <= kLastListed;
}

}  // namespace

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string{name});
  } catch (const std::runtime_error&) {  // the library's only way to say "unknown"
    return nullptr;
  }
}

const date::time_zone& zone_or_utc(std::string_view name) {
  const date::time_zone* zone = name.empty() ? nullptr : find_zone(name);
  return zone == nullptr ? *find_zone("Etc/UTC") : *zone;
}

LocalTime to_local(Time at, const date::time_zone& zone) {
  date::sys_info info = zone.get_info(at);
  if (!is_listed(at) && info.end > kNever)
    info = zone.get_info(at - to_listed_year(date::floor<date::days>(at)));
  return LocalTime{at.time_since_epoch() + info.offset};
}

LocalReading read_local(LocalTime local, const date::time_zone& zone) {
  date::local_info info = zone.get_info(local);
  days shift{0};
  if (!is_listed(local) && info.result == date::local_info::unique && info.first.end > kNever) {
    shift = to_listed_year(date::year_month_day{date::floor<date::days>(local)});
    info = zone.get_info(local - shift);
  }
  const auto by = [&](const date::sys_info& clock) { return Time{local.time_since_epoch() - clock.offset}; };
  if (info.result == date::local_info::unique)
    return {LocalReading::Kind::unique, by(info.first), by(info.first), {}};
  const auto kind = info.result == date::local_info::nonexistent ? LocalReading::Kind::nonexistent
                                                                 : LocalReading::Kind::ambiguous;
  return {kind, by(info.first), by(info.second), Time{info.first.end.time_since_epoch() + shift}};
}

Time first_reading(LocalTime local, const date::time_zone& zone) {
  const LocalReading read = read_local(local, zone);
  return read.kind == LocalReading::Kind::nonexistent ? read.change : std::min(read.first, read.second);
}

}  // namespace muster

#include "bot/domain/rotation.hpp"

#include <algorithm>
#include <cstdint>

#include "bot/base/contains.hpp"
#include "bot/domain/zone_clock.hpp"

namespace muster {

namespace {

using std::chrono::days;
using std::chrono::hours;

Time last_reading(LocalTime local, const date::time_zone& zone) {
  const LocalReading read = read_local(local, zone);
  return read.kind == LocalReading::Kind::nonexistent ? read.change : std::max(read.first, read.second);
}

LocalTime local_of(const WallTime& wall) {
  const date::year_month_day day{date::year{wall.year}, date::month{static_cast<unsigned>(wall.month)},
                                 date::day{static_cast<unsigned>(wall.day)}};
  return date::local_days{day} + wall.after_midnight;
}

// The hand-offs of a layer: number 0 is the first.
class Handoffs {
 public:
  Handoffs(const RotationLayer& layer, const date::time_zone& zone)
      : turn_{layer.turn},
        every_{std::max(layer.every, 1)},
        zone_{zone},
        start_{local_of(layer.starts)},
        begin_{first_reading(start_, zone)} {}

  [[nodiscard]] Time begin() const { return begin_; }

  [[nodiscard]] Time number(std::int64_t k) const {
    switch (turn_) {
      case Turn::hour:
        return begin_ + hours{k * every_};
      case Turn::day:
        return first_reading(start_ + days{k * every_}, zone_);
      case Turn::week:
        return first_reading(start_ + days{7 * k * every_}, zone_);
      case Turn::month:
        return first_reading(months_later(k * every_), zone_);
    }
    return begin_;
  }

  // The last hand-off at or before `at`, which is not before the first.
  [[nodiscard]] std::int64_t last_before(Time at) const {
    std::int64_t k = std::max<std::int64_t>(guess(at), 0);
    while (k > 0 && number(k) > at) --k;
    while (number(k + 1) <= at) ++k;
    return k;
  }

 private:
  [[nodiscard]] std::int64_t guess(Time at) const {
    const Duration passed = to_local(at, zone_) - start_;
    switch (turn_) {
      case Turn::hour:
        return (at - begin_) / hours{every_};
      case Turn::day:
        return passed / days{every_};
      case Turn::week:
        return passed / days{7 * every_};
      case Turn::month:
        return passed / days{31 * every_};
    }
    return 0;
  }

  [[nodiscard]] LocalTime months_later(std::int64_t months) const {
    const date::local_days day = day_of(start_);
    const date::year_month_day first{day};
    const auto month = date::year_month{first.year(), first.month()} + date::months{months};
    const date::year_month_day wanted = month / first.day();
    const date::local_days then =
        wanted.ok() ? date::local_days{wanted} : date::local_days{month / date::last};
    return then + (start_ - day);
  }

  Turn turn_;
  std::int64_t every_;
  const date::time_zone& zone_;
  LocalTime start_;
  Time begin_;
};

struct Stretch {
  Time from{};
  Time until{};
};

bool on_day(const WeekPart& part, date::local_days day) {
  return part.days.empty() || contains(part.days, static_cast<int>(date::weekday{day}.iso_encoding()));
}

// A part of the week that begins on this day; its end may lie on the next.
Stretch part_on(const WeekPart& part, date::local_days day, const date::time_zone& zone) {
  const date::local_days last = day + date::days{part.until <= part.from ? 1 : 0};
  return {first_reading(LocalTime{day} + part.from, zone), last_reading(LocalTime{last} + part.until, zone)};
}

bool counts_on(const RotationLayer& layer, date::local_days day, const BusinessCalendar& calendar) {
  switch (layer.holidays) {
    case Holidays::as_any_day:
      return true;
    case Holidays::off:
      return !contains(calendar.holidays, date::format("%F", day));
    case Holidays::only:
      return contains(calendar.holidays, date::format("%F", day));
  }
  return true;
}

// What the layer covers of [from, until): in order, no two of them touch.
std::vector<Stretch> covered(const RotationLayer& layer, const date::time_zone& zone,
                             const BusinessCalendar& calendar, Time from, Time until) {
  if (layer.only.empty() && layer.holidays == Holidays::as_any_day) return {{from, until}};
  const std::vector<WeekPart> parts = layer.only.empty() ? std::vector<WeekPart>(1) : layer.only;
  std::vector<Stretch> spans;
  const date::local_days last = day_of(to_local(until, zone)) + days{1};
  for (date::local_days day = day_of(to_local(from, zone)) - days{2}; day <= last; day += days{1}) {
    if (!counts_on(layer, day, calendar)) continue;
    for (const WeekPart& part : parts) {
      if (!on_day(part, day)) continue;
      Stretch span = part_on(part, day, zone);
      span = {std::max(span.from, from), std::min(span.until, until)};
      if (span.from < span.until) spans.push_back(span);
    }
  }
  std::ranges::sort(spans, {}, &Stretch::from);
  std::vector<Stretch> merged;
  for (const Stretch& span : spans) {
    if (merged.empty() || merged.back().until < span.from)
      merged.push_back(span);
    else
      merged.back().until = std::max(merged.back().until, span.until);
  }
  return merged;
}

const std::string& zone_of(const RotationLayer& layer, const Schedule& schedule) {
  return layer.zone.empty() ? schedule.zone : layer.zone;
}

}  // namespace

std::vector<Turned> turns_of(const RotationLayer& layer, const Schedule& schedule,
                             const BusinessCalendar& calendar, Time from, Time until) {
  std::vector<Turned> turns;
  if (layer.people.empty() || !layer.starts.given()) return turns;
  const date::time_zone& zone = zone_or_utc(zone_of(layer, schedule));
  const Handoffs handoffs{layer, zone};
  from = std::max(from, handoffs.begin());
  if (layer.ends.given()) until = std::min(until, first_reading(local_of(layer.ends), zone));
  if (from >= until) return turns;
  const std::vector<Stretch> spans = covered(layer, zone, calendar, from, until);
  const auto people = static_cast<std::int64_t>(layer.people.size());
  std::int64_t k = handoffs.last_before(from);
  Time next = handoffs.number(k + 1);
  for (const Stretch& span : spans) {
    for (Time at = span.from; at < span.until;) {
      while (next <= at) next = handoffs.number(++k + 1);
      const Time end = std::min(next, span.until);
      turns.push_back({at, end, layer.people[static_cast<std::size_t>(k % people)], layer.priority});
      at = end;
    }
  }
  return turns;
}

Time instant_of(const WallTime& wall, std::string_view zone) {
  return first_reading(local_of(wall), zone_or_utc(zone));
}

bool within_week_parts(const std::vector<WeekPart>& parts, Time at, std::string_view zone_name) {
  const date::time_zone& zone = zone_or_utc(zone_name);
  const date::local_days today = day_of(to_local(at, zone));
  for (date::local_days day = today - days{1}; day <= today; day += days{1}) {
    for (const WeekPart& part : parts) {
      const Stretch span = part_on(part, day, zone);
      if (on_day(part, day) && span.from <= at && at < span.until) return true;
    }
  }
  return false;
}

}  // namespace muster

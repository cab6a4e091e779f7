#include "bot/report/period.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "bot/base/ascii.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/time_text.hpp"

namespace muster::report {

namespace {

using std::chrono::hours;

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-';
}

// A time of day that names no zone: the reader's, the organisation's and UTC would all be guesses.
bool lacks_zone(std::string_view text) {
  const auto clock = text.find(':');
  if (clock == std::string_view::npos) return false;
  return std::ranges::none_of(text.substr(clock), [](char c) { return is_letter(c); });
}

Result<Time> read_instant(const std::string& option, const std::string& text, const std::string& zone,
                          Time now) {
  if (lacks_zone(text)) {
    return fail(ErrorKind::invalid,
                option + " \"" + text + "\" names no time zone. Say \"" + text + " UTC\" or \"" + text +
                    " Europe/Berlin\", or a day like 2026-11-01, which begins at midnight in " + zone);
  }
  auto at = parse_past_time(text, now, zone);
  if (!at) return fail(at.error().kind, option + ": " + at.error().say);
  return *at;
}

Time next_day(Time at, const std::string& zone) {
  return day_begin(day_begin(at, zone) + hours{26}, zone);  // a local day has 23 to 25 hours
}

std::optional<Duration> read_length(std::string_view text) {
  if (text.ends_with('w')) {
    int weeks = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size() - 1, weeks);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() - 1) return std::nullopt;
    return weeks > 0 && weeks <= 520 ? std::optional<Duration>{hours{weeks * 24 * 7}} : std::nullopt;
  }
  if (!text.ends_with('d') && !text.ends_with('h')) return std::nullopt;
  return parse_duration(text);
}

// Whole months of the zone, the last of which ended before `now`.
Period whole_months(int months, Time now, const std::string& zone) {
  Period period{now, month_begin(now, zone), zone};
  if (months == 3) {
    while ((std::stoi(local_month(period.to, zone).substr(5)) - 1) % 3 != 0)
      period.to = month_begin(period.to - hours{1}, zone);
  }
  period.from = period.to;
  for (int i = 0; i < months; ++i) period.from = month_begin(period.from - hours{1}, zone);
  return period;
}

Result<Period> read_last(const std::string& last, Time now, const std::string& zone) {
  if (last == "month") return whole_months(1, now, zone);
  if (last == "quarter") return whole_months(3, now, zone);
  const auto length = read_length(last);
  if (!length || *length <= Duration{0} || *length > hours{24 * 3660}) {
    return fail(ErrorKind::invalid,
                "\"" + last +
                    "\" is no period. Say 7d, 30d, 12w, 72h, month (the last whole one) or "
                    "quarter");
  }
  return Period{now - *length, now, zone};
}

template <class List>
std::string known_ids(const List& list) {
  std::string all;
  for (const auto& one : list) all += (all.empty() ? "" : ", ") + one.id;
  return all.empty() ? "muster.yaml names none" : "There are: " + all;
}

std::string day_and_clock(Time at, const std::string& zone) {
  const LocalClock clock = local_clock(at, zone);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return local_day(at, zone) + " " + two(clock.hour) + ":" + two(clock.minute);
}

}  // namespace

Result<Period> read_period(const Asked& asked, const Policy& policy, Time now) {
  const std::string zone = asked.zone.empty() ? policy.calendar.zone : asked.zone;
  if (!is_zone(zone)) {
    return fail(ErrorKind::invalid,
                "\"" + zone + "\" is not a time zone. Name the place, like Europe/Berlin, or say UTC");
  }
  if (!asked.last.empty() && !(asked.from.empty() && asked.to.empty()))
    return fail(ErrorKind::invalid, "say either the last " + asked.last + ", or from and to: not both");
  if (asked.from.empty() && asked.to.empty())
    return read_last(asked.last.empty() ? "30d" : asked.last, now, zone);
  if (asked.from.empty()) return fail(ErrorKind::invalid, "from when? Say from as well, like 2026-11-01");
  Period period{now, now, zone};
  MUSTER_TRY(period.from, read_instant("from", asked.from, zone, now));
  if (!asked.to.empty()) {
    MUSTER_TRY(period.to, read_instant("to", asked.to, zone, now));
    if (is_day(asked.to)) period.to = std::min(next_day(period.to, zone), now);
  }
  if (period.from >= period.to) {
    return fail(ErrorKind::invalid, "the period ends (" + day_and_clock(period.to, zone) +
                                        ") before it begins (" + day_and_clock(period.from, zone) +
                                        "): change from and to");
  }
  return period;
}

Result<Filter> read_filter(const Asked& asked, const Policy& policy) {
  Filter filter;
  if (!asked.service.empty() && policy.service(asked.service) == nullptr) {
    return fail(ErrorKind::not_found,
                "there is no service \"" + asked.service + "\". " + known_ids(policy.services));
  }
  filter.service = asked.service;
  if (!asked.team.empty() && policy.team(asked.team) == nullptr)
    return fail(ErrorKind::not_found, "there is no team \"" + asked.team + "\". " + known_ids(policy.teams));
  filter.team = asked.team;
  if (!asked.severity.empty()) {
    filter.severity = policy.severity_named(asked.severity);
    if (!filter.severity)
      return fail(ErrorKind::invalid, "\"" + asked.severity + "\" is no severity. Say it like SEV1 or 1");
  }
  if (!asked.kind.empty()) {
    const auto kind = named<Kind>(asked.kind);
    if (!kind) return fail(ErrorKind::invalid, "\"" + asked.kind + "\" is no kind: normal, drill or test");
    filter.kind = *kind;
  }
  return filter;
}

std::string say_period(const Period& period) {
  const auto at_midnight = [&](Time at) { return day_begin(at, period.zone) == at; };
  const std::string zone = " (" + period.zone + ")";
  if (at_midnight(period.from) && at_midnight(period.to))
    return local_day(period.from, period.zone) + " to " + local_day(period.to - hours{1}, period.zone) + zone;
  return day_and_clock(period.from, period.zone) + " to " + day_and_clock(period.to, period.zone) + zone;
}

std::string say_filter(const Filter& filter, const Policy& policy) {
  std::string all;
  const auto add = [&](const std::string& part) { all += (all.empty() ? "" : ", ") + part; };
  if (!filter.service.empty()) add("service " + filter.service);
  if (!filter.team.empty()) add("services of team " + filter.team);
  if (filter.severity) add("peak severity " + policy.label(filter.severity));
  if (filter.kind != Kind::normal) add(std::string{name_of(filter.kind)} + "s only");
  return all.empty() ? "all incidents" : all;
}

}  // namespace muster::report

#include "bot/report/maintenance.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/calendar.hpp"

namespace muster::report {

namespace {

constexpr std::chrono::days kWeek{7};

bool is_about(const MaintenanceWindow& window, const std::string& service) {
  const AlertMatch& match = window.match;
  if (!match.services.empty()) return contains(match.services, service);
  return match.sources.empty() && match.severities.empty() && match.labels.empty();
}

void add(std::vector<Span>& spans, Span span, const Span& within) {
  span.from = std::max(span.from, within.from);
  span.to = std::min(span.to, within.to);
  if (span.from < span.to) spans.push_back(span);
}

// Each time this part of the week comes, by the clock on the wall.
void add_weekly(std::vector<Span>& spans, const WeekPart& part, const std::string& zone, const Span& within) {
  for (int day = 1; day <= 7; ++day) {
    if (!part.days.empty() && !contains(part.days, day)) continue;
    const int ends_on = part.until > part.from ? day : day % 7 + 1;
    for (Time begin = last_weekly(within.from - kWeek, day, part.from, zone); begin < within.to;
         begin = next_weekly(begin, day, part.from, zone))
      add(spans, {begin, next_weekly(begin, ends_on, part.until, zone)}, within);
  }
}

}  // namespace

std::vector<Span> maintenance_of(const std::string& service, const Period& period, const Policy& policy) {
  std::vector<Span> spans;
  for (const MaintenanceWindow& window : policy.maintenance) {
    if (!is_about(window, service)) continue;
    const Span within{std::max(window.from.value_or(period.from), period.from),
                      std::min(window.until.value_or(period.to), period.to)};
    if (window.weekly.empty() && (window.from || window.until)) add(spans, within, within);
    for (const WeekPart& part : window.weekly) add_weekly(spans, part, window.zone, within);
  }
  std::ranges::sort(spans, {}, &Span::from);
  std::vector<Span> apart;
  for (const Span& span : spans) {
    if (apart.empty() || apart.back().to < span.from)
      apart.push_back(span);
    else
      apart.back().to = std::max(apart.back().to, span.to);
  }
  return apart;
}

std::vector<ImpactInterval> without(const std::vector<ImpactInterval>& by_start,
                                    const std::vector<Span>& spans) {
  if (spans.empty()) return by_start;
  std::vector<ImpactInterval> left;
  for (ImpactInterval rest : by_start) {
    bool is_gone = false;
    for (const Span& span : spans) {
      if (is_gone || (rest.end && *rest.end <= span.from)) break;
      if (span.to <= rest.start) continue;
      if (rest.start < span.from) {
        ImpactInterval before = rest;
        before.end = span.from;
        left.push_back(std::move(before));
      }
      rest.start = span.to;
      is_gone = rest.end && *rest.end <= span.to;
    }
    if (!is_gone) left.push_back(std::move(rest));
  }
  std::ranges::sort(left, {}, &ImpactInterval::start);
  return left;
}

}  // namespace muster::report

#include "bot/domain/routing.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

constexpr std::size_t kKeyChars = 200;
constexpr std::size_t kPatternsKept = 500;

// Patterns come from the configuration and are few; compiling one takes longer than matching it.
bool full_match(const std::string& text, const std::string& pattern) {
  thread_local std::map<std::string, std::unique_ptr<re2::RE2>> compiled;
  if (compiled.size() > kPatternsKept) compiled.clear();
  std::unique_ptr<re2::RE2>& kept = compiled[pattern];
  if (!kept) kept = std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet);
  return kept->ok() && re2::RE2::FullMatch(text, *kept);
}

bool in_part(const WeekPart& part, Time at, const std::string& zone) {
  const LocalClock clock = local_clock(at, zone);
  const Duration now = std::chrono::hours{clock.hour} + std::chrono::minutes{clock.minute};
  const auto on = [&](int day) { return part.days.empty() || contains(part.days, day); };
  if (part.from < part.until) return on(clock.weekday) && now >= part.from && now < part.until;
  const int yesterday = clock.weekday == 1 ? 7 : clock.weekday - 1;
  return (on(clock.weekday) && now >= part.from) || (on(yesterday) && now < part.until);
}

// What systems call their severities, from the worst on.
constexpr std::string_view kWords[][9] = {
    {"critical", "crit", "fatal", "disaster", "emergency", "page", "sev0", "p1", "alert"},
    {"error", "err", "high", "major", "sev1", "p2"},
    {"warning", "warn", "medium", "average", "minor", "sev2", "p3"},
    {"info", "information", "low", "notice", "informational", "sev3", "p4", "p5", "sev4"},
};

}  // namespace

bool matches(const AlertMatch& match, const AlertReported& alert, Time at, const Policy& policy) {
  if (!match.sources.empty() && !contains(match.sources, alert.source)) return false;
  if (!match.services.empty() && !contains(match.services, alert.service)) return false;
  const auto same = [&](const std::string& word) { return lower(word) == lower(alert.severity); };
  if (!match.severities.empty() && std::ranges::none_of(match.severities, same)) return false;
  for (const auto& [label, pattern] : match.labels) {
    const auto found = alert.labels.find(label);
    if (!full_match(found == alert.labels.end() ? std::string{} : found->second, pattern)) return false;
  }
  return hours_hold(match.hours, at, policy.calendar);
}

const AlertRoute* route_of(const AlertReported& alert, Time at, const Policy& policy) {
  const auto found = std::ranges::find_if(
      policy.routes, [&](const AlertRoute& route) { return matches(route.match, alert, at, policy); });
  return found == policy.routes.end() ? nullptr : &*found;
}

std::string group_key(const AlertReported& alert, const AlertRoute* route) {
  std::string about;
  if (route != nullptr) {
    for (const std::string& label : route->group_by) {
      const auto found = alert.labels.find(label);
      about += (about.empty() ? "" : ",") + label + "=" + (found == alert.labels.end() ? "" : found->second);
    }
  }
  if (about.empty()) about = alert.title;
  return shorten(alert.source + "/" + alert.service + "/" + about, kKeyChars);
}

bool holds(const MaintenanceWindow& window, Time at) {
  const bool has_dates = window.from || window.until;
  const bool in_dates = (!window.from || at >= *window.from) && (!window.until || at < *window.until);
  if (has_dates && !in_dates) return false;
  if (window.weekly.empty()) return has_dates;
  return std::ranges::any_of(window.weekly,
                             [&](const WeekPart& part) { return in_part(part, at, window.zone); });
}

Hush hushed(const AlertReported& alert, Time at, const OperationsLog& log, const Policy& policy) {
  for (const Silence& silence : log.silences) {
    const AlertsSilenced& set = silence.set;
    const bool meant = (set.source.empty() || set.source == alert.source) &&
                       (set.service.empty() || set.service == alert.service) &&
                       lower(alert.title).find(lower(set.title)) != std::string::npos;
    if (meant && at < set.until) return {"silenced", set.silence};
  }
  for (const MaintenanceWindow& window : policy.maintenance) {
    if (holds(window, at) && matches(window.match, alert, at, policy)) return {"maintenance", window.id};
  }
  return {};
}

bool flaps(const AlertRecord& alert, Time now, const FlapRule& rule) {
  const auto lately =
      std::ranges::count_if(alert.changes, [&](Time change) { return change > now - rule.within; });
  return lately >= rule.changes;
}

std::optional<Severity> severity_of(const AlertReported& alert, const AlertRoute* route,
                                    const Policy& policy) {
  if (route != nullptr && route->severity) return route->severity;
  if (const auto own = policy.severity_named(alert.severity)) return own;
  const std::string word = lower(alert.severity);
  int level = 1;
  for (const auto& words : kWords) {
    const bool known = !word.empty() && std::ranges::find(words, word) != std::end(words);
    if (known && policy.severity(Severity{level}) != nullptr) return Severity{level};
    ++level;
  }
  return std::nullopt;
}

bool related(const std::string& a, const std::string& b, const Policy& policy) {
  if (a.empty() || b.empty()) return false;
  return contains(with_dependencies({a}, policy), b) || contains(with_dependencies({b}, policy), a);
}

bool is_private_route(std::string_view route, const Policy& policy) {
  const auto found = std::ranges::find(policy.routes, route, &AlertRoute::id);
  return !route.empty() && found != policy.routes.end() && found->is_private;
}

}  // namespace muster

// The algebra of impact: however late and out of order it is told, the intervals are the same, and every way
// of measuring them agrees with looking at each minute.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/domain/figures.hpp"

namespace muster {
namespace {

using std::chrono::minutes;

constexpr int kMinutes = 60;

Time minute(int m) {
  return Time{minutes{m}};
}

// What somebody says about a service from a minute on.
struct Said {
  int service = 0;
  int level = 0;
  int at = 0;
};

std::vector<Said> any_story() {
  const auto said =
      rc::gen::construct<Said>(rc::gen::inRange(0, 3), rc::gen::inRange(0, 4), rc::gen::inRange(0, kMinutes));
  return *rc::gen::container<std::vector<Said>>(said);
}

std::string service(int number) {
  return "service-" + std::to_string(number);
}

Incident told(const std::vector<Said>& story) {
  Incident incident;
  incident.number = {1};
  Seq seq = 0;
  for (const Said& said : story)
    incident.impact_entries.push_back(
        {service(said.service), static_cast<ImpactLevel>(said.level), minute(said.at), ++seq});
  return incident;
}

// The level in force during a minute: the last word of the latest instant not after it.
ImpactLevel level_at(const std::vector<Said>& story, int number, int at) {
  int latest = -1;
  int level = 0;
  for (const Said& said : story) {
    if (said.service != number || said.at > at || said.at < latest) continue;
    latest = said.at;
    level = said.level;
  }
  return static_cast<ImpactLevel>(level);
}

RC_GTEST_PROP(Impact, IsWhatEachMinuteSays, ()) {
  const std::vector<Said> story = any_story();
  const std::vector<ImpactInterval> intervals = told(story).impact();
  for (int number = 0; number < 3; ++number) {
    for (int at = 0; at < kMinutes; ++at) {
      std::vector<ImpactLevel> found;
      for (const ImpactInterval& i : intervals) {
        if (i.service == service(number) && i.start <= minute(at) && (!i.end || *i.end > minute(at)))
          found.push_back(i.level);
      }
      const ImpactLevel wanted = level_at(story, number, at);
      RC_ASSERT(found == (wanted == ImpactLevel::none ? std::vector<ImpactLevel>{} : std::vector{wanted}));
    }
  }
  for (std::size_t i = 1; i < intervals.size(); ++i) {
    const ImpactInterval& a = intervals[i - 1];
    const ImpactInterval& b = intervals[i];
    const bool glued = a.service == b.service && a.level == b.level && a.end == b.start;
    RC_ASSERT(!glued);
  }
}

RC_GTEST_PROP(Impact, LateAndOutOfOrderIsTheSameAsInOrder, ()) {
  std::vector<Said> story = any_story();
  std::set<std::pair<int, int>> instants;  // of two words about one instant the later one holds: none here
  std::erase_if(story, [&](const Said& said) { return !instants.emplace(said.service, said.at).second; });
  std::vector<Said> in_order = story;
  std::ranges::sort(in_order, {}, [](const Said& said) { return std::pair{said.at, said.service}; });
  RC_ASSERT(told(story).impact() == told(in_order).impact());
}

RC_GTEST_PROP(Impact, TheUnionCountsEachMinuteOnce, ()) {
  const std::vector<Said> story = any_story();
  std::int64_t hit = 0;
  for (int at = 0; at < kMinutes; ++at) {
    bool any = false;
    for (int number = 0; number < 3; ++number) any = any || level_at(story, number, at) != ImpactLevel::none;
    hit += any ? 60 : 0;
  }
  RC_ASSERT(figures(told(story), {}, default_policy(), People{}, minute(kMinutes)).impact_union_s == hit);
}

RC_GTEST_PROP(Impact, DowntimeIsWeightedByTheWorstLevelAndCutToTheWindow, ()) {
  const Policy policy = default_policy();
  std::vector<Said> one = any_story();
  std::vector<Said> other = any_story();
  for (std::vector<Said>* story : {&one, &other})
    std::erase_if(*story, [](const Said& said) { return said.service != 0; });
  std::vector<ImpactInterval> intervals = told(one).impact();  // of two incidents that hit the same service
  std::ranges::copy(told(other).impact(), std::back_inserter(intervals));
  const int from = *rc::gen::inRange(0, kMinutes);
  const int to = *rc::gen::inRange(from, kMinutes + 1);
  double wanted = 0;
  for (int at = from; at < to; ++at)
    wanted += 60 * std::max(policy.weight(level_at(one, 0, at)), policy.weight(level_at(other, 0, at)));
  const double found = weighted_downtime(intervals, service(0), minute(from), minute(to), policy);
  RC_ASSERT(std::abs(found - wanted) < 1e-6);
  const int middle = *rc::gen::inRange(from, to + 1);
  const double parts = weighted_downtime(intervals, service(0), minute(from), minute(middle), policy) +
                       weighted_downtime(intervals, service(0), minute(middle), minute(to), policy);
  RC_ASSERT(std::abs(found - parts) < 1e-6);
}

}  // namespace
}  // namespace muster

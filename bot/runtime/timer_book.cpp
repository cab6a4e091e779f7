#include "bot/runtime/timer_book.hpp"

#include <algorithm>
#include <tuple>

namespace muster {

void TimerBook::set(const Timer& timer) {
  const std::string key = timer.key();
  timers_[key] = timer;
  by_due_.emplace(timer.due, key);
}

void TimerBook::drop(const std::string& key) {
  const auto found = timers_.find(key);
  if (found == timers_.end()) return;
  by_due_.erase({found->second.due, key});
  timers_.erase(found);
}

std::vector<const Timer*> TimerBook::due(Time now) const {
  std::vector<const Timer*> ripe;
  for (const auto& [due, key] : by_due_) {
    if (due > now) break;
    ripe.push_back(&timers_.at(key));
  }
  std::ranges::sort(ripe, {},
                    [](const Timer* t) { return std::tuple{t->due, t->incident, t->what, t->subject}; });
  return ripe;
}

std::optional<Time> TimerBook::next_due() const {
  return by_due_.empty() ? std::nullopt : std::optional{by_due_.begin()->first};
}

}  // namespace muster

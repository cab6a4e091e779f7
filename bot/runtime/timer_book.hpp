// The timers in memory, by key and by when they are due. Owned by the engine and of its thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/domain/timers.hpp"

namespace muster {

class TimerBook {
 public:
  void set(const Timer& timer);
  void drop(const std::string& key);

  [[nodiscard]] const std::map<std::string, Timer>& all() const { return timers_; }
  // In the order in which they fire; valid until the next change.
  [[nodiscard]] std::vector<const Timer*> due(Time now) const;
  [[nodiscard]] std::optional<Time> next_due() const;

 private:
  std::map<std::string, Timer> timers_;            // by key
  std::set<std::pair<Time, std::string>> by_due_;  // of timers_
};

}  // namespace muster

// RecentKeys: remembers the last few thousand keys. A redelivered event gets its stored answer from Intake
// again; this keeps us from saying it a second time. In memory only: after a restart saying it again is
// better than never.
#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <string>

namespace muster {

class RecentKeys {
 public:
  explicit RecentKeys(std::size_t most = 5000) : most_{most} {}

  // True the first time a key is seen.
  bool claim(const std::string& key) {
    if (!keys_.insert(key).second) return false;
    order_.push_back(key);
    if (order_.size() > most_) {
      keys_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }

 private:
  std::size_t most_;
  std::set<std::string> keys_;
  std::deque<std::string> order_;
};

}  // namespace muster

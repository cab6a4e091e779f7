// What the operations log says of timelines that were sealed anew, against those timelines: a head may only
// change on record.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/event_sealing.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

class Resealings {
 public:
  void take(const TimelinesResealed& record);  // in their order
  [[nodiscard]] std::set<std::int64_t> taken_out() const;
  // What does not fit; each says which timeline and what to do.
  [[nodiscard]] Result<std::vector<std::string>> check(Connection& db) const;

 private:
  std::map<std::int64_t, ResealedTimeline> last_;  // by incident; an earlier one was sealed over
  std::int64_t register_lines_ = 0;
  std::string register_head_;
  std::vector<std::string> problems_;
};

}  // namespace muster::store

// The documented limits: of the connector per conversation and for the whole app, of Graph per app and per
// team or channel.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "tests/emulators/common/clock.hpp"

namespace muster::fake::teams {

// What a call counts as.
enum class Load { none, send, members, graph_read, graph_write, graph_delete, graph_notify };

class RateLimits {
 public:
  explicit RateLimits(Clock& clock) : clock_(clock) {}

  // Counts the call on that conversation, team or channel. 0: allowed; otherwise the seconds to wait
  // (Retry-After), and the call does not count.
  int check(Load load, const std::string& target);

 private:
  Clock& clock_;
  std::map<std::string, std::deque<std::int64_t>> calls_;
};

}  // namespace muster::fake::teams

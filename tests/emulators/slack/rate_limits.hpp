// Slack's published tiers, per method and minute; chat.postMessage about one a second and channel with short
// bursts.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "tests/emulators/common/clock.hpp"
#include "tests/emulators/slack/method_specs.hpp"

namespace muster::fake::slack {

class RateLimits {
 public:
  explicit RateLimits(Clock& clock) : clock_(clock) {}

  // Counts the call. 0: allowed; otherwise the seconds to wait (Retry-After), and the call does not count.
  int check(const MethodSpec& spec, const std::string& channel);

 private:
  int within(std::deque<std::int64_t>& calls, std::size_t most, std::int64_t window_us);

  Clock& clock_;
  std::map<std::string, std::deque<std::int64_t>> calls_;
};

}  // namespace muster::fake::slack

#include "tests/emulators/slack/rate_limits.hpp"

namespace muster::fake::slack {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::size_t kPerMinute[] = {300, 4, 20, 50,
                                      100};  // by tier; tier 1 is "1+": a few opens are let through
constexpr std::size_t kChannelBurst = 5;     // messages in any 5 s to one channel: 1/s on average

}  // namespace

int RateLimits::check(const MethodSpec& spec, const std::string& channel) {
  const std::string name(spec.name);
  if (spec.name == "chat.postMessage") {
    const int wait = within(calls_[name + " " + channel], kChannelBurst, 1'000'000 * kChannelBurst);
    if (wait > 0) return wait;
  }
  return within(calls_[name], kPerMinute[spec.tier], kMinuteUs);
}

int RateLimits::within(std::deque<std::int64_t>& calls, std::size_t most, std::int64_t window_us) {
  const std::int64_t now = clock_.now_us();
  while (!calls.empty() && calls.front() <= now - window_us) calls.pop_front();
  if (calls.size() < most) {
    calls.push_back(now);
    return 0;
  }
  return static_cast<int>((calls.front() + window_us - now + 999'999) / 1'000'000);
}

}  // namespace muster::fake::slack

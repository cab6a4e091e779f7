#include "integrations/slack/reconnect_policy.hpp"

#include <algorithm>

namespace muster::slack {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kLivedWell{30};
constexpr Backoff kBackoff{.base = milliseconds{1000}, .cap = milliseconds{60000}};
// Retry at once after nothing would meet the same trouble: full jitter keeps this floor.
constexpr milliseconds kLeast{200};
constexpr int kMostHurried = 5;
constexpr milliseconds kSlow{5 * 60 * 1000};
constexpr milliseconds kCrowded{30000};
constexpr milliseconds kCrowdedCap{10 * 60 * 1000};

}  // namespace

void ReconnectPolicy::hello(TimePoint now) {
  hello_at_ = now;
  alerted_ = false;
}

// Forgets failures when the connection that now ends had lived long enough.
void ReconnectPolicy::settle(TimePoint now) {
  if (hello_at_ && now - *hello_at_ >= kLivedWell) {
    failures_ = 0;
    hurried_ = 0;
    crowded_ = 0;
  }
  hello_at_.reset();
}

Reconnect ReconnectPolicy::retry(TimePoint now) {
  const bool lived_well = hello_at_ && now - *hello_at_ >= kLivedWell;
  settle(now);
  if (lived_well) return {};
  return {.wait = std::max(kLeast, kBackoff.delay(failures_++, random_()))};
}

Reconnect ReconnectPolicy::slow() {
  hello_at_.reset();
  const bool first = !alerted_;
  alerted_ = true;
  return {.wait = kSlow, .alert = first};
}

Reconnect ReconnectPolicy::disconnect(std::string_view reason, TimePoint now) {
  if (reason == "link_disabled") return slow();
  if (reason == "too_many_websockets") {
    settle(now);
    const milliseconds base = std::min(kCrowdedCap, kCrowded * (1 << std::min(crowded_++, 5)));
    return {.wait = base + milliseconds{static_cast<std::int64_t>(random_() * 30000)}};
  }
  // warning, refresh_requested and whatever else
  if (!hello_at_) return retry(now);
  settle(now);
  if (hurried_ < kMostHurried) {
    ++hurried_;
    return {.keep_old = true};
  }
  Reconnect next = retry(now);
  next.keep_old = true;
  return next;
}

Reconnect ReconnectPolicy::lost(TimePoint now) {
  return retry(now);
}

Reconnect ReconnectPolicy::open_failed(const Error& error, TimePoint now) {
  if (error.kind == ErrorKind::forbidden) return slow();
  Reconnect next = retry(now);
  if (error.kind == ErrorKind::rate_limited) {
    const milliseconds told = std::chrono::seconds{error.retry_after_s > 0 ? error.retry_after_s : 30};
    // Everybody was told the same moment: spread out after it.
    next.wait = std::max(next.wait, told + milliseconds{static_cast<std::int64_t>(random_() * 1000)});
  }
  return next;
}

}  // namespace muster::slack

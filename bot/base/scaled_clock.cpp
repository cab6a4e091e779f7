#include "bot/base/scaled_clock.hpp"

namespace muster {

ScaledClock::ScaledClock(double speed)
    : since_{SystemClock{}.now()}, real_since_{steady_now()}, speed_{speed} {}

Time ScaledClock::now() const {
  const std::lock_guard lock{mutex_};
  return scaled();
}

void ScaledClock::set_speed(double speed) {
  const std::lock_guard lock{mutex_};
  since_ = scaled();
  real_since_ = steady_now();
  speed_ = speed;
}

Time ScaledClock::scaled() const {
  return since_ + std::chrono::duration_cast<Duration>((steady_now() - real_since_) * speed_);
}

}  // namespace muster

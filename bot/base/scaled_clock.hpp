// A clock that runs faster than the world's: what a drill is played live with.
#pragma once

#include <mutex>

#include "bot/base/clock.hpp"

namespace muster {

// Starts at the system's time and runs at `speed` times its pace. Safe from every thread.
class ScaledClock final : public Clock {
 public:
  explicit ScaledClock(double speed);
  [[nodiscard]] Time now() const override;
  // From now on at this pace; the time itself does not jump.
  void set_speed(double speed);

 private:
  [[nodiscard]] Time scaled() const;  // under mutex_

  mutable std::mutex mutex_;
  Time since_;
  std::chrono::steady_clock::time_point real_since_;
  double speed_;
};

}  // namespace muster

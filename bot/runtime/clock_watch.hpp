// ClockWatch: notices that the wall clock was set while the process runs, by holding it against the monotonic
// clock. A machine that slept looks like one whose clock was set ahead. Slow corrections move both clocks and
// are none. The caller brings both times and looks often; single-threaded.
#pragma once

#include <chrono>

#include "bot/base/clock.hpp"

namespace muster {

class ClockWatch {
 public:
  // Less than this is not worth telling.
  static constexpr Duration kSetBack = std::chrono::minutes{-1};
  static constexpr Duration kSetAhead = std::chrono::hours{1};

  // By how much the wall clock was set since the last look; negative: back. Zero at the first.
  Duration look(Time wall, std::chrono::steady_clock::time_point steady) {
    const auto passed = std::chrono::duration_cast<Duration>(steady - steady_);
    const Duration set = looked_ ? wall - wall_ - passed : Duration{0};
    looked_ = true;
    wall_ = wall;
    steady_ = steady;
    return set;
  }

 private:
  bool looked_ = false;
  Time wall_{};
  std::chrono::steady_clock::time_point steady_{};
};

}  // namespace muster

// Deadlines of network operations: instants of the monotonic clock, so a jump of the wall clock neither cuts
// nor prolongs one. Every wait in bot/net takes a Deadline or has a documented limit of its own.
#pragma once

#include <chrono>

#include "bot/base/clock.hpp"

namespace muster::net {

using Deadline = std::chrono::steady_clock::time_point;

// For a wait that something else ends (a close, a shutdown): say at the call what that is.
inline constexpr Deadline kNoDeadline = Deadline::max();

[[nodiscard]] inline Deadline deadline_in(std::chrono::milliseconds from_now) {
  return steady_now() + from_now;
}

}  // namespace muster::net

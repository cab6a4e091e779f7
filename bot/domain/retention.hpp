// Retention: how long what is over is kept, by class.
#pragma once

#include <optional>

#include "bot/base/clock.hpp"

namespace muster {

// None: for ever.
struct Retention {
  std::optional<Duration> incidents;  // after they ended
  std::optional<Duration> drills;     // the same, of drills and tests
  std::optional<Duration> messages;   // of the console's chat
  std::optional<Duration> access;     // who signed in, was refused, read and took out what
  [[nodiscard]] bool any() const { return incidents || drills || messages || access; }
  friend bool operator==(const Retention&, const Retention&) = default;
};

}  // namespace muster

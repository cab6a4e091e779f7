// Full-jitter exponential back-off: the delay is drawn evenly from [0, min(cap, base * 2^attempt)], which
// spreads clients that failed together. Pure: the caller brings the random number.
#pragma once

#include <chrono>

namespace muster {

struct Backoff {
  std::chrono::milliseconds base{1000};
  std::chrono::milliseconds cap{60000};

  // attempt counts from 0; random is in [0, 1).
  [[nodiscard]] std::chrono::milliseconds delay(int attempt, double random) const;
};

}  // namespace muster

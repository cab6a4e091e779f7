#include "bot/base/backoff.hpp"

#include <algorithm>

namespace muster {

std::chrono::milliseconds Backoff::delay(int attempt, double random) const {
  const int doublings = std::clamp(attempt, 0, 30);
  const auto ceiling = std::min<std::chrono::milliseconds>(cap, base * (1LL << doublings));
  return std::chrono::milliseconds{static_cast<long long>(static_cast<double>(ceiling.count()) * random)};
}

}  // namespace muster

// std::ranges::contains, which Debian 12's library does not have yet.
#pragma once

#include <algorithm>
#include <ranges>

namespace muster {

template <std::ranges::input_range R, class T>
[[nodiscard]] bool contains(R&& range, const T& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

}  // namespace muster

#include "tests/emulators/teams/rate_limits.hpp"

#include <vector>

namespace muster::fake::teams {
namespace {

struct Window {
  std::string key;
  std::size_t most;
  std::int64_t seconds;
};

std::vector<Window> windows(Load load, const std::string& target) {
  switch (load) {
    case Load::none:
      return {};
    case Load::send:
      return {{"send " + target, 7, 1},
              {"send " + target, 8, 2},
              {"send " + target, 60, 30},
              {"send " + target, 1800, 3600},
              {"bot", 50, 1}};
    case Load::members:
      return {{"members " + target, 14, 1},
              {"members " + target, 16, 2},
              {"members " + target, 120, 30},
              {"members " + target, 3600, 3600},
              {"bot", 50, 1}};
    case Load::graph_read:
      return {{"graph " + target, 4, 1}, {"graph read", 60, 1}};
    case Load::graph_write:
      return {{"graph " + target, 4, 1}, {"graph write", 30, 1}};
    case Load::graph_delete:
      return {{"graph " + target, 4, 1}, {"graph delete", 15, 1}};
    case Load::graph_notify:
      return {{"graph notify", 5, 1}};
  }
  return {};
}

constexpr std::int64_t kLongestUs = 3600LL * 1'000'000;

}  // namespace

int RateLimits::check(Load load, const std::string& target) {
  const std::int64_t now = clock_.now_us();
  std::int64_t wait_us = 0;
  const std::vector<Window> all = windows(load, target);
  for (const Window& window : all) {
    std::deque<std::int64_t>& calls = calls_[window.key];
    while (!calls.empty() && calls.front() <= now - kLongestUs) calls.pop_front();
    if (calls.size() < window.most) continue;
    const std::int64_t free_at = calls[calls.size() - window.most] + window.seconds * 1'000'000;
    wait_us = std::max(wait_us, free_at - now);
  }
  if (wait_us > 0) return static_cast<int>((wait_us + 999'999) / 1'000'000);
  std::string counted;
  for (const Window& window : all) {
    if (window.key != counted) calls_[window.key].push_back(now);
    counted = window.key;
  }
  return 0;
}

}  // namespace muster::fake::teams

#include "bot/net/pacer.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/clock.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostLanes = 500;

}  // namespace

Pacer::TimePoint Pacer::next(const std::string& lane, Pace pace, TimePoint now) const {
  const auto found = lanes_.find(lane);
  if (found == lanes_.end()) return now;
  TimePoint when = std::max(now, found->second.earliest);
  if (pace.spacing.count() > 0) when = std::max(when, found->second.theoretical - pace.burst);
  return when;
}

void Pacer::took(const std::string& lane, Pace pace, TimePoint when) {
  if (lanes_.size() >= kMostLanes) forget_idle(when);
  Lane& state = lanes_[lane];
  state.theoretical = std::max(state.theoretical, when) + pace.spacing;
}

void Pacer::pause(const std::string& lane, TimePoint until) {
  Lane& state = lanes_[lane];
  state.earliest = std::max(state.earliest, until);
}

asio::awaitable<std::optional<std::chrono::seconds>> Pacer::turn(std::string lane, Pace pace,
                                                                 std::chrono::milliseconds patience) {
  const auto give_up = steady_now() + patience;
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    const auto now = steady_now();
    const auto when = next(lane, pace, now);
    if (when <= now) break;
    if (when > give_up) co_return std::chrono::ceil<std::chrono::seconds>(when - now);
    timer.expires_at(when);
    co_await timer.async_wait(asio::use_awaitable);
  }
  took(lane, pace, steady_now());
  co_return std::nullopt;
}

void Pacer::forget_idle(TimePoint now) {
  std::erase_if(lanes_, [&](const auto& entry) {
    return entry.second.earliest <= now && entry.second.theoretical <= now;
  });
}

}  // namespace muster::net

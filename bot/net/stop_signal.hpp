// StopSignal: a wait that a stop ends early. Several coroutines may wait at once. io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "bot/base/clock.hpp"

namespace muster::net {

class StopSignal {
 public:
  explicit StopSignal(const boost::asio::any_io_executor& executor) : timer_{executor} {}

  void raise() {
    raised_ = true;
    timer_.cancel();
  }
  [[nodiscard]] bool raised() const { return raised_; }

  // Waits that long, or until stop. The caller keeps the signal alive.
  boost::asio::awaitable<void> pause(std::chrono::steady_clock::duration wait) {
    const auto until = steady_now() + wait;
    while (!raised_ && steady_now() < until) {
      // One timer for whoever waits, set to the earliest: the others are woken early and look again.
      if (timer_.expiry() <= steady_now() || until < timer_.expiry()) timer_.expires_at(until);
      boost::system::error_code ignored;
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
  }

 private:
  boost::asio::steady_timer timer_;
  bool raised_ = false;
};

}  // namespace muster::net

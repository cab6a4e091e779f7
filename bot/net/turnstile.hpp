// Private to bot/net. Lets coroutines of the io_context thread through one at a time, in the order they came.
#pragma once

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <memory>
#include <utility>

#include "bot/net/deadline.hpp"

namespace muster::net {

class Turnstile {
 public:
  explicit Turnstile(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}

  // True when it is the caller's turn, who must leave(); false when shut. Waits as long as those before take:
  // each of their operations has a deadline of its own.
  boost::asio::awaitable<bool> enter() {
    if (shut_) co_return false;
    if (!std::exchange(taken_, true)) co_return true;
    const auto waiter = std::make_shared<Waiter>(boost::asio::steady_timer{executor_, kNoDeadline});
    waiting_.push_back(waiter);
    co_await waiter->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (!waiter->admitted) std::erase(waiting_, waiter);
    co_return waiter->admitted;
  }

  void leave() {
    taken_ = !waiting_.empty();
    if (!taken_) return;
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    next->admitted = true;
    next->timer.cancel();
  }

  void shut() {
    shut_ = true;
    for (const auto& waiter : waiting_) waiter->timer.cancel();
  }

 private:
  struct Waiter {
    boost::asio::steady_timer timer;
    bool admitted = false;
  };

  boost::asio::any_io_executor executor_;
  bool taken_ = false;
  bool shut_ = false;
  std::deque<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace muster::net

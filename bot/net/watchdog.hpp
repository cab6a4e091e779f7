// Private to bot/net. Gives one asynchronous operation its deadline: when the deadline passes before the
// watchdog is destroyed, `expire` runs once (it closes the socket, so the operation ends). A timer whose
// handler is already queued when the operation ends in time does nothing any more: that is what the shared
// state is for.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "bot/net/deadline.hpp"

namespace muster::net {

class Watchdog {
 public:
  template <class Executor>
  Watchdog(const Executor& executor, Deadline deadline, std::function<void()> expire) {
    if (deadline == kNoDeadline) return;
    watch_ = std::make_shared<Watch>(boost::asio::steady_timer{executor, deadline}, std::move(expire));
    watch_->timer.async_wait([watch = watch_](boost::system::error_code ec) {
      if (ec || !watch->expire) return;
      watch->expired = true;
      watch->expire();
    });
  }
  ~Watchdog() {
    if (!watch_) return;
    watch_->expire = nullptr;
    watch_->timer.cancel();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  [[nodiscard]] bool expired() const { return watch_ && watch_->expired; }

 private:
  struct Watch {
    boost::asio::steady_timer timer;
    std::function<void()> expire;
    bool expired = false;
  };
  std::shared_ptr<Watch> watch_;
};

}  // namespace muster::net

// TaskGroup: coroutines started and not awaited one by one, but counted, so that a stop can wait for them.
// What one throws is a bug and is logged. io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace muster::net {

class TaskGroup {
 public:
  explicit TaskGroup(boost::asio::any_io_executor executor);

  // `what` names the task in the log should it throw. The coroutine must own what it uses.
  void spawn(std::string what, boost::asio::awaitable<void> task);

  [[nodiscard]] std::size_t running() const;
  // True when none is left running, false when the time was up first.
  boost::asio::awaitable<bool> wait_until_idle(std::chrono::steady_clock::time_point deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace muster::net

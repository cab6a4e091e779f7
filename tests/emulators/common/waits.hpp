// Waiting for something to become true, so that no test needs to sleep.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include "tests/emulators/common/json.hpp"

namespace muster::fake {

class Waits {
 public:
  // The answer if the condition that the query names holds now. Throws Refusal for a query that names none.
  using Condition = std::function<std::optional<Json>(const Json& query)>;
  // Whether something that was sent still waits for its answer.
  using Busy = std::function<bool()>;

  Waits(boost::asio::io_context& io, Condition condition, Busy busy)
      : io_(io), condition_(std::move(condition)), busy_(std::move(busy)) {}

  // Something changed: whoever waits looks again.
  void wake();
  // Whether it became true within that (real) time.
  boost::asio::awaitable<bool> until(std::int64_t timeout_ms, std::function<bool()> holds);
  // GET /control/wait; the answer has "error" ("timeout", or what is wrong with the query).
  boost::asio::awaitable<Json> wait(Json query);

 private:
  std::optional<Json> quiet(const Json& query) const;

  boost::asio::io_context& io_;
  Condition condition_;
  Busy busy_;
  std::set<boost::asio::steady_timer*> waiting_;
  std::chrono::steady_clock::time_point last_change_ = std::chrono::steady_clock::now();
};

}  // namespace muster::fake

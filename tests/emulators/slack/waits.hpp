// Waiting for something to become true, so that no test needs to sleep.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake_slack {

class Waits {
 public:
  Waits(boost::asio::io_context& io, Slack& slack) : io_(io), slack_(slack) {}

  // Something changed: whoever waits looks again.
  void wake();
  // Whether it became true within that (real) time.
  boost::asio::awaitable<bool> until(std::int64_t timeout_ms, std::function<bool()> holds);
  // GET /control/wait; the answer has "error" ("timeout", or what is wrong with the query).
  boost::asio::awaitable<Json> wait(Json query);

 private:
  std::optional<Json> quiet(const Json& query) const;

  boost::asio::io_context& io_;
  Slack& slack_;
  std::set<boost::asio::steady_timer*> waiting_;
  std::chrono::steady_clock::time_point last_change_ = std::chrono::steady_clock::now();
};

// The answer if the condition that the query names holds now. Throws SlackError for a query that names none.
std::optional<Json> check_condition(const Slack& slack, const Json& query);

}  // namespace muster::fake_slack

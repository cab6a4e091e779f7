// The test clock: in builds with MUSTER_TEST_HOOKS, `muster serve --test-clock` opens a loopback address
// where a test moves the running process's time forward (POST /advance?seconds=1800). In other builds it is
// the system's clock and nothing else.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

namespace muster::cli {

// How far ahead of the system's clock a test wants a command to begin (MUSTER_AHEAD_DAYS); elsewhere 0.
[[nodiscard]] std::chrono::days test_ahead();

class TestClock {
 public:
  explicit TestClock(bool wanted);
  ~TestClock();
  TestClock(const TestClock&) = delete;
  TestClock& operator=(const TestClock&) = delete;

  [[nodiscard]] const Clock& clock() const;
  // io thread. moved is called after each move.
  Result<Done> open(const boost::asio::any_io_executor& io, std::function<void()> moved);
  [[nodiscard]] std::string address() const;  // empty: not open

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::cli

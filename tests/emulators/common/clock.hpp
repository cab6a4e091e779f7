// The fake's clock: real time plus what tests added. Limits, expiries, deadlines and redelivery follow it.
// One thread (the io_context's).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace muster::fake {

class Clock {
 public:
  explicit Clock(boost::asio::io_context& io);
  ~Clock();

  // Microseconds since 1970, UTC. Never goes back.
  std::int64_t now_us() const;
  std::int64_t now_ms() const { return now_us() / 1000; }

  // Runs `action` once the clock reaches `due_us`, from the event loop or from within advance().
  void at(std::int64_t due_us, std::function<void()> action);
  void after_ms(std::int64_t delay_ms, std::function<void()> action) {
    at(now_us() + delay_ms * 1000, std::move(action));
  }

  // Moves the clock on; everything that becomes due runs before this returns, each at its own time.
  void advance_ms(std::int64_t ms);
  // It shows this from now on, also an earlier time: for the beginning of a test, while nothing is due.
  void show_ms(std::int64_t now_ms);
  void freeze(bool frozen);
  bool frozen() const { return frozen_; }
  // Makes sure that the clock stands at `us` or later (a restored ledger may be ahead of real time).
  void not_before(std::int64_t us);

 private:
  struct Alarm;
  std::int64_t real_us() const;
  void run_due();
  void arm();

  std::unique_ptr<Alarm> alarm_;
  std::multimap<std::int64_t, std::function<void()>> due_;
  std::int64_t system_base_us_;
  std::chrono::steady_clock::time_point steady_base_;
  std::int64_t offset_us_ = 0;
  std::int64_t frozen_at_us_ = 0;
  bool frozen_ = false;
};

}  // namespace muster::fake

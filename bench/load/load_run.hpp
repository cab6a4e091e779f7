// One measured run: envelopes go out, either so many unacknowledged at a time or by the clock, and the times
// until each is acknowledged and posted about are kept. One thread (the io_context's).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "bench/load/frames.hpp"
#include "tests/emulators/common/json.hpp"

namespace muster::bench {

struct RunPlan {
  Wanted wanted;
  std::uint64_t count = 1000;          // at most
  std::chrono::milliseconds lasts{0};  // nothing is sent after it; 0: until all are
  std::uint64_t open = 16;             // unacknowledged at most; not used by the clock
  std::uint64_t per_second = 0;        // 0: as fast as they are acknowledged
  bool wait_for_posts = false;
  std::vector<std::string> channels;  // used in turn
  std::chrono::seconds patience{60};  // without any progress
};

class LoadRun {
 public:
  using Clock = std::chrono::steady_clock;
  using Send = std::function<void(std::string frame)>;

  // `first`: the number of its first envelope; numbers are never used twice in a life of the load.
  LoadRun(boost::asio::io_context& io, RunPlan plan, std::uint64_t first, Send send);

  // Returns when all is acknowledged (and posted), or nothing happens any more.
  boost::asio::awaitable<void> run();
  void on_ack(std::uint64_t number);
  void on_post(std::uint64_t number);
  // acks_per_s, ack_us{p50,p99,max}, posts_per_s, post_us{…}, lost, unposted.
  [[nodiscard]] fake::Json result() const;

 private:
  struct Times {
    Clock::time_point sent{}, acked{}, posted{};
  };

  void send_next();
  [[nodiscard]] bool over() const;
  [[nodiscard]] bool done() const;
  boost::asio::awaitable<void> send_by_the_clock();
  Times* times_of(std::uint64_t number);

  boost::asio::io_context& io_;
  RunPlan plan_;
  std::uint64_t first_;
  Send send_;
  std::vector<Times> times_;
  std::uint64_t sent_ = 0, acked_ = 0, posted_ = 0;
  Clock::time_point begin_{}, last_ack_{}, last_post_{}, last_progress_{};
  boost::asio::steady_timer wake_;
};

}  // namespace muster::bench

// EngineThread: the one thread that owns the incidents and the read-write connection. Takes everything
// queued, decides it, commits once and posts the answers back: group commit without a tuning knob.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/runtime/clock_watch.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/metrics.hpp"

namespace muster {

class EngineThread {
 public:
  // published runs on the io thread after each commit, before the answers of that batch are given.
  using Published = std::function<void(const Changes&)>;

  EngineThread(boost::asio::any_io_executor io, const Clock& clock, Store& store, Engine& engine,
               Metrics& metrics, Published published);
  // Decides what is queued, for a few seconds at most, then ends the thread.
  ~EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;

  void start();

  // io thread. Resumes there when the job is durable, or with the reason why it was not kept. unavailable: so
  // much waits already that it would not be answered in time; what muster itself owes is taken all the same.
  boost::asio::awaitable<JobResult> submit(Job job);

  // Any thread: look at the clock now (a test moved it).
  void poke();

  struct Load {
    std::size_t queued = 0;
    std::size_t timers = 0;
    bool store_failing = false;  // a batch or housekeeping could not be written, and none could since
    std::string store_error;
    double last_batch_s = 0;            // how long the last batch took to be decided and committed
    double under_way_s = 0;             // and how long the one being written has taken so far
    std::size_t overdue = 0;            // timers that are due and could not be recorded: pages, reminders
    std::optional<Time> overdue_since;  // when the first of them was due
  };
  [[nodiscard]] Load load() const;  // any thread

 private:
  struct Waiting;
  void run();
  void run_batch(std::vector<Waiting> waiting);
  void answer_early(std::vector<Waiting>& waiting);
  void tidy(Time now);
  void say_clock(Time now);
  void say_failing(const Error* why);
  void say_overdue(const Error* why);
  void say_batch(std::optional<double> took);
  [[nodiscard]] bool is_failing() const { return load().store_failing; }

  boost::asio::any_io_executor io_;
  const Clock& clock_;
  Store& store_;
  Engine& engine_;
  Published published_;
  Counter& batches_;
  Counter& jobs_;
  Counter& refused_;
  Counter& slow_;
  Counter& clock_jumps_;
  Histogram& batch_seconds_;

  mutable std::mutex mutex_;  // guards the next six
  std::condition_variable wake_;
  std::vector<Waiting> queue_;
  Load load_;
  bool stopping_ = false;
  std::optional<std::chrono::steady_clock::time_point>
      give_up_at_;  // once stopping: no batch begins after it
  std::optional<std::chrono::steady_clock::time_point> batch_began_;
  bool poked_ = false;

  // Engine thread only.
  bool pause_ = false;  // something due failed and waits a moment before its next try
  ClockWatch clock_watch_;

  std::thread thread_;  // last: it uses everything above
};

}  // namespace muster

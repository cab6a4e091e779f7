// The only place that reads a clock. Everything else is handed a Time: the core by Context.now, the runtime
// by a Clock.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace muster {

// An instant in UTC with microseconds, the precision of a Slack ts. Stored as an integer of microseconds
// since 1970.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

// Wall clock: may jump. Safe from every thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

// A clock that moves only when told to, for tests and rehearsals.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_{start.time_since_epoch()} {}
  [[nodiscard]] Time now() const override { return Time{now_.load()}; }
  void advance(Duration by);
  void set(Time to) { now_ = to.time_since_epoch(); }

 private:
  std::atomic<Duration> now_;
};

// The system's clock shifted by an offset that only grows: what a test fast-forwards a running process with.
class ShiftedClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
  void advance(Duration by);

 private:
  std::atomic<Duration> offset_{Duration{0}};
};

// The monotonic clock: for deadlines and signs of life on the network, never for what is recorded.
[[nodiscard]] std::chrono::steady_clock::time_point steady_now();

// "2026-11-24T05:44:50Z": UTC, whole seconds.
[[nodiscard]] std::string iso_seconds(Time t);
// "05:44": hours and minutes in UTC.
[[nodiscard]] std::string hour_minute(Time t);
// "1 h 05 min", "12 min", "40 s": a length of time as a person says it. Negative lengths read as 0 s.
[[nodiscard]] std::string spoken(Duration d);

}  // namespace muster

// Pacer: when the next call of a lane may go out. A lane is whatever the other side counts: a method, a
// channel, a tenant. A pause in one lane never touches another. The caller brings the (monotonic) time.
//
// io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace muster::net {

// One call each `spacing`, and how far calls may run ahead of that; no spacing: only pauses hold.
struct Pace {
  std::chrono::milliseconds spacing{0};
  std::chrono::milliseconds burst{0};
};

class Pacer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // When a call in this lane may go out: now, or later. Nothing is taken by asking.
  [[nodiscard]] TimePoint next(const std::string& lane, Pace pace, TimePoint now) const;
  // A call goes out at `when`.
  void took(const std::string& lane, Pace pace, TimePoint when);
  // The other side asked to wait.
  void pause(const std::string& lane, TimePoint until);

  // Waits for the lane's turn and takes it. When that would take longer than `patience`: at once, how long.
  // The pacer outlives the call.
  [[nodiscard]] boost::asio::awaitable<std::optional<std::chrono::seconds>> turn(
      std::string lane, Pace pace, std::chrono::milliseconds patience);

 private:
  struct Lane {
    TimePoint earliest{};     // paused until
    TimePoint theoretical{};  // when the bucket would be empty again at the lane's pace
  };
  void forget_idle(TimePoint now);

  std::map<std::string, Lane> lanes_;
};

}  // namespace muster::net

// Pacer: when the next call of a method may go out. Pure: the caller brings the (monotonic) time.
//
// Slack counts per method and minute, and chat.postMessage about once a second per channel; so a lane is a
// method, or chat.postMessage with its channel. A pause in one lane never touches another.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace muster::slack {

class Pacer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  [[nodiscard]] static std::string lane_of(std::string_view method, std::string_view channel);

  // When a call in this lane may go out: now, or later. Nothing is taken by asking.
  [[nodiscard]] TimePoint next(const std::string& lane, TimePoint now) const;
  // A call goes out at `when`.
  void took(const std::string& lane, TimePoint when);
  // Slack said 429 with Retry-After.
  void pause(const std::string& lane, TimePoint until);

 private:
  struct Lane {
    TimePoint earliest{};     // paused until
    TimePoint theoretical{};  // when the bucket would be empty again, at one call a second
  };
  void forget_idle(TimePoint now);

  std::map<std::string, Lane> lanes_;
};

}  // namespace muster::slack

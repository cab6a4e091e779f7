// BroadcastPace: how fast the same words may go to one room after another in one chat. Chats limit that and
// tell no figure, Slack for instance "several hundred a minute", only: wait so many seconds. So it begins
// faster than any chat allows, measures between two refusals what was taken, and goes on as fast as that and
// a little faster with each message that is taken, to find out when more is allowed. A line of broadcasts
// that ends is forgotten. Pure: the caller brings the time.
#pragma once

#include <optional>
#include <string>

#include "bot/base/clock.hpp"

namespace muster {

class BroadcastPace {
 public:
  // When the next one may go out: now, or later. Nothing is taken by asking.
  [[nodiscard]] Time next(Time now) const;
  void took(Time now);
  void accepted();
  // The chat asked to wait with this room. That may be about the room alone; another room that is refused
  // within seconds says that the chat means all of them.
  void refused(const std::string& room, Duration wait, Time now);
  // Nobody waits any more: what was measured would be taken for slowness.
  void rest();
  // The clock was set.
  void follow(Duration set);

 private:
  static constexpr Duration kFastest = std::chrono::milliseconds{50};
  void measure(Time now);

  Duration spacing_ = kFastest;
  Time theoretical_{};  // when the bucket would be empty again at this pace
  Time until_{};        // all rooms wait
  std::string suspect_;
  Time suspected_until_{};
  std::optional<Time> refused_;  // the last time that all rooms were
  int accepted_ = 0;             // since then
};

}  // namespace muster

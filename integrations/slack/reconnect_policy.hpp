// ReconnectPolicy: when the next Socket Mode connection of one line is opened, and whether the old one is
// kept until the new one is usable. Pure: the caller brings time and chance.
//
// An announced end is followed by a replacement at once. Everything else, and a sixth young socket in a row
// that is told to go, meets full-jitter back-off from 1 s to 60 s; the count of failures is forgotten only
// after a connection lived 30 s past its hello, or a storm of short-lived sockets would look like success.
// apps.connections.open may be limited to about one call a minute, so nothing here ever retries in a tight
// loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "bot/base/backoff.hpp"
#include "bot/base/result.hpp"

namespace muster::slack {

// What to do next.
struct Reconnect {
  std::chrono::milliseconds wait{0};
  // Keep reading and acknowledging on the old connection until the new one said hello (make before break).
  bool keep_old = false;
  // A person has to act (a refused token, Socket Mode switched off): said once, until it works again.
  bool alert = false;
};

class ReconnectPolicy {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // random gives numbers in [0, 1).
  explicit ReconnectPolicy(std::function<double()> random) : random_{std::move(random)} {}

  void hello(TimePoint now);
  // A disconnect frame: before or after hello.
  Reconnect disconnect(std::string_view reason, TimePoint now);
  // The connection ended, or fell silent, without being announced.
  Reconnect lost(TimePoint now);
  // No URL, no connection, or no hello in time.
  Reconnect open_failed(const Error& error, TimePoint now);

 private:
  Reconnect retry(TimePoint now);
  Reconnect slow();
  void settle(TimePoint now);

  std::function<double()> random_;
  std::optional<TimePoint> hello_at_;
  int failures_ = 0;
  int hurried_ = 0;  // announced ends of young sockets in a row
  int crowded_ = 0;  // too_many_websockets in a row
  bool alerted_ = false;
};

}  // namespace muster::slack

// Supervisor: whoever started muster and wants to know that it is ready and alive. Speaks systemd's protocol,
// sd_notify(3): one datagram a word to the socket in $NOTIFY_SOCKET; with $WATCHDOG_USEC the process is ended
// and started again when it says nothing for that long. io thread only; never waits, and an answer that gets
// lost is no error.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace muster {

class Supervisor {
 public:
  // From the environment; with neither variable set every word goes nowhere.
  static Supervisor of_this_process();

  void ready() const;     // people can use it now
  void stopping() const;  // it ends because it was told to
  void alive() const;

  // How long it may be silent. None: nobody counts.
  [[nodiscard]] std::optional<std::chrono::microseconds> patience() const { return patience_; }

 private:
  void say(std::string_view word) const;

  std::string socket_;  // empty: none
  std::optional<std::chrono::microseconds> patience_;
};

}  // namespace muster

// Heartbeats: jobs that must report, and which of them did not. Without a clock of its own. Kept in memory
// only: after a start each has its whole time again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/oncall_rules.hpp"

namespace muster::alerts {

class Heartbeats {
 public:
  Heartbeats(const std::vector<HeartbeatRule>& rules, Time started);

  // The job reported; gives the alert that clears now, if there may be one.
  std::optional<AlertReported> reported(const std::string& id, Time now);
  // Alerts of the jobs that became overdue, each told once.
  std::vector<AlertReported> overdue(Time now);
  // It could not be said: the next overdue() says it again.
  void not_told(const std::string& id);

 private:
  struct Beat {
    HeartbeatRule rule;
    Time last{};
    bool is_late = false;
  };
  std::map<std::string, Beat> beats_;
};

}  // namespace muster::alerts

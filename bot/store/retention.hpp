// What is over is forgotten by age: incidents and drills as a whole, messages of the console, and of accesses
// who it was and from where. What is under legal hold, or still owed, stays. While muster does not run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/retention.hpp"

namespace muster {

struct RetentionRequest {
  Retention retention;
  std::string by;  // the account that asks; empty: muster itself
  Time now{};
  bool apply = false;     // else it is only told what would be
  bool at_start = false;  // somebody waits: no more than a start can take, and the file is not written anew
};

struct RetentionClass {
  std::string name;
  std::optional<Duration> kept_for;  // none: for ever
  Time before{};
  std::int64_t count = 0;  // older than that, and not kept
  std::optional<Time> oldest;
};

struct RetentionKept {
  IncidentNumber incident;
  std::string why;
};

struct RetentionReport {
  std::vector<RetentionClass> classes;
  std::vector<IncidentNumber> incidents;  // of both classes
  std::vector<RetentionKept> kept;        // old enough, and why they stay
  bool more = false;                      // than one run takes

  [[nodiscard]] std::int64_t count() const;
};

// conflict: muster runs there.
[[nodiscard]] Result<RetentionReport> apply_retention(const std::filesystem::path& data_dir,
                                                      const Policy& policy, const RetentionRequest& request);

}  // namespace muster

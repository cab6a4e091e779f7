// A person is forgotten: every place of the database that has them says a token instead, chains are sealed
// anew over it, and the operations log says that it was done, not whom it was about. While muster does not
// run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/event_sealing.hpp"
#include "bot/domain/traces.hpp"

namespace muster {

struct ForgetRequest {
  Traces traces;
  std::string token;   // what stands for them from now on
  std::string by;      // the account that asks
  std::string reason;  // goes on record
  Time now{};
  bool apply = false;  // else it is only told what would be
};

struct ForgetReport {
  std::vector<ResealedTimeline> timelines;         // that changed
  std::int64_t messages = 0;                       // of the console's chat
  std::int64_t rows = 0;                           // of all tables but those of timelines
  std::vector<IncidentNumber> on_hold;             // of those that changed: under legal hold
  std::vector<std::string> parts;                  // of their names, and their id as a word of text
  std::int64_t left = 0;                           // entries that have one of the parts: others may be meant
  std::vector<std::filesystem::path> other_files;  // in the data directory: not looked into
};

// Nothing or all of it. conflict: muster runs there, or an incident that names them is under legal hold.
// corrupt: a chain did not hold before.
[[nodiscard]] Result<ForgetReport> forget_person(const std::filesystem::path& data_dir,
                                                 const ForgetRequest& request);

}  // namespace muster

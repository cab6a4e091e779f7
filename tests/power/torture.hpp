// Torture: plays a flow again and again, and each time another of its calls to the system fails, once. The
// answer must be an error that says so, never a false yes; doing the step again must work; and what is there
// in the end is what is there without a fault.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/power/house.hpp"
#include "tests/power/watched_vfs.hpp"

namespace muster::power {

struct Torment {
  std::int64_t calls = 0;  // in undisturbed plays
  std::int64_t plays = 0;
  std::int64_t said = 0;                       // plays in which a step answered with an error
  std::int64_t tolerated = 0;                  // in which none had to
  std::map<std::string, std::int64_t> failed;  // calls that were made to fail, by kind
  std::vector<std::string> violations;
};

struct TorturePlan {
  std::uint64_t seed = 1;
  std::int64_t most = 0;  // calls of a flow that fail, evenly spread; 0: each (of allocations: below)
  std::int64_t only = 0;  // this one alone
  std::filesystem::path below;
};

// Every call of the VFS that can fail.
void torture_calls(const TorturePlan& plan, const Flow& flow, Torment& torment);
// Allocations of SQLite: there are a hundred thousand in a flow, so what each means is the first and the last
// of each way to one (allocations.hpp).
void torture_allocations(const TorturePlan& plan, const Flow& flow, Torment& torment);

}  // namespace muster::power

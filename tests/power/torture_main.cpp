// muster-torture: lets every call of the store's flows, and each way to an allocation of SQLite, fail once
// (docs/reliability.md). The exit code is 1 when anything was violated.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/power/allocations.hpp"
#include "tests/power/scratch.hpp"
#include "tests/power/torture.hpp"

namespace {

using namespace muster;
using namespace muster::power;

constexpr const char* kUsage =
    "muster-torture [--long] [--seed N] [--flow NAME] [--calls | --allocations] [--only N]\n"
    "  --long    each call and each way to an allocation, not some of each flow (also: MUSTER_LONG=1)\n";

// How many calls of a flow fail in the short run.
constexpr std::int64_t kSome = 12;

void print(const char* what, const Torment& torment) {
  std::printf("injected: %s: %lld failures of %lld (%lld answered with an error, %lld got over):", what,
              static_cast<long long>(torment.plays), static_cast<long long>(torment.calls),
              static_cast<long long>(torment.said), static_cast<long long>(torment.tolerated));
  for (const auto& [call, times] : torment.failed)
    std::printf(" %s %lld", call.c_str(), static_cast<long long>(times));
  std::printf("; violations %zu\n", torment.violations.size());
  for (const std::string& violation : torment.violations) std::printf("VIOLATED %s\n", violation.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  TorturePlan plan;
  plan.most = std::getenv("MUSTER_LONG") != nullptr ? 0 : kSome;
  std::string only_flow;
  bool calls = true;
  bool allocations = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool valued = word == "--seed" || word == "--flow" || word == "--only";
    if (valued && i + 1 >= argc) return std::fputs(kUsage, stderr), 2;
    if (word == "--long") {
      plan.most = 0;
    } else if (word == "--calls") {
      allocations = false;
    } else if (word == "--allocations") {
      calls = false;
    } else if (word == "--seed") {
      plan.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (word == "--flow") {
      only_flow = argv[++i];
    } else if (word == "--only") {
      plan.only = std::strtoll(argv[++i], nullptr, 10);
      plan.most = 0;
    } else {
      return std::fputs(kUsage, stderr), 2;
    }
  }
  prepare_allocations();
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  install_watched_vfs();
  const Scratch scratch;
  plan.below = scratch.path();
  Torment of_calls;
  Torment of_allocations;
  for (const Flow& flow : flows(plan.seed)) {
    if (!only_flow.empty() && only_flow != flow.name) continue;
    if (calls) torture_calls(plan, flow, of_calls);
    if (allocations) torture_allocations(plan, flow, of_allocations);
  }
  if (calls) print("calls of the VFS", of_calls);
  if (allocations) print("allocations of SQLite", of_allocations);
  return of_calls.violations.empty() && of_allocations.violations.empty() ? 0 : 1;
}

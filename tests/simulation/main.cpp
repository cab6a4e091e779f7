// muster-sim: plays simulated incidents from a seed and says what was counted; the exit code is 1 when a rule
// did not hold.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "tests/simulation/simulation.hpp"

namespace {

using namespace muster::simulation;

constexpr const char* kUsage =
    "muster-sim [--seed N] [--incidents M] [--world W] [--trace]\n"
    "  --world W  incidents of one world (default 500); each has a database of its own\n"
    "  --trace    one world of M incidents, every step printed\n";

void print(const Tally& tally, double seconds) {
  std::printf(
      "incidents %lld, events %lld, inputs %lld (%lld refused, %lld repeated), timers %lld, receipts %lld, "
      "restarts %lld\n",
      static_cast<long long>(tally.incidents), static_cast<long long>(tally.events),
      static_cast<long long>(tally.inputs), static_cast<long long>(tally.refusals),
      static_cast<long long>(tally.duplicates), static_cast<long long>(tally.timers),
      static_cast<long long>(tally.receipts), static_cast<long long>(tally.restarts));
  std::printf("%.1f s, %.0f incidents/s, %.0f events/s\ntrace %s\n", seconds,
              static_cast<double>(tally.incidents) / seconds, static_cast<double>(tally.events) / seconds,
              tally.trace.c_str());
  if (!tally.violated.empty()) std::printf("BROKEN %s\n", tally.violated.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  Run run;
  bool trace = false;
  bool verbs = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == "--trace") {
      trace = true;
      continue;
    }
    if (word == "--verbs") {
      verbs = true;
      continue;
    }
    if (value == nullptr) {
      std::fputs(kUsage, stderr);
      return 2;
    }
    ++i;
    if (word == "--seed") {
      run.seed = std::strtoull(value, nullptr, 10);
    } else if (word == "--incidents") {
      run.incidents = std::strtoll(value, nullptr, 10);
    } else if (word == "--world") {
      run.of_a_world = static_cast<int>(std::strtol(value, nullptr, 10));
    } else {
      std::fputs(kUsage, stderr);
      return 2;
    }
  }
  const auto began = muster::steady_now();
  Tally tally;
  if (trace) {
    World world{{run.seed, static_cast<int>(run.incidents), true, true, {}}};
    tally = world.run();
  } else {
    tally = simulate(run);
  }
  print(tally, std::chrono::duration<double>(muster::steady_now() - began).count());
  if (verbs) {
    for (const auto& [verb, times] : tally.verbs)
      std::printf("%-16s %lld\n", verb.c_str(), static_cast<long long>(times));
  }
  return tally.violated.empty() ? 0 : 1;
}

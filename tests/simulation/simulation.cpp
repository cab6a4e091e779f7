#include "tests/simulation/simulation.hpp"

#include <algorithm>

#include "bot/net/digest.hpp"

namespace muster::simulation {

namespace {

// A memory file system where there is one: the database is thrown away, and nothing here tests the disk.
std::filesystem::path scratch() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code ignored;
  return std::filesystem::is_directory(memory, ignored) ? memory : std::filesystem::temp_directory_path();
}

void add(Tally& all, const Tally& one) {
  all.incidents += one.incidents;
  all.events += one.events;
  all.inputs += one.inputs;
  all.refusals += one.refusals;
  all.duplicates += one.duplicates;
  all.timers += one.timers;
  all.receipts += one.receipts;
  all.restarts += one.restarts;
  for (const auto& [verb, times] : one.verbs) all.verbs[verb] += times;
  all.trace = net::sha256_hex(all.trace + one.trace);
}

}  // namespace

std::uint64_t world_seed(std::uint64_t seed, std::uint64_t n) {
  Dice dice{seed};
  std::uint64_t of_world = seed;
  for (std::uint64_t i = 0; i < n; ++i) of_world = dice.next();
  return of_world;
}

Tally simulate(const Run& run) {
  Tally all;
  Dice seeds{run.seed};
  std::uint64_t seed = run.seed;
  for (int n = 0; all.incidents < run.incidents; ++n, seed = seeds.next()) {
    const auto left = run.incidents - all.incidents;
    const auto incidents = static_cast<int>(std::min<std::int64_t>(run.of_a_world, left));
    const bool deep = n % run.deep_every == 0;
    World world{{seed, incidents, deep, false, scratch()}};
    const Tally one = world.run();
    add(all, one);
    if (one.violated.empty()) continue;
    all.violated = one.violated + "\nreplay: muster-sim --seed " + std::to_string(seed) + " --incidents " +
                   std::to_string(incidents) + " --trace";
    return all;
  }
  return all;
}

}  // namespace muster::simulation

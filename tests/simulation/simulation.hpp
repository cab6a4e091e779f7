// Many worlds from one seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/simulation/world.hpp"

namespace muster::simulation {

struct Run {
  std::uint64_t seed = 1;
  std::int64_t incidents = 20000;
  int of_a_world = 500;
  int deep_every = 4;  // every so many worlds are looked at to the bottom when they end
};

// Stops at the first world that breaks a rule: violated then names the rule and the line that plays it again.
// trace is over the worlds' traces.
[[nodiscard]] Tally simulate(const Run& run);

// The seed of the n-th world.
[[nodiscard]] std::uint64_t world_seed(std::uint64_t seed, std::uint64_t n);

}  // namespace muster::simulation

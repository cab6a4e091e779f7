// 20,000 incidents by chance, and every seed that once found something.
#include "tests/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

namespace muster::simulation {
namespace {

// Each part is a seed of its own; together they are 20,000.
class Parts : public testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Parts, Parts, testing::Values(1, 2, 3, 4),
                         [](const auto& part) { return std::to_string(part.param); });

TEST_P(Parts, FiveThousandIncidentsBreakNoRule) {
  simulation::Run run;
  run.seed = GetParam();
  run.incidents = 5000;
  Tally tally = simulate(run);
  EXPECT_EQ(tally.violated, "");
  std::cout << "injected: " << tally.inputs << " inputs (" << tally.refusals << " refused, "
            << tally.duplicates << " repeated), " << tally.timers << " timers, " << tally.restarts
            << " restarts over " << tally.incidents << " incidents, seed " << run.seed << "; broken rules "
            << (tally.violated.empty() ? 0 : 1) << "\n";
  EXPECT_GE(tally.incidents, 5000);
  // The dice reach what they are meant to reach.
  EXPECT_GT(tally.refusals, tally.incidents / 4);
  EXPECT_GT(tally.duplicates, 100);
  EXPECT_GT(tally.timers, tally.incidents / 4);
  EXPECT_GT(tally.restarts, 5);
  for (const char* verb :
       {"declare",  "update",  "status", "severity", "impact", "role",       "claim",    "handoff",
        "accept",   "decline", "page",   "ack",      "note",   "task",       "done",     "decide",
        "followup", "link",    "join",   "follow",   "snooze", "edit",       "withdraw", "resolve",
        "reopen",   "cancel",  "merge",  "private",  "public", "postmortem", "cadence",  "clock",
        "freeze",   "hold",    "dr",     "vendor",   "fact",   "close",      "release"})
    EXPECT_GT(tally.verbs[verb], 0) << verb << " was never done";
}

TEST(Simulation, TheSameSeedIsTheSameWorld) {
  const auto play = [](std::uint64_t seed) { return World{{seed, 60, true, false, {}}}.run(); };
  const Tally one = play(42);
  EXPECT_EQ(one.violated, "");
  EXPECT_EQ(one.trace, play(42).trace);
  EXPECT_NE(one.trace, play(43).trace);
}

// regressions.txt: a seed and a number of incidents a line, and what it found.
TEST(Simulation, SeedsThatOnceFoundSomething) {
  std::ifstream file{std::string{MUSTER_SOURCE_DIR} + "/tests/simulation/regressions.txt"};
  ASSERT_TRUE(file);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream words{line};
    std::uint64_t seed = 0;
    int incidents = 0;
    ASSERT_TRUE(words >> seed >> incidents) << line;
    EXPECT_EQ((World{{seed, incidents, true, false, {}}}.run().violated), "") << line;
  }
}

}  // namespace
}  // namespace muster::simulation

#include "bot/domain/lifecycle.hpp"

#include <gtest/gtest.h>

#include "bot/base/contains.hpp"

namespace muster {
namespace {

// The whole matrix, as the scenarios' state machine states it: rows from, columns to, in the order of the
// enumerators.
constexpr std::string_view kMatrix[] = {
    // tri inv ide fix mon res clo can mer
    ". x x x . . . x x",  // triage
    ". . x x x x . x x",  // investigating
    ". x . x x x . x x",  // identified
    ". x x . x x . . x",  // fixing
    ". x x x . x . . x",  // monitoring
    ". . . . . . x . .",  // resolved
    ". . . . . . . . .",  // closed
    ". . . . . . . . .",  // canceled
    ". . . . . . . . .",  // merged
};

TEST(Lifecycle, EveryPairOfStatesIsAsStated) {
  for (std::size_t from = 0; from < std::size(kMatrix); ++from) {
    for (std::size_t to = 0; to < std::size(kMatrix); ++to) {
      EXPECT_EQ(may_follow(static_cast<State>(from), static_cast<State>(to)), kMatrix[from][to * 2] == 'x')
          << name_of(static_cast<State>(from)) << " to " << name_of(static_cast<State>(to));
    }
  }
}

TEST(Lifecycle, ReopeningLeadsBackToWork) {
  EXPECT_TRUE(contains(reopen_states(State::resolved), State::fixing));
  EXPECT_EQ(reopen_states(State::canceled), std::vector{State::triage});
  EXPECT_TRUE(reopen_states(State::monitoring).empty());
}

TEST(Lifecycle, EveryRefusalNamesWhatToDo) {
  Incident incident;
  incident.number = {3};
  incident.state = State::investigating;
  const Policy policy = default_policy();
  EXPECT_EQ(check_transition(incident, State::closed, policy)->code, "invalid_transition");
  incident.impact_entries.push_back({"checkout", ImpactLevel::full, Time{}, 1});
  const auto open = check_transition(incident, State::resolved, policy);
  EXPECT_EQ(open->code, "open_impact");
  EXPECT_NE(open->say.find("impact checkout none"), std::string::npos);
}

}  // namespace
}  // namespace muster

#include "bot/domain/incident.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bot/domain/cadence.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/domain/timers.hpp"

namespace muster {
namespace {

using std::chrono::minutes;

Time minute(int m) {
  return Time{minutes{m}};
}

ImpactInterval interval(const char* service, ImpactLevel level, int start, std::optional<int> end) {
  return {service, level, minute(start), end ? std::optional{minute(*end)} : std::nullopt};
}

Incident with_impact(std::initializer_list<ImpactEntry> entries) {
  Incident incident;
  incident.impact_entries = entries;
  return incident;
}

TEST(Impact, ArrivesLateAndOutOfOrder) {
  const Incident incident = with_impact({{"pay", ImpactLevel::none, minute(30), 1},
                                         {"pay", ImpactLevel::full, minute(10), 2},
                                         {"api", ImpactLevel::partial, minute(5), 3},
                                         {"pay", ImpactLevel::partial, minute(20), 4}});
  EXPECT_EQ(incident.impact(), (std::vector{interval("api", ImpactLevel::partial, 5, std::nullopt),
                                            interval("pay", ImpactLevel::full, 10, 20),
                                            interval("pay", ImpactLevel::partial, 20, 30)}));
  EXPECT_TRUE(incident.impact_open());
  EXPECT_EQ(incident.impact_started_at(), minute(5));
}

TEST(Impact, TheLaterWordAtTheSameInstantHolds) {
  const Incident incident = with_impact({{"pay", ImpactLevel::full, minute(10), 1},
                                         {"pay", ImpactLevel::partial, minute(10), 2},
                                         {"pay", ImpactLevel::partial, minute(15), 3},
                                         {"pay", ImpactLevel::none, minute(20), 4}});
  EXPECT_EQ(incident.impact(), std::vector{interval("pay", ImpactLevel::partial, 10, 20)});
}

TEST(Visibility, IsForMembersAndAuditors) {
  Incident incident;
  incident.visibility = Visibility::private_;
  incident.members = {PersonId{"ann"}};
  EXPECT_TRUE(may_see(incident, PersonId{"ann"}, {}));
  EXPECT_FALSE(may_see(incident, PersonId{"bob"}, {}));
  EXPECT_FALSE(may_see(incident, PersonId{}, {}));
  EXPECT_TRUE(may_see(incident, PersonId{"eve"}, {PersonId{"eve"}}));
}

Incident open_sev2() {
  Incident incident;
  incident.number = {1};
  incident.state = State::investigating;
  incident.severity = Severity{2};
  incident.roles["incident_commander"] = PersonId{"ann"};
  return incident;
}

std::optional<Time> due_of(const std::vector<PromiseMoved>& moved, std::string_view audience) {
  for (const PromiseMoved& one : moved) {
    if (one.audience == audience) return one.due;
  }
  return std::nullopt;
}

TEST(Cadence, DeclaringPromisesTheFirstUpdateToEachAudienceWithADuty) {
  const auto moved = promises_after_declare(open_sev2(), minute(0), default_policy());
  EXPECT_EQ(moved.size(), 2U);
  EXPECT_EQ(due_of(moved, "internal"), minute(30));
  EXPECT_EQ(due_of(moved, "public"), minute(30));
}

TEST(Cadence, RaisingPullsInAndLoweringPushesOutOrEnds) {
  Incident incident = open_sev2();
  incident.promises["internal"] = {minute(0), minute(30), false};
  incident.promises["public"] = {minute(0), minute(30), false};
  const auto raised = promises_after_severity(incident, Severity{1}, minute(10), default_policy());
  EXPECT_EQ(due_of(raised, "internal"), minute(20));
  EXPECT_EQ(due_of(raised, "public"), minute(25));
  EXPECT_EQ(due_of(raised, "exec"), minute(30)) << "a new duty begins";
  const auto lowered = promises_after_severity(incident, Severity{3}, minute(10), default_policy());
  EXPECT_EQ(due_of(lowered, "internal"), minute(60));
  EXPECT_EQ(lowered.back().audience, "public");
  EXPECT_FALSE(lowered.back().due) << "SEV3 owes the public nothing";
}

TEST(Cadence, PrivateIncidentsOweOnlyTheirMembersAndDrillsNobody) {
  Incident incident = open_sev2();
  incident.visibility = Visibility::private_;
  const auto moved = promises_after_declare(incident, minute(0), default_policy());
  ASSERT_EQ(moved.size(), 1U);
  EXPECT_EQ(moved.front().audience, "restricted");
  incident.visibility = Visibility::public_;
  incident.kind = Kind::drill;
  EXPECT_TRUE(promises_after_declare(incident, minute(0), default_policy()).empty());
}

TEST(Timers, FollowThePromisesAndForgetWhatWasSaid) {
  Incident incident = open_sev2();
  incident.promises["internal"] = {minute(0), minute(30), false};
  const auto of_promises = [&] {
    return std::ranges::count_if(wanted_timers(incident, default_policy()),
                                 [](const Timer& timer) { return timer.what.starts_with("update_"); });
  };
  EXPECT_EQ(of_promises(), 3);
  incident.reminded.push_back(reminder_key("update_soon", "internal", minute(30)));
  EXPECT_EQ(of_promises(), 2);
  incident.state = State::resolved;
  EXPECT_TRUE(wanted_timers(incident, default_policy()).empty());
}

TEST(Consequences, OnlyWhatIsShownMatters) {
  Incident before = open_sev2();
  before.cards["slack/room"] = {"slack", "C1", "1.1", ""};
  before.rooms["slack"] = {{"slack", "C1", "", ""}, "inc-1", ""};
  Incident after = before;
  after.last_seq = 9;
  after.reminded.emplace_back("x");
  EXPECT_TRUE(refreshes(before, after).empty());
  after.title = "New title";
  EXPECT_EQ(refreshes(before, after).size(), 1U) << "the card, not the topic";
  after.severity = Severity{1};
  EXPECT_EQ(refreshes(before, after).size(), 2U);
}

TEST(Slug, IsWhatChannelNamesAllow) {
  EXPECT_EQ(slug("Checkout is DOWN!!", 40), "checkout-is-down");
  EXPECT_EQ(slug("--- \xC3\xA9t\xC3\xA9 ---", 40), "t");
  EXPECT_EQ(slug("one two three four", 9), "one-two");
  EXPECT_EQ(slug("", 10), "");
}

}  // namespace
}  // namespace muster

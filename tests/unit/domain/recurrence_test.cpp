// Which past incidents are like one, and why.
#include "bot/domain/recurrence.hpp"

#include <gmock/gmock.h>

namespace muster {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Incident past(int number, const std::string& title, std::vector<std::string> services = {}) {
  Incident incident;
  incident.number = {number};
  incident.title = title;
  incident.services = std::move(services);
  incident.state = State::closed;
  incident.resolved_at = Time{std::chrono::hours{number}};
  return incident;
}

std::vector<int> like(const Incident& incident, const std::vector<Incident>& candidates) {
  std::vector<int> numbers;
  for (const SimilarIncident& similar : similar_incidents(incident, candidates, 3))
    numbers.push_back(static_cast<int>(similar.number.value));
  return numbers;
}

TEST(Recurrence, TheSameCauseWeighsMoreThanTheSameService) {
  Incident now = past(9, "Checkout fails", {"checkout"});
  now.cause_tag = "expiry";
  Incident by_cause = past(1, "Login fails", {"login"});
  by_cause.cause_tag = "expiry";
  const Incident by_service = past(2, "Basket is slow", {"checkout"});
  EXPECT_THAT(like(now, {by_service, by_cause}), ElementsAre(1, 2));
}

TEST(Recurrence, WordsOfTheTitleAndSharedAlertsCount) {
  Incident now = past(9, "Payments time out in Europe");
  Incident alert = past(3, "Something else");
  now.alerts.push_back({});
  now.alerts.back().source = "prometheus";
  now.alerts.back().dedup_key = "k1";
  alert.alerts = now.alerts;
  EXPECT_THAT(like(now, {past(1, "Payments time out again"), past(2, "Time is short"), alert}),
              ElementsAre(3, 1));
}

TEST(Recurrence, OnlyWhatEveryoneMaySeeAndIsOverIsCompared) {
  const Incident now = past(9, "Checkout is down", {"checkout"});
  Incident secret = past(1, "Checkout is down", {"checkout"});
  secret.visibility = Visibility::private_;
  Incident drill = past(2, "Checkout is down", {"checkout"});
  drill.kind = Kind::drill;
  Incident open = past(3, "Checkout is down", {"checkout"});
  open.state = State::fixing;
  Incident merged = past(4, "Checkout is down", {"checkout"});
  merged.state = State::merged;
  EXPECT_THAT(like(now, {secret, drill, open, merged, now}), IsEmpty());
}

TEST(Recurrence, OpenActionsOfTheEarlierOneAreNamed) {
  const Incident now = past(9, "Checkout is down", {"checkout"});
  Incident before = past(1, "Checkout is down", {"checkout"});
  ActionItem open;
  open.id = "AI-1";
  open.title = "Alert on certificate age";
  ActionItem done = open;
  done.id = "AI-2";
  done.done_at = Time{};
  before.actions = {open, done};
  const auto similar = similar_incidents(now, std::vector{before}, 3);
  ASSERT_EQ(similar.size(), 1U);
  EXPECT_THAT(similar[0].open_actions, ElementsAre("AI-1 Alert on certificate age"));
  EXPECT_THAT(similar[0].services, ElementsAre("checkout"));
}

}  // namespace

}  // namespace muster

// What was agreed to be down is no downtime.
#include <gmock/gmock.h>

#include "tests/unit/report/month.hpp"

namespace muster::report {

namespace {

using std::chrono::hours;
using testing::ElementsAre;

MaintenanceWindow window(Time from, Time until, std::vector<std::string> services = {}) {
  MaintenanceWindow made;
  made.id = "w";
  made.match.services = std::move(services);
  made.from = from;
  made.until = until;
  return made;
}

const ServiceFigures& only(const Report& report) {
  EXPECT_EQ(report.current.services.size(), 1U);
  return report.current.services.front();
}

TEST(ReportMaintenance, IsTakenOutOfDowntimeAndOfThePeriod) {
  Month month;
  month.service("api", 99.0);
  month.incident(1, on(11, 10));
  month.hurt(1, "api", ImpactLevel::full, on(11, 10, 1), on(11, 10, 5));
  month.policy.maintenance = {window(on(11, 10, 2), on(11, 10, 4), {"api"}),
                              window(on(11, 10, 3), on(11, 10, 4), {"mail"})};
  const Report report = month.report();
  const ServiceFigures& api = only(report);
  EXPECT_DOUBLE_EQ(api.weighted_down_s, 2 * 3600);
  EXPECT_DOUBLE_EQ(api.maintenance_s, 2 * 3600);
  const double length = (30 * 24 - 2) * 3600;
  EXPECT_DOUBLE_EQ(api.availability_pct, 100 * (1 - 2 * 3600 / length));
  EXPECT_DOUBLE_EQ(api.budget_s.value_or(0), 0.01 * length);
  EXPECT_THAT(api.failures, ElementsAre(IncidentNumber{1}));
}

TEST(ReportMaintenance, WhatWasPlannedWholeIsNoFailure) {
  Month month;
  month.incident(1, on(11, 10));
  month.hurt(1, "api", ImpactLevel::full, on(11, 10, 2), on(11, 10, 3));
  month.policy.maintenance = {window(on(11, 10), on(11, 11))};
  const Report report = month.report();
  EXPECT_TRUE(only(report).failures.empty());
  EXPECT_DOUBLE_EQ(only(report).weighted_down_s, 0);
}

TEST(ReportMaintenance, ComesEveryWeekByTheClockOnTheWall) {
  Month month;
  month.period = {on(10, 1), on(11, 1), "UTC"};  // summer time ends on 25 October
  month.incident(1, on(10, 5));
  month.hurt(1, "api", ImpactLevel::full, on(10, 1), std::nullopt);
  MaintenanceWindow nightly;
  nightly.weekly = {{{7}, hours{23}, hours{5}}};  // Sunday 23:00 to Monday 05:00
  nightly.zone = "Europe/Berlin";
  month.policy.maintenance = {nightly};
  EXPECT_DOUBLE_EQ(only(month.report()).maintenance_s, 4 * 6 * 3600) << "4, 11, 18 and 25 October";
  month.policy.maintenance.front().weekly = {{{6}, hours{23}, hours{5}}};
  EXPECT_DOUBLE_EQ(only(month.report()).maintenance_s, (3 * 6 + 7 + 2) * 3600)
      << "one night has an hour more, the last ends with the month";
}

TEST(ReportMaintenance, AMutedSourceIsNoPlan) {
  Month month;
  month.incident(1, on(11, 10));
  month.hurt(1, "api", ImpactLevel::full, on(11, 10), on(11, 11));
  MaintenanceWindow muted = window(on(11, 10), on(11, 11));
  muted.match.sources = {"prometheus"};
  month.policy.maintenance = {muted};
  EXPECT_DOUBLE_EQ(only(month.report()).maintenance_s, 0);
}

}  // namespace

}  // namespace muster::report

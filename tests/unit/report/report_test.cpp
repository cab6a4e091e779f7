// The fold: what is counted, what is left out and shown, and what each figure rests on.
#include "bot/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/month.hpp"

namespace muster::report {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Count* named_count(const std::vector<Count>& all, const std::string& name) {
  for (const Count& one : all) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

const ServiceFigures& service(const Report& report, const std::string& id) {
  static const ServiceFigures kNone;
  for (const ServiceFigures& one : report.current.services) {
    if (one.service == id) return one;
  }
  ADD_FAILURE() << "no service " << id;
  return kNone;
}

TEST(ReportVolume, CountsOnceInTotalAndOnceInEachService) {
  Month month;
  month.incident(1, on(11, 2, 9), {"api", "web"});
  month.incident(2, on(11, 10, 9), {"api"}).peak = Severity{1};
  month.incident(3, on(10, 20, 9));  // the period before
  const Report report = month.report();
  EXPECT_EQ(report.current.volume.declared, numbers({1, 2}));
  EXPECT_EQ(report.before.volume.declared, numbers({3}));
  EXPECT_EQ(named_count(report.current.volume.by_service, "api")->incidents, numbers({1, 2}));
  EXPECT_EQ(named_count(report.current.volume.by_service, "web")->incidents, numbers({1}));
  EXPECT_EQ(report.current.volume.by_severity.front().name, "SEV1");
}

TEST(ReportVolume, WhatIsLeftOutIsCountedApart) {
  Month month;
  month.incident(1, on(11, 2));
  month.incident(2, on(11, 3)).kind = Kind::drill;
  month.incident(3, on(11, 3)).kind = Kind::test;
  month.incident(4, on(11, 4)).state = State::canceled;
  month.incident(5, on(11, 4)).state = State::merged;
  const Volume volume = month.report().current.volume;
  EXPECT_EQ(volume.declared, numbers({1}));
  for (const auto& [name, number] :
       std::map<std::string, int>{{"drill", 2}, {"test", 3}, {"canceled", 4}, {"merged", 5}}) {
    ASSERT_NE(named_count(volume.left_out, name), nullptr) << name;
    EXPECT_EQ(named_count(volume.left_out, name)->incidents, numbers({number})) << name;
  }
  month.filter.kind = Kind::drill;
  EXPECT_EQ(month.report().current.volume.declared, numbers({2}));
}

TEST(ReportVolume, HoursDaysAndWeeksAreOfTheZone) {
  Month month;
  month.period.zone = "Asia/Tokyo";
  month.incident(1, on(11, 8, 20));  // Monday 05:00 in Tokyo
  const Volume volume = month.report().current.volume;
  EXPECT_EQ(volume.by_hour.at(5), 1);
  EXPECT_EQ(volume.by_weekday.at(0), 1);
  for (const Week& week : volume.by_week) {
    EXPECT_EQ(week.declared.incidents.size(), week.declared.name == "2026-11-09" ? 1U : 0U)
        << week.declared.name;
  }
  EXPECT_THAT(volume.by_week, SizeIs(6));
}

TEST(ReportKpis, DotsMedianAndWhatIsMissing) {
  Month month;
  const std::size_t tta = kpi("tta_s");
  for (int i = 1; i <= 4; ++i) month.incident(i, on(11, i)).measures.at(tta) = {i * 10, Absent::no};
  month.incident(5, on(11, 5)).measures.at(tta) = {std::nullopt, Absent::pending};
  month.incident(6, on(11, 6)).measures.at(tta) = {std::nullopt, Absent::not_applicable};
  month.incident(7, on(11, 7)).measures.at(tta) = {std::nullopt, Absent::invalid};
  const Distribution found = month.report().current.kpis.at(tta);
  EXPECT_EQ(found.dots.front(), (Dot{{1}, 10}));
  EXPECT_EQ(found.dots.back(), (Dot{{4}, 40}));
  EXPECT_DOUBLE_EQ(*found.median, 25);
  EXPECT_DOUBLE_EQ(*found.p90, 37);
  EXPECT_EQ(found.pending, 1);
  EXPECT_EQ(found.not_applicable, 1);
  EXPECT_EQ(found.invalid, 1);
}

TEST(ReportKpis, RecoveryBelongsToThePeriodItWasResolvedIn) {
  Month month;
  const std::size_t ttr = kpi("ttr_declared_s");
  IncidentRow& over_the_edge = month.incident(1, on(10, 31, 23));
  over_the_edge.resolved_at = on(11, 1, 1);
  over_the_edge.measures.at(ttr) = {7200, Absent::no};
  IncidentRow& open = month.incident(2, on(11, 20));
  open.state = State::fixing;
  open.resolved_at.reset();
  open.measures.at(ttr) = {std::nullopt, Absent::pending};
  const Report report = month.report();
  EXPECT_THAT(report.current.kpis.at(ttr).dots, ElementsAre(Dot{{1}, 7200}));
  EXPECT_EQ(report.current.kpis.at(ttr).pending, 1);
  EXPECT_THAT(report.before.kpis.at(ttr).dots, IsEmpty());
}

TEST(ReportServices, DowntimeIsClippedAndTheWorstLevelWins) {
  Month month;
  month.service("api", 99.9);
  month.service("web");
  month.incident(1, on(10, 31));
  month.incident(2, on(11, 10));
  month.hurt(1, "api", ImpactLevel::full, on(10, 31, 12), on(11, 1, 2));   // two hours in the period
  month.hurt(2, "api", ImpactLevel::partial, on(11, 10), on(11, 10, 10));  // ten hours at 0.3 ...
  month.hurt(2, "api", ImpactLevel::full, on(11, 10, 1), on(11, 10, 2));   // ... one of them full
  month.hurt(2, "api", ImpactLevel::degraded, on(11, 12), on(11, 13));     // weighs nothing
  const Report report = month.report();
  const ServiceFigures& api = service(report, "api");
  const double down = 2 * 3600 + 9 * 3600 * 0.3 + 3600;
  EXPECT_NEAR(api.weighted_down_s, down, 1e-6);
  EXPECT_NEAR(api.down_s, 12 * 3600, 1e-6);
  const double month_s = 30.0 * 86400;
  EXPECT_NEAR(api.availability_pct, 100 * (1 - down / month_s), 1e-6);
  EXPECT_NEAR(*api.burn_pct, down / (0.001 * month_s) * 100, 1e-3);
  EXPECT_EQ(api.failures, numbers({2})) << "the first began before the period";
  EXPECT_NEAR(*api.mtbf_s, month_s - 12 * 3600, 1e-6);
  EXPECT_FALSE(service(report, "web").mtbf_s) << "no failure: at least the period, never infinite or 0";
  EXPECT_FALSE(service(report, "web").burn_pct);
  EXPECT_DOUBLE_EQ(service(report, "web").availability_pct, 100);
}

TEST(ReportServices, ManyIntervalsInAnyOrderAddUp) {
  Month month;
  month.incident(1, on(11, 2));
  for (int day = 28; day >= 2; --day) {
    month.hurt(1, "api", ImpactLevel::partial, on(11, day, 10), on(11, day, 12));
    month.hurt(1, "api", ImpactLevel::full, on(11, day, 11), on(11, day, 11, 30));  // inside the other
    month.hurt(1, "api", ImpactLevel::full, on(11, day, 12), on(11, day, 13));      // right after it
  }
  const Report report = month.report();
  const ServiceFigures& api = service(report, "api");
  EXPECT_NEAR(api.down_s, 27 * 3 * 3600.0, 1e-6);
  EXPECT_NEAR(api.weighted_down_s, 27 * (1.5 * 3600 * 0.3 + 0.5 * 3600 + 3600), 1e-6);
}

TEST(ReportServices, WhatGoesOnCountsToTheEndOfThePeriod) {
  Month month;
  month.incident(1, on(11, 30, 23)).state = State::fixing;
  month.hurt(1, "api", ImpactLevel::full, on(11, 30, 23), std::nullopt);
  EXPECT_NEAR(service(month.report(), "api").weighted_down_s, 3600, 1e-6);
}

TEST(ReportServices, MergedAndCanceledIncidentsHurtNobodyTwice) {
  Month month;
  month.incident(1, on(11, 2)).state = State::merged;
  month.hurt(1, "api", ImpactLevel::full, on(11, 2), on(11, 3));
  EXPECT_THAT(month.report().current.services, IsEmpty());
}

TEST(ReportDuties, CadenceByAudienceAndSeverityWithoutObservationsIsNothing) {
  Month month;
  month.incident(1, on(11, 2));
  month.rows.cadence = {{{1}, "internal", 3, 4, 5400}};
  for (const CadenceLine& line : month.report().current.cadence) {
    if (line.audience == "internal" && line.severity == "SEV2") {
      EXPECT_EQ(line.on_time, 3);
      EXPECT_EQ(line.observations, 4);
      EXPECT_EQ(line.max_gap_s, 5400);
      EXPECT_EQ(line.late, numbers({1}));
    } else {
      EXPECT_EQ(line.observations, 0) << line.audience << line.severity;
    }
  }
}

TEST(ReportDuties, PageLoadByPersonAndBandOfThePeriod) {
  Month month;
  month.incident(1, on(11, 2));
  month.rows.interruptions = {{{1}, "P1", {"ann"}, "Ann", on(11, 2, 3), Band::sleep},
                              {{1}, "P2", {"ann"}, "Ann", on(11, 2, 12), Band::business},
                              {{1}, "P2", {"bob"}, "Bob", on(11, 2, 12), Band::business},
                              {{1}, "P0", {"bob"}, "Bob", on(10, 2, 12), Band::off}};
  const auto load = month.report().current.page_load;
  ASSERT_THAT(load, SizeIs(2));
  EXPECT_EQ(load[0].name, "Ann") << "woken first";
  EXPECT_EQ(load[0].total(), 2);
  EXPECT_EQ(load[1].total(), 1);
}

TEST(ReportDuties, AChangeFailedWhenAnIncidentOneMaySeeWasCausedByIt) {
  Month month;
  month.incident(1, on(11, 2));
  month.rows.changes = {{"CHG-1", "api", "pool size", on(11, 2), {{1}}},
                        {"CHG-2", "api", "fine", on(11, 3), {}},
                        {"CHG-3", "api", "of one that is not in the rows", on(11, 3), {{99}}},
                        {"CHG-0", "api", "before", on(10, 9), {}}};
  const Report report = month.report();
  EXPECT_EQ(report.current.changes.completed, 3);
  ASSERT_THAT(report.current.changes.failed, SizeIs(1));
  EXPECT_EQ(report.current.changes.failed[0].id, "CHG-1");
  EXPECT_EQ(report.before.changes.completed, 1);
}

TEST(ReportDuties, WaivedPostmortemsStandApart) {
  Month month;
  const auto with = [&](std::int64_t number, PostmortemState state, std::optional<bool> on_time) {
    IncidentRow& row = month.incident(number, on(11, 2));
    row.postmortem = state;
    row.postmortem_due_at = on(11, 9);
    row.postmortem_on_time = on_time;
  };
  with(1, PostmortemState::published, true);
  with(2, PostmortemState::published, false);
  with(3, PostmortemState::draft, std::nullopt);
  with(4, PostmortemState::waived, std::nullopt);
  const Report report = month.report();
  EXPECT_EQ(report.current.postmortems.on_time, numbers({1}));
  EXPECT_EQ(report.current.postmortems.late, numbers({2}));
  EXPECT_EQ(report.current.postmortems.overdue, numbers({3}));
  EXPECT_EQ(report.current.postmortems.waived, numbers({4}));
  ASSERT_THAT(report.overdue.postmortems, SizeIs(1));
  EXPECT_EQ(report.overdue.postmortems[0].incident, IncidentNumber{3});
}

TEST(ReportDuties, AMovedDateDoesNotMakeAnActionOnTime) {
  Month month;
  month.incident(1, on(11, 2));
  const auto action = [&](const char* id, Time first_due, std::optional<Time> done) {
    month.rows.actions.push_back({{1}, id, id, "Ann", on(12, 24), first_due, on(11, 2), done});
  };
  action("AI-1", on(11, 10), on(11, 9));
  action("AI-2", on(11, 10), on(11, 20));
  action("AI-3", on(11, 28), std::nullopt);
  action("AI-4", on(11, 5), std::nullopt);
  const Report report = month.report();
  EXPECT_EQ(report.current.actions.due, 4);
  EXPECT_EQ(report.current.actions.due_on_time, 1);
  EXPECT_EQ(report.current.actions.done, 2);
  EXPECT_EQ(report.current.actions.open, 2);
  EXPECT_THAT(report.current.actions.overdue_by_age, ElementsAre(1, 1, 0, 0));
  ASSERT_THAT(report.overdue.actions, SizeIs(2));
  EXPECT_EQ(report.overdue.actions[0].id, "AI-4") << "longest overdue first";
}

TEST(ReportRepeats, ShareAServiceAndTheCauseWithinNinetyDays) {
  Month month;
  month.incident(9, on(11, 20), {"api", "web"}).cause_tag = "config";
  month.incident(8, on(11, 21), {"mail"}).cause_tag = "config";
  month.rows.earlier = {
      {{1}, {"api"}, "config", on(8, 1)},  // more than 90 days before
      {{2}, {"api"}, "config", on(9, 1)},
      {{3}, {"api"}, "capacity", on(11, 1)},
      {{4}, {"db"}, "config", on(11, 1)},
  };
  month.rows.actions = {
      {{1}, "AI-1", "x", "", {}, {}, on(8, 1), {}},
      {{2}, "AI-1", "x", "", {}, {}, on(9, 1), {}},
      {{2}, "AI-2", "x", "", {}, {}, on(9, 1), on(11, 19)},
      {{2}, "AI-3", "x", "", {}, {}, on(9, 1), on(11, 25)},
  };
  const auto repeats = month.report().current.repeats;
  ASSERT_THAT(repeats, SizeIs(1));
  EXPECT_EQ(repeats[0].incident, IncidentNumber{9});
  EXPECT_EQ(repeats[0].earlier, IncidentNumber{2});
  EXPECT_THAT(repeats[0].services, ElementsAre("api"));
  EXPECT_EQ(repeats[0].open_actions, 2) << "those not done when it came again";
}

TEST(ReportRepeats, WhatPeopleLinkedCountsWhateverTheCauseAndHoweverLongAgo) {
  Month month;
  month.incident(9, on(11, 20)).cause_tag = "config";
  month.incident(8, on(11, 21), {"mail"});
  month.rows.earlier = {{{2}, {"api"}, "config", on(11, 1)}};
  month.rows.repeats = {{{8}, {1}}, {{9}, {3}}};
  const auto repeats = month.report().current.repeats;
  ASSERT_THAT(repeats, SizeIs(2));
  EXPECT_EQ(repeats[0].earlier, IncidentNumber{3}) << "people know better than what two have in common";
  EXPECT_EQ(repeats[1].incident, IncidentNumber{8});
  EXPECT_EQ(repeats[1].earlier, IncidentNumber{1});
}

TEST(ReportFilters, ChooseBySeverityServiceAndTeam) {
  Month month;
  month.service("api", {}, "core");
  month.service("web", {}, "front");
  month.incident(1, on(11, 2), {"api"});
  month.incident(2, on(11, 3), {"web"}).peak = Severity{1};
  month.filter.team = "front";
  EXPECT_EQ(month.report().current.volume.declared, numbers({2}));
  month.filter = {};
  month.filter.service = "api";
  EXPECT_EQ(month.report().current.volume.declared, numbers({1}));
  month.filter = {};
  month.filter.severity = Severity{1};
  EXPECT_EQ(month.report().current.volume.declared, numbers({2}));
}

}  // namespace
}  // namespace muster::report

// Figures against the scenarios' definitions: anchors, lengths, families, cadence and calendars.
#include "bot/domain/figures.hpp"

#include <gtest/gtest.h>

#include "bot/domain/calendar.hpp"

namespace muster {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kNoon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + hours{12}};

class Story {
 public:
  explicit Story(int number, Time at = kNoon, std::optional<Severity> severity = Severity{2}) {
    incident_.number = {number};
    IncidentDeclared declared;
    declared.title = "Checkout is down";
    declared.severity = severity;
    declared.services = {"checkout"};
    add(at, declared);
  }
  Story& add(Time at, EventBody body, const char* by = "ann") {
    Event event{incident_.number, incident_.last_seq + 1, at, at, actor({by}),
                "console",        std::move(body),        "", ""};
    evolve(incident_, event);
    return *this;
  }
  [[nodiscard]] const Incident& incident() const { return incident_; }
  [[nodiscard]] IncidentFigures measured(Time now, std::vector<const Incident*> family = {}) const {
    return figures(incident_, family, default_policy(), People{}, now);
  }

 private:
  Incident incident_;
};

TEST(Figures, WhatHasNotHappenedIsPendingWhileOpenAndNotApplicableAfterwards) {
  Story story{1};
  const IncidentFigures open = story.measured(kNoon + hours{1});
  EXPECT_EQ(open.ttm, (Measure{std::nullopt, Absent::pending}));
  EXPECT_EQ(open.ttd, (Measure{std::nullopt, Absent::pending}));
  EXPECT_EQ(open.tta.absent, Absent::not_applicable) << "nobody was paged";
  story.add(kNoon + hours{1}, StateChanged{State::investigating, State::resolved, "", ""});
  const IncidentFigures ended = story.measured(kNoon + hours{2});
  EXPECT_EQ(ended.ttd.absent, Absent::not_applicable);
  EXPECT_EQ(ended.ttr_declared.seconds, 3600);
  EXPECT_EQ(ended.ttm.seconds, 3600) << "monitoring was skipped: the resolve itself";
}

TEST(Figures, DetectionBeforeTheImpactKeepsItsSign) {
  Story story{1};
  story.add(kNoon, ImpactChanged{{"checkout"}, ImpactLevel::partial, kNoon + minutes{5}, ""});
  const IncidentFigures f = story.measured(kNoon + hours{1});
  EXPECT_EQ(f.ttd.seconds, 0);
  EXPECT_EQ(f.ttd_raw.seconds, -300);
}

TEST(Figures, APrecursorIsNoDetectionAndASignalIs) {
  Story story{1};
  AlertReported alert{"A1", AlertOp::fire,        "prometheus", "checkout", "k1", "disk fills",
                      "",   AlertRole::precursor, "",           0};
  story.add(kNoon - minutes{30}, alert);
  EXPECT_EQ(story.measured(kNoon).detection_source, "declared");
  alert.alert = alert.dedup_key = "A2";
  alert.role = AlertRole::signal;
  story.add(kNoon - minutes{10}, alert);
  EXPECT_EQ(story.measured(kNoon).detection_source, "monitoring");
  EXPECT_EQ(story.measured(kNoon).anchors.detected_at, kNoon - minutes{10});
}

TEST(Figures, ARegressionMovesTheMitigationAndAReopeningHasItsOwnBucket) {
  Story story{1};
  story.add(kNoon + minutes{10}, StateChanged{State::investigating, State::monitoring, "", ""});
  story.add(kNoon + minutes{20}, StateChanged{State::monitoring, State::fixing, "", ""});
  story.add(kNoon + minutes{30}, StateChanged{State::fixing, State::monitoring, "", ""});
  story.add(kNoon + minutes{40}, StateChanged{State::monitoring, State::resolved, "", ""});
  story.add(kNoon + minutes{50}, Reopened{State::resolved, State::fixing, "again"});
  story.add(kNoon + minutes{55}, StateChanged{State::fixing, State::monitoring, "", ""});
  story.add(kNoon + minutes{60}, StateChanged{State::monitoring, State::resolved, "", ""});
  const IncidentFigures f = story.measured(kNoon + hours{2});
  EXPECT_EQ(story.incident().regression_count, 1);
  EXPECT_EQ(story.incident().reopen_count, 1);
  EXPECT_EQ(f.ttm.seconds, 55 * 60);
  EXPECT_EQ(f.ttr_declared.seconds, 3600) << "the gap stays in";
  EXPECT_EQ(f.time_in_state.at(State::resolved), 600);
  std::int64_t sum = 0;
  for (const auto& [state, seconds] : f.time_in_state) sum += seconds;
  EXPECT_EQ(sum, 3600) << "the states add up to the span";
}

TEST(Figures, TheSurvivorOfAMergeTakesTheEarliestAnchors) {
  Story twin{2, kNoon - minutes{5}};
  twin.add(kNoon - minutes{4}, PersonPaged{"P1", "bob", {{"bob"}}, "help"});
  twin.add(kNoon - minutes{2}, PageAcknowledged{"P1", {"bob"}}, "bob");
  Story survivor{1};
  const IncidentFigures f = survivor.measured(kNoon + minutes{1}, {&twin.incident()});
  EXPECT_EQ(f.anchors.declared_at, kNoon - minutes{5});
  EXPECT_EQ(f.anchors.own_declared_at, kNoon);
  EXPECT_EQ(f.tta.seconds, 120);
  EXPECT_EQ(f.pages_sent, 0) << "pages are counted where they were sent";
}

TEST(Figures, MobilisingNeedsTwoPeople) {
  Story story{1};
  story.add(kNoon + minutes{1}, PersonPaged{"P1", "bob", {{"bob"}}, "help"});
  story.add(kNoon + minutes{2}, PageAcknowledged{"P1", {"bob"}}, "bob");
  EXPECT_EQ(story.measured(kNoon + hours{1}).ttmob.seconds, std::nullopt);
  story.add(kNoon + minutes{3}, PersonPaged{"P2", "cleo", {{"cleo"}}, "help"});
  story.add(kNoon + minutes{7}, PageAcknowledged{"P2", {"cleo"}}, "cleo");
  EXPECT_EQ(story.measured(kNoon + hours{1}).ttmob.seconds, 420);
}

TEST(Figures, AnUpdateWithADutyIsAnObservationAndAMissedOneCounts) {
  Story story{1};
  story.add(kNoon, PromiseMoved{"public", kNoon + minutes{30}, ""});
  story.add(kNoon, PromiseMoved{"internal", kNoon + minutes{30}, ""});
  story.add(kNoon + minutes{34}, UpdatePosted{{"public"}, "we know", State::investigating, Severity{2}, {}});
  story.add(kNoon + minutes{40}, UpdatePosted{{"exec"}, "no duty", State::investigating, Severity{2}, {}});
  story.add(kNoon + hours{1}, StateChanged{State::investigating, State::resolved, "", ""});
  const IncidentFigures f = story.measured(kNoon + hours{2});
  ASSERT_EQ(f.cadence.size(), 2U);
  EXPECT_EQ(f.cadence.at("public").observations, 1);
  EXPECT_EQ(f.cadence.at("public").on_time, 0);
  EXPECT_EQ(f.cadence.at("public").max_gap_s, 34 * 60);
  EXPECT_EQ(f.cadence.at("internal").late, std::vector<Seq>{0}) << "never sent";
}

TEST(Figures, ASnoozeDoesNotMakeALateUpdateOnTime) {
  Story story{1};
  story.add(kNoon, PromiseMoved{"internal", kNoon + minutes{30}, ""});
  story.add(kNoon + minutes{20}, PromiseMoved{"internal", kNoon + hours{1}, "waiting"});
  story.add(kNoon + minutes{50}, UpdatePosted{{"internal"}, "news", State::investigating, Severity{2}, {}});
  EXPECT_EQ(story.measured(kNoon + hours{1}).cadence.at("internal").on_time, 0);
}

TEST(Figures, TheWorstLevelWinsWhereImpactOverlaps) {
  const std::vector<ImpactInterval> intervals = {
      {"pay", ImpactLevel::partial, kNoon, kNoon + minutes{20}},
      {"pay", ImpactLevel::full, kNoon + minutes{10}, kNoon + minutes{30}},
  };
  const Policy policy = default_policy();
  EXPECT_DOUBLE_EQ(weighted_downtime(intervals, "pay", kNoon, kNoon + hours{1}, policy), 0.3 * 600 + 1200);
  EXPECT_DOUBLE_EQ(weighted_downtime(intervals, "pay", kNoon + minutes{25}, kNoon + minutes{27}, policy),
                   120);
}

TEST(Calendar, DueDatesSkipWeekEndsAndHolidaysAndMonthsClamp) {
  BusinessCalendar calendar;
  const Time friday{std::chrono::sys_days{std::chrono::year{2026} / 7 / 10} + hours{19}};
  EXPECT_EQ(iso_seconds(plus_business_days(friday, 5, calendar)), "2026-07-17T19:00:00Z");
  calendar.holidays = {"2026-07-13"};
  EXPECT_EQ(iso_seconds(plus_business_days(friday, 5, calendar)), "2026-07-20T19:00:00Z");
  const Time january{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};
  EXPECT_EQ(iso_seconds(plus_months(january, 1, calendar)), "2026-02-28T00:00:00Z");
}

TEST(Calendar, ABusinessDueDateKeepsItsLocalHourAcrossDst) {
  BusinessCalendar berlin;
  berlin.zone = "Europe/Berlin";
  const Time before{std::chrono::sys_days{std::chrono::year{2026} / 3 / 27} +
                    hours{9}};  // 10:00 CET, a Friday
  EXPECT_EQ(iso_seconds(plus_business_days(before, 1, berlin)), "2026-03-30T08:00:00Z") << "10:00 CEST";
}

TEST(Calendar, BandsAreInThePersonsOwnZone) {
  const Time at{std::chrono::sys_days{std::chrono::year{2026} / 7 / 10} + hours{17} + minutes{26}};
  EXPECT_EQ(band_of(at, "America/New_York"), Band::business);
  EXPECT_EQ(band_of(at, "Europe/Berlin"), Band::off);
  EXPECT_EQ(band_of(at, "Asia/Kolkata"), Band::sleep);
}

}  // namespace

}  // namespace muster

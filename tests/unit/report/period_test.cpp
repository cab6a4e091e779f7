// Which days are meant: what could mean two things is refused.
#include "bot/report/period.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/month.hpp"

namespace muster::report {
namespace {

using testing::HasSubstr;

const Time kTuesday = on(11, 24, 12);

Result<Period> read(Asked asked, const std::string& organisation_zone = "UTC") {
  Policy policy = default_policy();
  policy.calendar.zone = organisation_zone;
  return read_period(asked, policy, kTuesday);
}

std::string refusal(Asked asked) {
  const auto read_as = read(std::move(asked));
  EXPECT_FALSE(read_as);
  return read_as ? "" : read_as.error().say;
}

TEST(ReportPeriod, WithoutWordsItIsTheLastThirtyDays) {
  const Period period = read({}).value();
  EXPECT_EQ(period.to, kTuesday);
  EXPECT_EQ(period.length(), std::chrono::days{30});
  EXPECT_EQ(period.before().to, period.from);
  EXPECT_EQ(period.before().length(), period.length());
}

TEST(ReportPeriod, LengthsAreCountedBack) {
  EXPECT_EQ(read({.last = "7d"}).value().length(), std::chrono::days{7});
  EXPECT_EQ(read({.last = "12w"}).value().length(), std::chrono::days{84});
  EXPECT_EQ(read({.last = "72h"}).value().length(), std::chrono::days{3});
}

TEST(ReportPeriod, MonthAndQuarterAreTheLastWholeOnesOfTheZone) {
  const Period month = read({.last = "month", .zone = "Europe/Berlin"}).value();
  EXPECT_EQ(month.from, on(9, 30, 22)) << "1 October, summer time";
  EXPECT_EQ(month.to, on(10, 31, 23)) << "1 November, winter time";
  const Period quarter = read({.last = "quarter"}).value();
  EXPECT_EQ(quarter.from, on(7, 1));
  EXPECT_EQ(quarter.to, on(10, 1));
}

TEST(ReportPeriod, DaysBeginAtMidnightOfTheZoneAndTheLastIsPartOfIt) {
  const Period period = read({.from = "2026-11-01", .to = "2026-11-02", .zone = "America/New_York"}).value();
  EXPECT_EQ(period.from, on(11, 1, 4));
  EXPECT_EQ(period.to, on(11, 3, 5)) << "1 November has 25 hours there";
  EXPECT_EQ(read({.from = "2026-11-01"}, "Asia/Kolkata").value().from, on(10, 31, 18, 30));
  EXPECT_EQ(say_period(period), "2026-11-01 to 2026-11-02 (America/New_York)");
}

TEST(ReportPeriod, TodayEndsNow) {
  EXPECT_EQ(read({.from = "2026-11-23", .to = "2026-11-24"}).value().to, kTuesday);
}

TEST(ReportPeriod, AnInstantNeedsItsZone) {
  EXPECT_THAT(refusal({.from = "2026-11-01T10:00"}), HasSubstr("names no time zone"));
  EXPECT_THAT(refusal({.from = "2026-11-01", .to = "2026-11-02 10:00"}), HasSubstr("names no time zone"));
  EXPECT_EQ(read({.from = "2026-11-01T10:00Z"}).value().from, on(11, 1, 10));
  EXPECT_EQ(read({.from = "2026-11-01 10:00 Europe/Berlin"}).value().from, on(11, 1, 9));
}

TEST(ReportPeriod, WhatCannotBeMeantIsRefusedWithWhatToSay) {
  EXPECT_THAT(refusal({.last = "soon"}), HasSubstr("30d"));
  EXPECT_THAT(refusal({.last = "0d"}), HasSubstr("no period"));
  EXPECT_THAT(refusal({.last = "-3w"}), HasSubstr("no period"));
  EXPECT_THAT(refusal({.from = "2026-11-05", .to = "2026-11-01"}), HasSubstr("before it begins"));
  EXPECT_THAT(refusal({.to = "2026-11-01"}), HasSubstr("from when"));
  EXPECT_THAT(refusal({.from = "2026-12-05"}), HasSubstr("future"));
  EXPECT_THAT(refusal({.from = "2026-11-01", .last = "7d"}), HasSubstr("not both"));
  EXPECT_THAT(refusal({.zone = "Mars/Base"}), HasSubstr("not a time zone"));
}

TEST(ReportFilter, NamesWhatThereIs) {
  Month month;
  month.service("api");
  EXPECT_EQ(read_filter({.service = "api", .severity = "SEV1"}, month.policy).value().severity, Severity{1});
  EXPECT_THAT(read_filter({.service = "apo"}, month.policy).error().say, HasSubstr("There are: api"));
  EXPECT_THAT(read_filter({.team = "sre"}, month.policy).error().say, HasSubstr("names none"));
  EXPECT_FALSE(read_filter({.severity = "SEV9"}, month.policy));
  EXPECT_FALSE(read_filter({.kind = "party"}, month.policy));
}

}  // namespace
}  // namespace muster::report

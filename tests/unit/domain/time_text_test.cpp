#include "bot/domain/time_text.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Time at(int y, unsigned m, unsigned d, int hh, int mm) {
  return Time{std::chrono::sys_days{std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d}} +
              hours{hh} + minutes{mm}};
}

const Time kNow = at(2026, 3, 2, 9, 0);

TEST(Durations, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(parse_duration("30m"), Duration{minutes{30}});
  EXPECT_EQ(parse_duration("1h30m"), Duration{minutes{90}});
  EXPECT_EQ(parse_duration("90 min"), Duration{minutes{90}});
  EXPECT_EQ(parse_duration("2 hours"), Duration{hours{2}});
  EXPECT_EQ(parse_duration("45"), Duration{minutes{45}});
  EXPECT_EQ(parse_duration("1d"), Duration{hours{24}});
  EXPECT_EQ(parse_duration("5s"), Duration{seconds{5}});
  for (const auto* wrong : {"", "m", "1x", "-5m", "1h m", "999999999999h", "5 m m"}) {
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
  }
}

struct Past {
  const char* text;
  const char* zone;
  const char* expected;
};

class PastTimes : public testing::TestWithParam<Past> {};

TEST_P(PastTimes, AreRead) {
  const auto time = parse_past_time(GetParam().text, kNow, GetParam().zone);
  ASSERT_TRUE(time) << time.error().say;
  EXPECT_EQ(iso_seconds(*time), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, PastTimes,
    testing::Values(Past{"08:32", "", "2026-03-02T08:32:00Z"},
                    Past{"08:32 UTC", "Europe/Berlin", "2026-03-02T08:32:00Z"},
                    Past{"08:32Z", "Europe/Berlin", "2026-03-02T08:32:00Z"},
                    Past{"08:32", "Europe/Berlin", "2026-03-02T07:32:00Z"},
                    Past{"08:32 Europe/Berlin", "", "2026-03-02T07:32:00Z"},
                    Past{"23:50", "", "2026-03-01T23:50:00Z"},  // a time of day later than now was yesterday
                    Past{"2026-03-01 10:00 UTC", "", "2026-03-01T10:00:00Z"},
                    Past{"2026-02-28T10:00:05Z", "", "2026-02-28T10:00:05Z"},
                    Past{"20m ago", "", "2026-03-02T08:40:00Z"}, Past{"-1h", "", "2026-03-02T08:00:00Z"},
                    Past{"now", "", "2026-03-02T09:00:00Z"}, Past{"9:00", "", "2026-03-02T09:00:00Z"}));

TEST(PastTimesRefused, SayAFormThatWorks) {
  for (const auto* wrong :
       {"soonish", "25:00", "10:61", "2026-13-01 10:00", "10:32 Mars/Base", "", "10:32 UTC UTC"}) {
    const auto time = parse_past_time(wrong, kNow, "");
    ASSERT_FALSE(time) << wrong;
    EXPECT_NE(time.error().say.find("10:32 UTC"), std::string::npos) << time.error().say;
  }
  EXPECT_FALSE(parse_past_time("2026-03-02 12:00 UTC", kNow, ""));
}

TEST(PastTimesRefused, ClocksThatChangeAreAskedAbout) {
  const Time later = at(2026, 12, 1, 0, 0);
  const auto gap = parse_past_time("2026-03-29 02:30 Europe/Berlin", later, "");
  ASSERT_FALSE(gap);
  EXPECT_NE(gap.error().say.find("does not exist"), std::string::npos);
  const auto twice = parse_past_time("2026-10-25 02:30 Europe/Berlin", later, "");
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().say.find("2026-10-25T00:30:00Z or 2026-10-25T01:30:00Z"), std::string::npos)
      << twice.error().say;
}

TEST(FutureTimes, AreReadAndMustLieAhead) {
  EXPECT_EQ(*parse_future_time("30m", kNow, ""), kNow + minutes{30});
  EXPECT_EQ(*parse_future_time("in 2h", kNow, ""), kNow + hours{2});
  EXPECT_EQ(*parse_future_time("15:00", kNow, ""), at(2026, 3, 2, 15, 0));
  EXPECT_EQ(*parse_future_time("08:00", kNow, ""), at(2026, 3, 3, 8, 0));
  EXPECT_EQ(*parse_future_time("2026-03-05", kNow, ""), at(2026, 3, 5, 9, 0));
  EXPECT_FALSE(parse_future_time("2026-03-01 10:00", kNow, ""));
}

TEST(SayTime, NamesUtcFirst) {
  EXPECT_EQ(say_time(kNow, ""), "09:00 UTC");
  EXPECT_EQ(say_time(kNow, "Europe/Berlin"), "09:00 UTC (10:00 Berlin)");
  EXPECT_EQ(say_time(kNow, "Etc/UTC"), "09:00 UTC");
}

}  // namespace
}  // namespace muster

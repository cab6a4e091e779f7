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
                    Past{"2026-03-01 23:50", "", "2026-03-01T23:50:00Z"},
                    Past{"08:32 CET", "", "2026-03-02T07:32:00Z"},  // a zone's name, though a short one
                    Past{"2026-03-01 10:00 UTC", "", "2026-03-01T10:00:00Z"},
                    Past{"2026-02-28T10:00:05Z", "", "2026-02-28T10:00:05Z"},
                    Past{"20m ago", "", "2026-03-02T08:40:00Z"}, Past{"-1h", "", "2026-03-02T08:00:00Z"},
                    Past{"now", "", "2026-03-02T09:00:00Z"}, Past{"9:00", "", "2026-03-02T09:00:00Z"}));

TEST(PastTimesRefused, SayAFormThatWorks) {
  for (const auto* wrong : {"soonish", "25:00", "10:61", "2026-13-01 10:00", "10:32 Mars/Base", "",
                            "10:32 UTC UTC", "10:32 XYZ"}) {
    const auto time = parse_past_time(wrong, kNow, "");
    ASSERT_FALSE(time) << wrong;
    EXPECT_NE(time.error().say.find("10:32 UTC"), std::string::npos) << time.error().say;
  }
  EXPECT_FALSE(parse_past_time("2026-03-02 12:00 UTC", kNow, ""));
}

// A note that lands a day early without a word spoils the record for good.
TEST(PastTimesRefused, ATimeOfDayStillToComeIsNeverTakenForYesterdays) {
  const auto utc = parse_past_time("11:18", kNow, "");
  ASSERT_FALSE(utc);
  EXPECT_NE(utc.error().say.find("\"11:18\" is in the future"), std::string::npos) << utc.error().say;
  EXPECT_NE(utc.error().say.find("For yesterday say 2026-03-01 11:18"), std::string::npos) << utc.error().say;
  const auto berlin = parse_past_time("23:18 Asia/Tokyo", kNow, "");
  ASSERT_FALSE(berlin);
  EXPECT_NE(berlin.error().say.find("say 2026-03-01 23:18 Asia/Tokyo"), std::string::npos)
      << berlin.error().say;
  EXPECT_TRUE(parse_past_time("2026-03-01 23:18 Asia/Tokyo", kNow, ""));
  EXPECT_EQ(*parse_past_time("10:01", kNow + minutes{60}, ""), kNow + minutes{60});  // a clock a little ahead
}

TEST(PastTimesRefused, AbbreviationsAndHalfDaysAreNotGuessed) {
  const auto pacific = parse_past_time("08:32 PST", kNow, "");
  ASSERT_FALSE(pacific);
  EXPECT_NE(pacific.error().say.find("Europe/Berlin"), std::string::npos) << pacific.error().say;
  EXPECT_NE(pacific.error().say.find("\"PST\""), std::string::npos) << pacific.error().say;
  const auto noon = parse_past_time("2:30 pm", kNow, "");
  ASSERT_FALSE(noon);
  EXPECT_NE(noon.error().say.find("24-hour clock"), std::string::npos) << noon.error().say;
}

struct Leading {
  const char* text;
  const char* when;
  const char* rest;
};

class LeadingTimes : public testing::TestWithParam<Leading> {};

TEST_P(LeadingTimes, AreTakenOffTheText) {
  const LeadingTime found = leading_time(GetParam().text);
  EXPECT_EQ(found.when, GetParam().when);
  EXPECT_EQ(found.rest, GetParam().rest);
}

INSTANTIATE_TEST_SUITE_P(Forms, LeadingTimes,
                         testing::Values(Leading{"20m ago saw first 500s", "20m ago", "saw first 500s"},
                                         Leading{"1 h 30 min ago: it began", "1 h 30 min ago", "it began"},
                                         Leading{"-20m saw it", "-20m", "saw it"},
                                         Leading{"10:42 UTC expired", "10:42 UTC", "expired"},
                                         Leading{"10:42Z expired", "10:42Z", "expired"},
                                         Leading{"9:05: back", "9:05", "back"},
                                         Leading{"09:50 CET failed over", "09:50 CET", "failed over"},
                                         Leading{"09:50 PST failed over", "09:50 PST", "failed over"},
                                         Leading{"09:50 Europe/Berlin x", "09:50 Europe/Berlin", "x"},
                                         Leading{"09:50 +02:00 x", "09:50 +02:00", "x"},
                                         Leading{"2:30 pm x", "2:30 pm", "x"},
                                         Leading{"25:99 impossible", "25:99", "impossible"},
                                         Leading{"2026-03-01 23:50 late", "2026-03-01 23:50", "late"},
                                         Leading{"2026-03-01T23:50:00Z late", "2026-03-01T23:50:00Z", "late"},
                                         Leading{"09:50 CPU is at 100 %", "09:50", "CPU is at 100 %"},
                                         Leading{"16:9 screens only", "", "16:9 screens only"},
                                         Leading{"long ago somebody", "", "long ago somebody"},
                                         Leading{"2026-03-01 was worse", "", "2026-03-01 was worse"},
                                         Leading{"20 nodes are down", "", "20 nodes are down"}));

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

TEST(Instants, OfMachinesAreReadWithAndWithoutSeconds) {
  EXPECT_EQ(parse_instant("2026-03-02T09:00:00Z"), kNow);
  EXPECT_EQ(parse_instant("2026-03-02T09:00Z"), kNow);
  EXPECT_EQ(parse_instant("2026-03-02T10:00+01:00"), kNow);
  EXPECT_EQ(parse_instant("2026-03-02T03:30:00-05:30"), kNow);
  EXPECT_EQ(parse_instant("2026-03-02T09:00:00.000001Z"), kNow + std::chrono::microseconds{1});
}

// The sanitizers look on: date::parse reads seconds that are not there from wherever.
TEST(Instants, ThatAreNoneAreRefused) {
  for (const auto* wrong :
       {"", "Z", "2026", "2026-03-02", "2026-03-02T09", "2026-03-02T09:00", "2026-03-02T09:00:00",
        "2026-03-02T09:00:Z", "2026-03-02T09:00:xxZ", "2026-03-02T09:00:.5Z", "2026-03-02T25:00Z",
        "2026-02-30T09:00Z", "2026-03-02T09:00:00ZZ", "2026-03-02T09:00:00+0100", " 2026-03-02T09:00Z"})
    EXPECT_FALSE(parse_instant(wrong)) << wrong;
}

TEST(SayTime, NamesUtcFirst) {
  EXPECT_EQ(say_time(kNow, ""), "09:00 UTC");
  EXPECT_EQ(say_time(kNow, "Europe/Berlin"), "09:00 UTC (10:00 Berlin)");
  EXPECT_EQ(say_time(kNow, "Etc/UTC"), "09:00 UTC");
}

TEST(SayTime, GivesTheDateWhenItIsNotTodays) {
  EXPECT_EQ(say_time(kNow, "", kNow), "09:00 UTC");
  EXPECT_EQ(say_time(kNow - hours{24}, "", kNow), "2026-03-01 09:00 UTC");
  EXPECT_EQ(say_time(kNow - hours{10}, "Europe/Berlin", kNow), "2026-03-01 23:00 UTC (00:00 Berlin)");
}

}  // namespace
}  // namespace muster

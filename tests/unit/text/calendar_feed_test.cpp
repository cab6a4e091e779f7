// The calendar that others read.
#include "bot/text/calendar_feed.hpp"

#include <gmock/gmock.h>

#include "bot/domain/time_text.hpp"

namespace muster {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

Schedule weekly() {
  Schedule schedule;
  schedule.id = "primary";
  schedule.name = "Primary, day; night";
  RotationLayer layer;
  layer.people = {PersonId{"ann"}, PersonId{"bob"}};
  layer.starts = {2026, 11, 2, hours{9}};
  schedule.layers = {layer};
  return schedule;
}

People people() {
  People all;
  all.put({{"ann"}, "Ann Lee", "", {}});
  all.put({{"bob"}, "Böb Ray", "", {}});
  return all;
}

const Time kNow = parse_instant("2026-11-24T12:00:00Z").value();

std::string event_of(const std::string& feed, const std::string& uid) {
  const auto at = feed.find("UID:" + uid);
  return at == std::string::npos ? "" : feed.substr(at, feed.find("END:VEVENT", at) - at);
}

TEST(CalendarFeed, HasEachShiftUnderAUidThatStays) {
  const std::string today = calendar_feed(weekly(), {}, default_policy(), people(), kNow);
  EXPECT_THAT(today, HasSubstr("X-WR-CALNAME:On call: Primary\\, day\\; night\r\n"));
  const std::string uid = "primary/bob/20261123T090000Z@muster";
  EXPECT_THAT(event_of(today, uid), HasSubstr("DTSTART:20261123T090000Z\r\nDTEND:20261130T090000Z\r\n"));
  EXPECT_THAT(event_of(today, uid), HasSubstr("SUMMARY:Böb Ray on call"));
  for (int day = 1; day < 12; ++day) {
    const std::string later = calendar_feed(weekly(), {}, default_policy(), people(), kNow + days{day});
    EXPECT_THAT(event_of(later, uid), HasSubstr("STATUS:CONFIRMED")) << day;
  }
  EXPECT_THAT(today, Not(HasSubstr("UID:primary/ann/20261102T090000Z@muster")))
      << "over for more than 15 days";
  EXPECT_THAT(today, Not(HasSubstr("CANCELLED")));
  EXPECT_THAT(calendar_feed(weekly(), {}, default_policy(), people(), kNow, PersonId{"ann"}),
              Not(HasSubstr("Böb")));
}

TEST(CalendarFeed, AShiftThatACoverTookAwayIsCancelledAndComesBackWhenItIsTakenBack) {
  OperationsLog log;
  Cover cover;
  cover.asked = {"CV-1", PersonId{"ann"}, PersonId{"bob"}, "", kNow + days{5}, kNow + days{14}, ""};
  cover.answer = CoverAnswer::accepted;
  log.covers = {cover};
  const std::string mine = "primary/ann/20261130T090000Z@muster";
  const std::string covered = calendar_feed(weekly(), log, default_policy(), people(), kNow);
  EXPECT_THAT(event_of(covered, mine), HasSubstr("STATUS:CANCELLED"));
  EXPECT_THAT(event_of(covered, mine), HasSubstr("DTEND:20261130T090000Z")) << "no time is left of it";
  log.covers[0].answer = CoverAnswer::withdrawn;
  EXPECT_THAT(event_of(calendar_feed(weekly(), log, default_policy(), people(), kNow), mine),
              HasSubstr("STATUS:CONFIRMED"));
}

TEST(CalendarFeed, LongLinesAreFoldedBetweenCharacters) {
  Schedule schedule = weekly();
  schedule.name = std::string(40, 'x');
  for (int i = 0; i < 40; ++i) schedule.name += "ü";
  const std::string feed = calendar_feed(schedule, {}, default_policy(), people(), kNow);
  std::size_t begin = 0;
  for (auto end = feed.find("\r\n"); end != std::string::npos;
       begin = end + 2, end = feed.find("\r\n", begin)) {
    EXPECT_LE(end - begin, 75U);
    EXPECT_NE(static_cast<unsigned char>(feed[begin]) & 0xC0U, 0x80U) << "a character was cut";
  }
}

TEST(CalendarFeed, ANameCannotAddALine) {
  Schedule schedule = weekly();
  schedule.name = "a\r\nEND:VCALENDAR\nATTACH:https://evil.example\rX,;\\";
  const std::string feed = calendar_feed(schedule, {}, default_policy(), people(), kNow);
  EXPECT_EQ(feed.find("\r\nATTACH"), std::string::npos) << feed;
  EXPECT_EQ(feed.find("\r\nEND:VCALENDAR"), feed.rfind("\r\nEND:VCALENDAR")) << feed;
  for (std::size_t i = 0; i < feed.size(); ++i) {
    if (feed[i] == '\n') EXPECT_TRUE(i > 0 && feed[i - 1] == '\r') << "a bare LF";
    if (feed[i] == '\r') EXPECT_TRUE(i + 1 < feed.size() && feed[i + 1] == '\n') << "a bare CR";
  }
}

}  // namespace
}  // namespace muster

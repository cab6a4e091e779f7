// Calendars of shifts as their makers write them, and what RFC 5545 says of each. calendar_oracle.py works
// the same ones out with the library that Grafana OnCall reads calendars with, when it is installed.
#include "integrations/ical/calendar.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "bot/domain/time_text.hpp"
#include "integrations/ical/who.hpp"
#include "integrations/ical/zones.hpp"

namespace muster::ical {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Time at(std::string_view text) {
  return parse_instant(text).value();
}

std::string calendar(const std::string& events, const std::string& head = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + head + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20261001T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

Result<Calendar> read(const std::string& text) {
  return read_calendar(text, "Europe/Berlin", at("2026-10-01T00:00:00Z"), at("2027-04-01T00:00:00Z"));
}

std::vector<std::string> times(const std::string& text) {
  const auto made = read(text);
  if (!made) return {made.error().say};
  std::vector<std::string> lines;
  for (const CalendarEvent& each : made->events)
    lines.push_back(iso_seconds(each.from).substr(0, 16) + " " + iso_seconds(each.until).substr(0, 16));
  return lines;
}

TEST(Calendar, TimesOfEveryForm) {
  EXPECT_THAT(times(calendar(event("DTSTART:20261026T130000Z\r\nDTEND:20261026T140000Z\r\n"))),
              ElementsAre("2026-10-26T13:00 2026-10-26T14:00"));
  EXPECT_THAT(times(calendar(event("DTSTART;TZID=America/New_York:20261026T090000\r\nDURATION:PT8H\r\n"))),
              ElementsAre("2026-10-26T13:00 2026-10-26T21:00"));
  EXPECT_THAT(times(calendar(event("DTSTART:20261026T090000\r\nDTEND:20261026T100000\r\n"))),
              ElementsAre("2026-10-26T08:00 2026-10-26T09:00"))
      << "floating: the schedule's zone";
  EXPECT_THAT(times(calendar(event("DTSTART:20261026T090000\r\nDTEND:20261026T100000\r\n"),
                             "X-WR-TIMEZONE:Asia/Tokyo\r\n")),
              ElementsAre("2026-10-26T00:00 2026-10-26T01:00"));
  EXPECT_THAT(times(calendar(event("DTSTART;VALUE=DATE:20261024\r\nDTEND;VALUE=DATE:20261026\r\n"))),
              ElementsAre("2026-10-23T22:00 2026-10-25T23:00"))
      << "whole days, the end is not part of it";
  EXPECT_THAT(times(calendar(event("DTSTART;VALUE=DATE:20261024\r\n"))),
              ElementsAre("2026-10-23T22:00 2026-10-24T22:00"));
  EXPECT_THAT(times(calendar(event("DTSTART:20261026T130000Z\r\n"))), IsEmpty()) << "no length: no shift";
}

TEST(Calendar, ZonesByIanaNamePathWindowsNameOrTheirOwnRules) {
  for (const char* tzid :
       {"America/New_York", "/freeassociation.sourceforge.net/America/New_York", "Eastern Standard Time"})
    EXPECT_THAT(
        times(calendar(event(std::string{"DTSTART;TZID=\""} + tzid + "\":20261026T090000\r\nDTEND;TZID=\"" +
                             tzid + "\":20261026T100000\r\n"))),
        ElementsAre("2026-10-26T13:00 2026-10-26T14:00"))
        << tzid;
  const std::string own =
      "BEGIN:VTIMEZONE\r\nTZID:Head "
      "office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0330\r\n"
      "TZOFFSETTO:+0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  EXPECT_THAT(
      times(calendar(
          event("DTSTART;TZID=Head office:20261026T090000\r\nDTEND;TZID=Head office:20261026T100000\r\n"),
          own)),
      ElementsAre("2026-10-26T05:30 2026-10-26T06:30"));
}

TEST(Calendar, LocalTimesThatDoNotExistOrHappenTwiceAreOurs) {
  EXPECT_THAT(times(calendar(event("DTSTART;TZID=America/New_York:20261101T013000\r\nDTEND;TZID=America/"
                                   "New_York:20261101T120000\r\n"))),
              ElementsAre("2026-11-01T05:30 2026-11-01T17:00"))
      << "the first of two";
  EXPECT_THAT(times(calendar(event("DTSTART;TZID=America/New_York:20270314T023000\r\nDTEND;TZID=America/"
                                   "New_York:20270314T120000\r\n"))),
              ElementsAre("2027-03-14T07:00 2027-03-14T16:00"))
      << "the first after the gap";
  EXPECT_THAT(times(calendar(event("DTSTART;VALUE=DATE:20260906\r\n"), "X-WR-TIMEZONE:America/Santiago\r\n")),
              IsEmpty());
}

TEST(Calendar, SeriesKeepTheirHourOverAChangeOfTheClock) {
  EXPECT_THAT(times(calendar(event(
                  "DTSTART;TZID=Europe/Berlin:20261019T090000\r\nDTEND;TZID=Europe/Berlin:20261026T090000\r\n"
                  "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2\r\n"))),
              ElementsAre("2026-10-19T07:00 2026-10-26T08:00", "2026-11-02T08:00 2026-11-09T08:00"));
}

TEST(Calendar, TheFirstDayOfTheWeekCounts) {
  const auto days = [](const std::string& first) {
    std::vector<std::string> found;
    for (const std::string& line : times(calendar(event(
             "DTSTART:20261026T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=6" +
             first + "\r\n"))))
      found.push_back(line.substr(5, 5));
    return found;
  };
  EXPECT_THAT(days(";WKST=MO"), ElementsAre("10-26", "11-01", "11-09", "11-15", "11-23", "11-29"));
  EXPECT_THAT(days(""), ElementsAre("10-26", "11-01", "11-09", "11-15", "11-23", "11-29"));
  EXPECT_THAT(days(";WKST=SU"), ElementsAre("10-26", "11-08", "11-09", "11-22", "11-23", "12-06"));
}

TEST(Calendar, ExceptionsAdditionsAndChangedInstances) {
  const std::string series = event(
      "DTSTART;TZID=Europe/Berlin:20261020T090000\r\nDTEND;TZID=Europe/"
      "Berlin:20261020T170000\r\nSUMMARY:ann\r\n"
      "RRULE:FREQ=DAILY;UNTIL=20261023T220000Z\r\nEXDATE;TZID=Europe/Berlin:20261021T090000\r\n"
      "RDATE;TZID=Europe/Berlin:20261030T090000\r\n");
  const std::string moved = event(
      "RECURRENCE-ID;TZID=Europe/"
      "Berlin:20261022T090000\r\nDTSTART:20261022T120000Z\r\nDTEND:20261022T130000Z\r\nSUMMARY:bob\r\n");
  const std::string gone = event(
      "RECURRENCE-ID:20261023T070000Z\r\nDTSTART:20261023T070000Z\r\nDTEND:20261023T080000Z\r\nSTATUS:"
      "CANCELLED\r\n");
  EXPECT_THAT(times(calendar(series + moved + gone)),
              ElementsAre("2026-10-20T07:00 2026-10-20T15:00", "2026-10-22T12:00 2026-10-22T13:00",
                          "2026-10-30T08:00 2026-10-30T16:00"));
  EXPECT_THAT(
      times(calendar(event("DTSTART:20261026T130000Z\r\nDTEND:20261026T140000Z\r\nSTATUS:CANCELLED\r\n"))),
      IsEmpty());
}

TEST(Calendar, UntilAsADateIsTheWholeOfThatDayAndDatesThatDoNotExistAreLeftOut) {
  EXPECT_THAT(times(calendar(
                  event("DTSTART;TZID=Europe/"
                        "Berlin:20261020T230000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;UNTIL=20261021\r\n"))),
              ElementsAre("2026-10-20T21:00 2026-10-20T22:00", "2026-10-21T21:00 2026-10-21T22:00"));
  EXPECT_THAT(
      times(calendar(event(
          "DTSTART:20261031T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3\r\n"))),
      ElementsAre("2026-10-31T09:00 2026-10-31T10:00", "2026-12-31T09:00 2026-12-31T10:00",
                  "2027-01-31T09:00 2027-01-31T10:00"));
}

TEST(Calendar, TellsHowFarItReaches) {
  const auto bounded =
      read(calendar(event("DTSTART:20261026T090000Z\r\nDURATION:PT24H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")));
  ASSERT_TRUE(bounded);
  EXPECT_EQ(bounded->ends, at("2026-10-29T09:00:00Z"));
  const auto endless =
      read(calendar(event("DTSTART:20261026T090000Z\r\nDURATION:PT24H\r\nRRULE:FREQ=DAILY\r\n")));
  ASSERT_TRUE(endless);
  EXPECT_EQ(endless->ends, at("2027-04-01T00:00:00Z"));
}

TEST(Calendar, WhatIsNotUnderstoodIsRefusedAloud) {
  const std::string future = event(
      "RECURRENCE-ID;RANGE=THISANDFUTURE:20261022T090000Z\r\nDTSTART:20261022T120000Z\r\nDTEND:"
      "20261022T130000Z\r\n");
  EXPECT_THAT(times(calendar(future)), ElementsAre(HasSubstr("THISANDFUTURE")));
  EXPECT_THAT(times("<html>Sign in</html>"), ElementsAre(HasSubstr("no calendar")));
  EXPECT_THAT(times(calendar(event("DTSTART:20260101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY\r\n"))),
              ElementsAre(HasSubstr("too often")));
  EXPECT_THAT(times(std::string(6UL * 1024 * 1024, 'x')), ElementsAre(HasSubstr("larger than 5 MiB")));
}

TEST(Calendar, FoldedLinesAndEscapesAreReadOverCutCharacters) {
  const auto made = read(calendar(event(
      "DTSTART:20261026T130000Z\nDTEND:20261026T140000Z\nSUMMARY:J\xC3\n \xBCrgen\\, on call\\nnow\n")));
  ASSERT_TRUE(made);
  ASSERT_EQ(made->events.size(), 1U);
  EXPECT_EQ(made->events[0].summary, "J\xC3\xBCrgen, on call\nnow");
}

TEST(CalendarPeople, ByAttendeeThenSummaryThenDescription) {
  const std::vector<Person> people = {{{"ann"}, "Ann Lee", "", {{"email", "Ann@Example.org"}}},
                                      {{"bob"}, "Bob Ray", "", {{"slack", "U2"}}}};
  const auto who = [&](const std::string& lines) {
    const auto made = read(calendar(event("DTSTART:20261026T130000Z\r\nDTEND:20261026T140000Z\r\n" + lines)));
    const ShiftsImported shifts = to_shifts(*made, people);
    std::string said;
    for (const Shift& shift : shifts.shifts) said += shift.person.value + ";";
    for (const std::string& name : shifts.unknown) said += "?" + name;
    return said;
  };
  EXPECT_EQ(who("ATTENDEE;CN=\"Lee, Ann\":mailto:ann@example.ORG\r\nSUMMARY:bob\r\n"), "ann;");
  EXPECT_EQ(who("ATTENDEE:mailto:ann@example.org\r\nATTENDEE:mailto:x@example.org\r\n"), "ann;");
  EXPECT_EQ(who("SUMMARY:[L2] bob\r\n"), "bob;");
  EXPECT_EQ(who("SUMMARY:On Call - Ann Lee - Primary\r\n"), "ann;");
  EXPECT_EQ(who("SUMMARY:Primary\r\nDESCRIPTION:Rings u2 first\r\n"), "bob;");
  EXPECT_EQ(who("SUMMARY:[L1] Dan\r\n"), "?Dan") << "shown, never no one";
  EXPECT_EQ(who("ATTENDEE:mailto:eve@example.org\r\n"), "?eve@example.org");
}

// The same calendars by the other implementation; it cannot do the two local times that are ours.
TEST(Calendar, AgreesWithTheLibraryOfGrafanaOnCall) {
  const std::string oracle = std::string{MUSTER_SOURCE_DIR} + "/tests/unit/ical/calendar_oracle.py";
  if (std::system("/usr/bin/python3 -c 'import recurring_ical_events' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-recurring-ical-events is not installed";
  const std::vector<std::string> rules = {
      "FREQ=DAILY;COUNT=40",
      "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH;WKST=SU;COUNT=30",
      "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=6",
      "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270301T000000Z",
      "FREQ=YEARLY;BYMONTH=1;BYDAY=2MO;COUNT=2",
      "FREQ=WEEKLY;BYDAY=SA;BYHOUR=9,21;BYMINUTE=0;COUNT=20",
  };
  for (const char* zone : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}) {
    for (const std::string& rule : rules) {
      const std::string text =
          calendar(event("DTSTART;TZID=" + std::string{zone} + ":20261019T093000\r\nDTEND;TZID=" + zone +
                         ":20261019T183000\r\nRRULE:" + rule + "\r\n"));
      std::string name = (std::filesystem::temp_directory_path() / "muster-ical-XXXXXX").string();
      ASSERT_GE(::mkstemp(name.data()), 0);
      std::ofstream{name, std::ios::binary} << text;
      FILE* pipe = ::popen(("/usr/bin/python3 -B " + oracle + " " + name).c_str(), "r");
      std::vector<std::string> expected;
      std::array<char, 256> line{};
      while (std::fgets(line.data(), line.size(), pipe) != nullptr)
        expected.push_back(std::string{line.data()}.substr(0, 33));
      EXPECT_EQ(::pclose(pipe), 0);
      std::filesystem::remove(name);
      EXPECT_FALSE(expected.empty()) << rule;
      EXPECT_EQ(times(text), expected) << zone << " " << rule;
    }
  }
}

}  // namespace
}  // namespace muster::ical

// Who is on call. The pitfalls that schedules of other tools have fallen into are named tests here.
#include "bot/domain/oncall.hpp"

#include <gmock/gmock.h>

#include "bot/domain/rotation.hpp"
#include "bot/domain/time_text.hpp"

namespace muster {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;

Time at(std::string_view text) {
  return parse_instant(text).value();
}

RotationLayer layer(const std::vector<std::string>& people, WallTime starts, Turn turn = Turn::week,
                    int every = 1) {
  RotationLayer made;
  made.id = "first";
  for (const std::string& person : people) made.people.push_back(PersonId{person});
  made.turn = turn;
  made.every = every;
  made.starts = starts;
  return made;
}

Schedule schedule(std::string zone, std::vector<RotationLayer> layers) {
  Schedule made;
  made.id = "primary";
  made.name = "Primary";
  made.zone = std::move(zone);
  made.layers = std::move(layers);
  return made;
}

struct World {
  OperationsLog log;
  Policy policy = default_policy();
  Seq seq = 0;

  void happens(Time when, EventBody body) {
    Event event;
    event.incident = kOperations;
    event.seq = ++seq;
    event.occurred_at = when;
    event.recorded_at = when;
    event.body = std::move(body);
    evolve(log, event);
  }
  void accepted(Time when, const std::string& id, const std::string& person, const std::string& by, Time from,
                Time until, const std::string& of = "") {
    happens(when, CoverAsked{id, PersonId{person}, PersonId{by}, of, from, until, ""});
    happens(when, CoverAnswered{id, CoverAnswer::accepted, ""});
  }
  [[nodiscard]] std::string who(const Schedule& of, std::string_view when) const {
    std::string names;
    for (const PersonId& person : on_call(of, log, policy, at(when)))
      names += (names.empty() ? "" : ",") + person.value;
    return names;
  }
  [[nodiscard]] std::vector<std::string> plan(const Schedule& of, std::string_view from,
                                              std::string_view until) const {
    std::vector<std::string> lines;
    for (const Shift& shift : shifts(of, log, policy, at(from), at(until)))
      lines.push_back(shift.person.value + " " + iso_seconds(shift.from).substr(0, 16) + " " +
                      iso_seconds(shift.until).substr(0, 16));
    return lines;
  }
};

constexpr WallTime kMonday{2026, 10, 19, hours{9}};

TEST(OnCall, TheFirstHandOffBeginsTheFirstTurnAndBeforeItNobodyIsOnCall) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday)});
  EXPECT_EQ(world.who(of, "2026-10-19T08:59:59Z"), "");
  EXPECT_EQ(world.who(of, "2026-10-19T09:00:00Z"), "ann");
  EXPECT_EQ(world.who(of, "2026-10-26T09:00:00Z"), "bob");
  EXPECT_EQ(world.who(of, "2026-11-02T09:00:00Z"), "ann");
}

TEST(OnCall, Pitfall1HandOffsKeepTheirHourWhenTheClockChanges) {
  const World world;
  const Schedule weekly = schedule("Europe/Berlin", {layer({"ann", "bob"}, kMonday)});
  EXPECT_THAT(world.plan(weekly, "2026-10-19T07:00:00Z", "2026-11-02T08:00:00Z"),
              ElementsAre("ann 2026-10-19T07:00 2026-10-26T08:00", "bob 2026-10-26T08:00 2026-11-02T08:00"));
  const Schedule daily = schedule("Europe/Berlin", {layer({"ann", "bob"}, kMonday, Turn::day)});
  EXPECT_THAT(world.plan(daily, "2026-10-24T07:00:00Z", "2026-10-26T08:00:00Z"),
              ElementsAre("bob 2026-10-24T07:00 2026-10-25T08:00", "ann 2026-10-25T08:00 2026-10-26T08:00"));
}

TEST(OnCall, Pitfall2AHandOffInTheGapIsTheFirstInstantAfterItAndInTheOverlapTheEarlier) {
  const World world;
  const Schedule gap =
      schedule("America/New_York", {layer({"ann", "bob"}, {2027, 3, 13, hours{2} + minutes{30}}, Turn::day)});
  EXPECT_EQ(world.who(gap, "2027-03-14T06:59:59Z"), "ann");
  EXPECT_EQ(world.who(gap, "2027-03-14T07:00:00Z"), "bob");  // 03:00, the first after 01:59:59
  const Schedule overlap = schedule(
      "America/New_York", {layer({"ann", "bob"}, {2026, 10, 31, hours{1} + minutes{30}}, Turn::day)});
  EXPECT_EQ(world.who(overlap, "2026-11-01T05:29:59Z"), "ann");
  EXPECT_EQ(world.who(overlap, "2026-11-01T05:30:00Z"), "bob");
}

TEST(OnCall, Pitfall3HalfHourChangesADayLeftOutAndMidnightsThatDoNotExist) {
  const World world;
  const Schedule howe =
      schedule("Australia/Lord_Howe", {layer({"ann", "bob"}, {2026, 10, 3, hours{9}}, Turn::day)});
  EXPECT_THAT(world.plan(howe, "2026-10-02T22:30:00Z", "2026-10-04T22:00:00Z"),
              ElementsAre("ann 2026-10-02T22:30 2026-10-03T22:00", "bob 2026-10-03T22:00 2026-10-04T22:00"));
  // Apia had no 30 December 2011: the turn of that day has no time, those before and after are whole.
  const Schedule apia =
      schedule("Pacific/Apia", {layer({"ann", "bob", "cid"}, {2011, 12, 29, {}}, Turn::day)});
  EXPECT_THAT(world.plan(apia, "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"),
              ElementsAre("ann 2011-12-29T10:00 2011-12-30T10:00", "cid 2011-12-30T10:00 2011-12-31T10:00"));
  const Schedule santiago =
      schedule("America/Santiago", {layer({"ann", "bob"}, {2026, 9, 5, {}}, Turn::day)});
  EXPECT_THAT(world.plan(santiago, "2026-09-05T04:00:00Z", "2026-09-07T03:00:00Z"),
              ElementsAre("ann 2026-09-05T04:00 2026-09-06T04:00", "bob 2026-09-06T04:00 2026-09-07T03:00"));
}

TEST(OnCall, Pitfall4HandOffsAreKeptAsLocalTimeAndFollowWhateverRulesTheZoneHas) {
  const RotationLayer of = layer({"ann"}, {2040, 7, 2, hours{9}});
  EXPECT_EQ(of.starts.after_midnight, hours{9});
  EXPECT_EQ(instant_of(of.starts, "Europe/Berlin"), at("2040-07-02T07:00:00Z"));
}

TEST(OnCall, Pitfall6APartOfTheWeekThatCrossesMidnightBelongsToTheDayItBeginsOn) {
  const World world;
  RotationLayer night = layer({"ann"}, kMonday);
  night.only = {WeekPart{.days = {7}, .from = hours{22}, .until = hours{6}}};  // Sunday night, into Monday
  const Schedule of = schedule("Europe/Berlin", {night});
  EXPECT_THAT(world.plan(of, "2026-10-31T00:00:00Z", "2026-11-08T00:00:00Z"),
              ElementsAre("ann 2026-11-01T21:00 2026-11-02T05:00"));
  EXPECT_TRUE(within_week_parts(night.only, at("2026-11-02T04:59:59Z"), "Europe/Berlin"));
  EXPECT_FALSE(within_week_parts(night.only, at("2026-11-02T05:00:00Z"), "Europe/Berlin"));
}

TEST(OnCall, Pitfall7APartThatEndsWhenItBeginsLastsADay) {
  const World world;
  RotationLayer sunday = layer({"ann"}, kMonday);
  sunday.only = {WeekPart{.days = {7}, .from = hours{9}, .until = hours{9}}};
  EXPECT_THAT(world.plan(schedule("UTC", {sunday}), "2026-10-31T00:00:00Z", "2026-11-05T00:00:00Z"),
              ElementsAre("ann 2026-11-01T09:00 2026-11-02T09:00"));
}

TEST(OnCall, Pitfall8AtTheInstantOfTheHandOffTheNewPersonIsOnCallAndOnlyThey) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday, Turn::hour, 12)});
  EXPECT_THAT(on_call(of, world.log, world.policy, at("2026-10-19T21:00:00Z") - Duration{1}),
              ElementsAre(PersonId{"ann"}));
  EXPECT_THAT(on_call(of, world.log, world.policy, at("2026-10-19T21:00:00Z")), ElementsAre(PersonId{"bob"}));
}

TEST(OnCall, Pitfall9AnotherOrderFromAHandOffOnKeepsWhoeverIsOnCallUntilThen) {
  const World world;
  RotationLayer before = layer({"ann", "bob", "cid"}, kMonday);
  before.ends = {2026, 11, 2, hours{9}};
  const Schedule of = schedule("UTC", {before, layer({"cid", "dora"}, {2026, 11, 2, hours{9}})});
  EXPECT_THAT(world.plan(of, "2026-10-26T00:00:00Z", "2026-11-16T09:00:00Z"),
              ElementsAre("ann 2026-10-26T00:00 2026-10-26T09:00", "bob 2026-10-26T09:00 2026-11-02T09:00",
                          "cid 2026-11-02T09:00 2026-11-09T09:00", "dora 2026-11-09T09:00 2026-11-16T09:00"));
}

TEST(OnCall, Pitfall10AnEmptyTurnKeepsTheTurnsOfTheOthers) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "", "cid"}, kMonday)});
  EXPECT_THAT(world.plan(of, "2026-10-19T09:00:00Z", "2026-11-09T09:00:00Z"),
              ElementsAre("ann 2026-10-19T09:00 2026-10-26T09:00", "cid 2026-11-02T09:00 2026-11-09T09:00"));
}

TEST(OnCall, Pitfall11ARotationOfNobodyIsAGap) {
  const World world;
  const Schedule of = schedule("UTC", {layer({}, kMonday)});
  EXPECT_THAT(gaps(of, world.log, world.policy, at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z")),
              ElementsAre(CoverageGap{"primary", at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z")}));
  const Schedule slot = schedule("UTC", {layer({"ann", ""}, kMonday)});
  EXPECT_THAT(gaps(slot, world.log, world.policy, at("2026-10-19T09:00:00Z"), at("2026-11-02T09:00:00Z")),
              ElementsAre(CoverageGap{"primary", at("2026-10-26T09:00:00Z"), at("2026-11-02T09:00:00Z")}));
}

TEST(OnCall, Pitfall12OfTwoCoversForTheSameTimeTheOneAcceptedLastCounts) {
  World world;
  const Schedule of = schedule("UTC", {layer({"ann"}, kMonday)});
  const Time now = at("2026-10-20T00:00:00Z");
  world.happens(now, CoverAsked{"CV-1", PersonId{"ann"}, PersonId{"bob"}, "", now, now + hours{8}, ""});
  world.happens(
      now, CoverAsked{"CV-2", PersonId{"ann"}, PersonId{"cid"}, "", now + hours{4}, now + hours{12}, ""});
  world.happens(now, CoverAnswered{"CV-2", CoverAnswer::accepted, ""});
  world.happens(now, CoverAnswered{"CV-1", CoverAnswer::accepted, ""});
  EXPECT_THAT(world.plan(of, "2026-10-20T00:00:00Z", "2026-10-20T14:00:00Z"),
              ElementsAre("bob 2026-10-20T00:00 2026-10-20T08:00", "cid 2026-10-20T08:00 2026-10-20T12:00",
                          "ann 2026-10-20T12:00 2026-10-20T14:00"));
}

TEST(OnCall, WhoeverCoversMayBeCoveredInTurn) {
  World world;
  const Schedule of = schedule("UTC", {layer({"ann"}, kMonday)});
  const Time now = at("2026-10-20T00:00:00Z");
  world.accepted(now, "CV-1", "ann", "bob", now, now + hours{8});
  world.accepted(now, "CV-2", "bob", "cid", now + hours{2}, now + hours{4});
  world.accepted(now, "CV-3", "cid", "ann", now + hours{3}, now + hours{4});
  EXPECT_THAT(world.plan(of, "2026-10-20T00:00:00Z", "2026-10-20T09:00:00Z"),
              ElementsAre("bob 2026-10-20T00:00 2026-10-20T02:00", "cid 2026-10-20T02:00 2026-10-20T03:00",
                          "ann 2026-10-20T03:00 2026-10-20T04:00", "bob 2026-10-20T04:00 2026-10-20T08:00",
                          "ann 2026-10-20T08:00 2026-10-20T09:00"));
}

TEST(OnCall, Pitfall13ACoverReplacesAPersonOnlyWhereTheyAreOnCall) {
  World world;
  RotationLayer day = layer({"ann"}, kMonday);
  day.only = {WeekPart{.days = {}, .from = hours{9}, .until = hours{17}}};
  const Schedule of = schedule("UTC", {day});
  const Time now = at("2026-10-20T00:00:00Z");
  world.accepted(now, "CV-1", "ann", "bob", now, now + hours{48});
  EXPECT_THAT(world.plan(of, "2026-10-20T00:00:00Z", "2026-10-22T00:00:00Z"),
              ElementsAre("bob 2026-10-20T09:00 2026-10-20T17:00", "bob 2026-10-21T09:00 2026-10-21T17:00"));
  const Schedule other = schedule("UTC", {layer({"cid"}, kMonday)});
  EXPECT_EQ(world.who(other, "2026-10-20T12:00:00Z"), "cid");
}

TEST(OnCall, Pitfall14EachQuestionIsAnsweredForItsOwnTime) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday)});
  EXPECT_EQ(world.who(of, "2026-10-26T08:59:00Z"), "ann");
  EXPECT_EQ(world.who(of, "2026-10-26T09:01:00Z"), "bob");
}

TEST(OnCall, Pitfall15AClockThatJumpsBackGetsTheSameAnswerAgain) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday)});
  const std::string before = world.who(of, "2026-10-26T08:59:00Z");
  EXPECT_EQ(world.who(of, "2030-01-01T00:00:00Z"), "bob");
  EXPECT_EQ(world.who(of, "2026-10-26T08:59:00Z"), before);
}

TEST(OnCall, Pitfall16AfterJanuary2038TheAnswersGoOn) {
  const World world;
  const Schedule of = schedule("Europe/Berlin", {layer({"ann", "bob"}, kMonday)});
  EXPECT_EQ(world.who(of, "2038-07-05T06:59:59Z"), "ann");
  EXPECT_EQ(world.who(of, "2038-07-05T07:00:00Z"), "bob");
}

TEST(OnCall, Pitfall17WhatIsShownAheadIsWhatIsAnsweredThen) {
  World world;
  RotationLayer night = layer({"ann", "bob", ""}, kMonday, Turn::day);
  night.only = {WeekPart{.days = {}, .from = hours{20}, .until = hours{8}}};
  RotationLayer always = layer({"cid", "dora"}, kMonday, Turn::hour, 7);
  night.priority = 1;
  const Schedule of = schedule("Europe/Berlin", {night, always});
  const Time from = at("2026-10-20T00:00:00Z");
  world.accepted(from, "CV-1", "ann", "eve", from + hours{10}, from + hours{60});
  const std::vector<Shift> plan = shifts(of, world.log, world.policy, from, from + hours{24 * 14});
  for (Time t = from; t < from + hours{24 * 14}; t += minutes{10}) {
    std::vector<PersonId> planned;
    for (const Shift& shift : plan) {
      if (shift.from <= t && t < shift.until) planned.push_back(shift.person);
    }
    std::ranges::sort(planned);
    EXPECT_EQ(planned, on_call(of, world.log, world.policy, t)) << iso_seconds(t);
  }
}

TEST(OnCall, Pitfall18WhoWasOnCallStaysAfterAnEdit) {
  World world;
  Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday)});
  const Time now = at("2026-10-20T00:00:00Z");
  world.happens(now, ShiftsImported{"primary",
                                    now,
                                    now + hours{24 * 30},
                                    planned_shifts(of, world.policy, now, now + hours{24 * 30}),
                                    {}});
  const Time edit = at("2026-10-27T00:00:00Z");
  of.layers[0].people = {PersonId{"cid"}, PersonId{"dora"}};
  world.happens(edit, ShiftsImported{"primary",
                                     edit,
                                     edit + hours{24 * 30},
                                     planned_shifts(of, world.policy, edit, edit + hours{24 * 30}),
                                     {}});
  EXPECT_THAT(world.plan(of, "2026-10-19T09:00:00Z", "2026-11-09T09:00:00Z"),
              ElementsAre("cid 2026-10-19T09:00 2026-10-20T00:00", "ann 2026-10-20T00:00 2026-10-26T09:00",
                          "bob 2026-10-26T09:00 2026-10-27T00:00", "dora 2026-10-27T00:00 2026-11-02T09:00",
                          "cid 2026-11-02T09:00 2026-11-09T09:00"));
}

TEST(OnCall, Pitfall18ACoverCountsFromItsAcceptanceAndUntilItIsTakenBack) {
  World world;
  const Schedule of = schedule("UTC", {layer({"ann"}, kMonday)});
  const Time noon = at("2026-10-20T12:00:00Z");
  world.happens(noon, CoverAsked{"CV-1", PersonId{"ann"}, PersonId{"bob"}, "", noon, noon + hours{6}, ""});
  world.happens(noon + hours{1}, CoverAnswered{"CV-1", CoverAnswer::accepted, ""});
  world.happens(noon + hours{3}, CoverAnswered{"CV-1", CoverAnswer::withdrawn, ""});
  EXPECT_THAT(world.plan(of, "2026-10-20T12:00:00Z", "2026-10-20T20:00:00Z"),
              ElementsAre("ann 2026-10-20T12:00 2026-10-20T13:00", "bob 2026-10-20T13:00 2026-10-20T15:00",
                          "ann 2026-10-20T15:00 2026-10-20T20:00"));
  world.accepted(noon, "CV-2", "ann", "cid", noon + hours{24}, noon + hours{30});
  world.happens(noon, CoverAnswered{"CV-2", CoverAnswer::withdrawn, ""});
  EXPECT_EQ(world.who(of, "2026-10-21T13:00:00Z"), "ann");
}

TEST(OnCall, Pitfall19ShiftsKeptElsewhereAreThoseLastReadAndThePastIsAsItWasReadThen) {
  World world;
  Schedule of = schedule("UTC", {});
  of.source = ShiftSource::ical;
  EXPECT_EQ(world.who(of, "2026-10-20T12:00:00Z"), "");
  const Time first = at("2026-10-20T00:00:00Z");
  world.happens(
      first,
      ShiftsImported{"primary", first, first + hours{72}, {{PersonId{"ann"}, first, first + hours{48}}}, {}});
  const Time second = first + hours{12};
  world.happens(second,
                ShiftsImported{
                    "primary", second, first + hours{72}, {{PersonId{"bob"}, first, first + hours{48}}}, {}});
  EXPECT_THAT(world.plan(of, "2026-10-19T00:00:00Z", "2026-10-25T00:00:00Z"),
              ElementsAre("ann 2026-10-20T00:00 2026-10-20T12:00", "bob 2026-10-20T12:00 2026-10-22T00:00"));
}

TEST(OnCall, Pitfall20OnePersonInTwoSchedulesAtOnceIsFound) {
  World world;
  Schedule second = schedule("UTC", {layer({"bob", "ann"}, {2026, 10, 20, hours{9}})});
  second.id = "secondary";
  world.policy.schedules = {schedule("UTC", {layer({"ann", "bob"}, kMonday)}), second};
  EXPECT_THAT(
      double_bookings(world.log, world.policy, at("2026-10-19T00:00:00Z"), at("2026-10-28T00:00:00Z")),
      ElementsAre(DoubleBooking{PersonId{"bob"}, "primary", "secondary", at("2026-10-26T09:00:00Z"),
                                at("2026-10-27T09:00:00Z")}));
}

TEST(OnCall, TurnsOfMonthsClampToTheMonthsEndAndComeBackToTheirDay) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, {2027, 1, 31, hours{9}}, Turn::month)});
  EXPECT_THAT(world.plan(of, "2027-01-31T09:00:00Z", "2027-04-30T09:00:00Z"),
              ElementsAre("ann 2027-01-31T09:00 2027-02-28T09:00", "bob 2027-02-28T09:00 2027-03-31T09:00",
                          "ann 2027-03-31T09:00 2027-04-30T09:00"));
}

TEST(OnCall, TurnsOfHoursAreElapsedHours) {
  const World world;
  const Schedule of = schedule("Europe/Berlin", {layer({"ann", "bob"}, {2026, 10, 25, {}}, Turn::hour, 12)});
  EXPECT_THAT(world.plan(of, "2026-10-24T22:00:00Z", "2026-10-25T22:00:00Z"),
              ElementsAre("ann 2026-10-24T22:00 2026-10-25T10:00", "bob 2026-10-25T10:00 2026-10-25T22:00"));
}

TEST(OnCall, AHigherPriorityHidesALowerOneOnlyWhereItHasAnybody) {
  const World world;
  RotationLayer above = layer({"ann", ""}, kMonday, Turn::day);
  above.priority = 2;
  RotationLayer with = layer({"bob"}, kMonday);
  RotationLayer also = layer({"cid"}, kMonday);
  const Schedule of = schedule("UTC", {with, above, also});
  EXPECT_EQ(world.who(of, "2026-10-19T10:00:00Z"), "ann");
  EXPECT_EQ(world.who(of, "2026-10-20T10:00:00Z"), "bob,cid");
}

TEST(OnCall, HolidaysAreLeftOutByOneLayerAndTakenByAnother) {
  World world;
  world.policy.calendar.holidays = {"2026-12-25"};
  RotationLayer work = layer({"ann"}, kMonday);
  work.holidays = Holidays::off;
  RotationLayer feast = layer({"bob"}, kMonday);
  feast.holidays = Holidays::only;
  const Schedule of = schedule("Europe/Berlin", {work, feast});
  EXPECT_THAT(world.plan(of, "2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z"),
              ElementsAre("ann 2026-12-24T00:00 2026-12-24T23:00", "bob 2026-12-24T23:00 2026-12-25T23:00",
                          "ann 2026-12-25T23:00 2026-12-27T00:00"));
}

TEST(OnCall, FollowTheSunGivesEachLayerItsOwnZone) {
  const World world;
  RotationLayer east = layer({"ann"}, kMonday);
  east.zone = "Asia/Tokyo";
  east.only = {WeekPart{.days = {}, .from = hours{9}, .until = hours{21}}};
  RotationLayer west = layer({"bob"}, kMonday);
  west.zone = "America/Sao_Paulo";  // twelve hours apart, both without a change of the clock
  west.only = {WeekPart{.days = {}, .from = hours{9}, .until = hours{21}}};
  EXPECT_THAT(world.plan(schedule("UTC", {east, west}), "2026-10-21T00:00:00Z", "2026-10-22T12:00:00Z"),
              ElementsAre("ann 2026-10-21T00:00 2026-10-21T12:00", "bob 2026-10-21T12:00 2026-10-22T00:00",
                          "ann 2026-10-22T00:00 2026-10-22T12:00"));
}

TEST(OnCall, AShiftIsToldWithItsWholeLengthAndTheNextChange) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann", "bob"}, kMonday)});
  const Time now = at("2026-10-22T00:00:00Z");
  EXPECT_EQ(shift_of(PersonId{"ann"}, of, world.log, world.policy, now),
            (Shift{PersonId{"ann"}, at("2026-10-19T09:00:00Z"), at("2026-10-26T09:00:00Z")}));
  EXPECT_EQ(shift_of(PersonId{"bob"}, of, world.log, world.policy, now), std::nullopt);
  EXPECT_EQ(next_handoff(of, world.log, world.policy, now), at("2026-10-26T09:00:00Z"));
  const Schedule alone = schedule("UTC", {layer({"ann"}, kMonday)});
  EXPECT_EQ(next_handoff(alone, world.log, world.policy, now), std::nullopt);
}

TEST(OnCall, NothingIsAskedOfAnEmptyOrBackwardWindow) {
  const World world;
  const Schedule of = schedule("UTC", {layer({"ann"}, kMonday)});
  EXPECT_THAT(shifts(of, world.log, world.policy, at("2026-11-01T00:00:00Z"), at("2026-10-31T00:00:00Z")),
              IsEmpty());
}

}  // namespace

}  // namespace muster

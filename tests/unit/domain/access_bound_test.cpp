// How much of what auditors ask about is kept: each once in a while, and of a flood sixty an hour and a
// number.
#include "bot/domain/access_bound.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

AccessRecorded access(AccessKind kind, std::string what, std::int64_t incident = 0,
                      std::string address = "") {
  AccessRecorded made;
  made.kind = kind;
  made.what = std::move(what);
  made.incident = {incident};
  made.address = std::move(address);
  return made;
}

const AccessRecorded kRefused = access(AccessKind::request_refused, "GET /api/v1/me", 0, "203.0.113.7");

TEST(AccessBound, TheSameOfTheSameCallerIsKeptOnceInTenMinutes) {
  AccessBound bound;
  EXPECT_EQ(bound.admit(kRefused, "", kStart), 0);
  for (int i = 1; i < 10; ++i) EXPECT_EQ(bound.admit(kRefused, "", kStart + minutes{i}), std::nullopt);
  EXPECT_EQ(bound.admit(kRefused, "", kStart + minutes{10}), 9) << "the others were counted";
  EXPECT_EQ(bound.admit(kRefused, "ann", kStart + minutes{10}), 0) << "another caller";
  EXPECT_EQ(bound.admit(access(AccessKind::request_refused, "GET /metrics", 0, "203.0.113.7"), "",
                        kStart + minutes{10}),
            0)
      << "another address of ours";
  EXPECT_EQ(bound.admit(access(AccessKind::request_refused, "GET /api/v1/me", 0, "203.0.113.8"), "",
                        kStart + minutes{10}),
            0)
      << "another address of theirs";
}

TEST(AccessBound, OfAFloodSixtyAnHourAreKeptAndTheRestIsCounted) {
  AccessBound bound;
  const int calls = 50000;
  std::int64_t kept = 0;
  std::int64_t counted = 0;
  for (int i = 0; i < calls; ++i) {
    const auto left_out =
        bound.admit(access(AccessKind::sign_in_refused, "POST /api/v1/session", 0, std::to_string(i)), "",
                    kStart + std::chrono::milliseconds{i});
    if (!left_out) continue;
    ++kept;
    counted += *left_out;
  }
  EXPECT_EQ(kept, 60);
  const auto next = bound.admit(kRefused, "", kStart + hours{1});
  ASSERT_TRUE(next.has_value()) << "the next hour has its own";
  EXPECT_EQ(kept + counted + *next, calls) << "nothing is lost of the count";
  EXPECT_EQ(bound.admit(kRefused, "", kStart + hours{1} + minutes{10}), 0) << "and it is told once";
}

TEST(AccessBound, AFloodOfStrangersHidesNobodyWhoIsKnown) {
  AccessBound bound;
  for (int i = 0; i < 1000; ++i)
    static_cast<void>(bound.admit(access(AccessKind::request_refused, std::to_string(i)), "", kStart));
  EXPECT_EQ(bound.admit(kRefused, "ann", kStart), 0);
  std::int64_t kept = 0;
  for (std::int64_t number = 1; number <= 1000; ++number)
    kept +=
        bound.admit(access(AccessKind::command_refused, "info", number), "ben", kStart).has_value() ? 1 : 0;
  EXPECT_EQ(kept, 60) << "each person has a bound of their own";
}

TEST(AccessBound, ReadingsAndExportsAreEachKeptAndNotLimited) {
  AccessBound bound;
  for (std::int64_t number = 1; number <= 500; ++number) {
    const auto page = access(AccessKind::private_read, "GET /api/v1/incidents/{n}", number);
    const auto timeline = access(AccessKind::private_read, "GET /api/v1/incidents/{n}/timeline", number);
    EXPECT_EQ(bound.admit(page, "ann", kStart), 0) << number;
    EXPECT_EQ(bound.admit(timeline, "ann", kStart + minutes{59}), std::nullopt) << "one reading an hour";
    EXPECT_EQ(bound.admit(timeline, "ann", kStart + hours{1}), 0);
    EXPECT_EQ(bound.admit(page, "ben", kStart), 0) << "somebody else";
  }
  const auto csv = access(AccessKind::exported, "GET /report.csv");
  EXPECT_EQ(bound.admit(csv, "ann", kStart), 0);
  EXPECT_EQ(bound.admit(csv, "ann", kStart + minutes{9}), std::nullopt);
  EXPECT_EQ(bound.admit(csv, "ann", kStart + minutes{10}), 0) << "and repeats are no refusals to be counted";
  const auto feed = access(AccessKind::feed_read, "GET /oncall/{schedule}");
  EXPECT_EQ(bound.admit(feed, "ann", kStart), 0);
  EXPECT_EQ(bound.admit(feed, "ann", kStart + hours{23}), std::nullopt) << "a program looks all day";
  EXPECT_EQ(bound.admit(feed, "ann", kStart + hours{24}), 0);
}

TEST(AccessBound, WhatCouldNotBeKeptIsCountedAndTriedAgain) {
  AccessBound bound;
  AccessRecorded lost = kRefused;
  EXPECT_EQ(bound.admit(lost, "", kStart), 0);
  EXPECT_EQ(bound.admit(lost, "", kStart), std::nullopt);
  bound.not_kept(lost, "");
  const auto again = bound.admit(lost, "", kStart + seconds{1});
  ASSERT_EQ(again, 2);
  lost.left_out = *again;
  bound.not_kept(lost, "");
  EXPECT_EQ(bound.admit(lost, "", kStart + seconds{2}), 3);
}

TEST(AccessBound, AClockThatIsSetBackHidesNothing) {
  AccessBound bound;
  static_cast<void>(bound.admit(kRefused, "", kStart));
  for (int i = 0; i < 100; ++i)
    static_cast<void>(bound.admit(access(AccessKind::request_refused, std::to_string(i)), "", kStart));
  const Time earlier = kStart - hours{24 * 30};
  EXPECT_TRUE(bound.admit(kRefused, "", earlier).has_value());
}

}  // namespace
}  // namespace muster

#include "bot/runtime/broadcast_pace.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace muster {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow{std::chrono::hours{1000}};

double seconds_of(Duration length) {
  return std::chrono::duration<double>(length).count();
}

TEST(BroadcastPace, AFewGoAtOnceAndManyOneAfterTheOther) {
  BroadcastPace pace;
  int at_once = 0;
  for (; pace.next(kNow) == kNow; ++at_once) pace.took(kNow);
  EXPECT_EQ(at_once, 21);
  EXPECT_EQ(pace.next(kNow), kNow + milliseconds{50});
}

TEST(BroadcastPace, OneRoomThatIsRefusedHoldsUpNobody) {
  BroadcastPace pace;
  pace.refused("a", seconds{30}, kNow);
  pace.refused("a", seconds{30}, kNow + seconds{1});
  EXPECT_EQ(pace.next(kNow + seconds{2}), kNow + seconds{2});
  pace.refused("b", seconds{30}, kNow + seconds{32});
  EXPECT_EQ(pace.next(kNow + seconds{33}), kNow + seconds{33}) << "that is long ago";
}

TEST(BroadcastPace, ASecondRoomThatIsRefusedMeansAllOfThem) {
  BroadcastPace pace;
  pace.refused("a", seconds{30}, kNow);
  pace.refused("b", seconds{20}, kNow + seconds{1});
  EXPECT_EQ(pace.next(kNow + seconds{2}), kNow + seconds{21});
  pace.refused("c", seconds{40}, kNow + seconds{3});  // was on its way
  EXPECT_EQ(pace.next(kNow + seconds{4}), kNow + seconds{43});
}

TEST(BroadcastPace, WhatWasMeasuredIsForgottenWhenNobodyWaits) {
  BroadcastPace pace;
  const auto refuse = [&](Time at) {
    pace.refused("a", seconds{1}, at);
    pace.refused("b", seconds{1}, at);
  };
  refuse(kNow);
  for (int i = 0; i < 10; ++i) pace.accepted();
  refuse(kNow + seconds{5});
  Time at = pace.next(kNow + seconds{6});
  pace.took(at);
  EXPECT_GT(pace.next(at) - at, milliseconds{400}) << "two a second were taken";
  pace.rest();
  at += minutes{10};
  for (int i = 0; i < 21; ++i) pace.took(at);
  EXPECT_LT(pace.next(at) - at, milliseconds{100});
}

TEST(BroadcastPace, FollowsAClockThatIsSet) {
  BroadcastPace pace;
  pace.refused("a", seconds{30}, kNow);
  pace.refused("b", seconds{30}, kNow);
  pace.follow(-minutes{60});
  const Time now = kNow - minutes{60};
  EXPECT_EQ(pace.next(now), now + seconds{30});
}

// What a chat allows: whether it takes a message, or after how long it would.
using Allows = std::function<Duration(Time)>;

Allows bucket(double per_second, double burst) {
  return [=, level = burst, filled = kNow](Time now) mutable {
    level = std::min(burst, level + seconds_of(now - filled) * per_second);
    filled = now;
    if (level < 1) return Duration{seconds{static_cast<int>(std::ceil((1 - level) / per_second))}};
    --level;
    return Duration{0};
  };
}

Allows a_minute(int most) {
  return [=, begin = kNow, count = 0](Time now) mutable {
    if (now - begin >= minutes{1}) {
      begin += std::chrono::floor<minutes>(now - begin);
      count = 0;
    }
    if (count == most) return std::chrono::ceil<seconds>(begin + minutes{1} - now) + Duration{0};
    ++count;
    return Duration{0};
  };
}

struct Sent {
  double took = 0;  // seconds
  int refused = 0;
};

// A thousand rooms by the virtual clock, one after the other.
Sent send_a_thousand(const Allows& allows) {
  BroadcastPace pace;
  Time now = kNow;
  Sent sent;
  for (int room = 0; room < 1000;) {
    now = pace.next(now);
    pace.took(now);
    const Duration wait = allows(now);
    if (wait == wait.zero()) {
      pace.accepted();
      ++room;
    } else {
      pace.refused(std::to_string(++sent.refused), wait, now);
    }
  }
  sent.took = seconds_of(now - kNow);
  return sent;
}

TEST(BroadcastPace, ReachesWhatAChatAllowsWithoutKnowingIt) {
  for (const double per_second : {1.5, 5.0, 10.0, 15.0}) {
    SCOPED_TRACE(per_second);
    const double burst = 2 * per_second;
    const Sent sent = send_a_thousand(bucket(per_second, burst));
    EXPECT_LE(sent.took, 1.05 * (1000 - burst) / per_second);
    EXPECT_LE(sent.refused, 50);
  }
}

TEST(BroadcastPace, UsesEachMinuteOfAChatThatCountsByTheMinute) {
  const Sent sent = send_a_thousand(a_minute(300));
  EXPECT_LT(sent.took, 240) << "the fourth minute is the first in which all of them fit";
  EXPECT_LE(sent.refused, 12);
}

}  // namespace
}  // namespace muster

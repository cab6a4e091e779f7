#include "integrations/slack/reconnect_policy.hpp"

#include <gtest/gtest.h>

namespace muster::slack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using TimePoint = ReconnectPolicy::TimePoint;

struct SlackReconnect : testing::Test {
  double chance = 1.0;  // the longest wait the jitter gives
  TimePoint now{seconds{1000}};
  ReconnectPolicy policy{[this] { return chance; }};

  Reconnect failed(ErrorKind kind, std::int64_t retry_after = 0) {
    return policy.open_failed(Error{kind, "", "", retry_after}, now);
  }
  void lived(seconds time) {
    policy.hello(now);
    now += time;
  }
};

TEST_F(SlackReconnect, FailuresBackOffFromOneSecondToOneMinute) {
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 9; ++i) waits.push_back(failed(ErrorKind::unavailable).wait.count());
  EXPECT_EQ(waits, (std::vector<std::int64_t>{1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000}));
}

TEST_F(SlackReconnect, JitterIsFullButNeverATightLoop) {
  chance = 0.0;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(failed(ErrorKind::unavailable).wait, milliseconds{200});
  chance = 0.25;
  EXPECT_EQ(failed(ErrorKind::unavailable).wait, milliseconds{8000});
}

TEST_F(SlackReconnect, AnnouncedRecyclingReplacesAtOnceAndKeepsTheOld) {
  for (const char* reason : {"warning", "refresh_requested", "", "something new"}) {
    lived(seconds{3600});
    const Reconnect next = policy.disconnect(reason, now);
    EXPECT_EQ(next.wait, milliseconds{0}) << reason;
    EXPECT_TRUE(next.keep_old) << reason;
    EXPECT_FALSE(next.alert) << reason;
  }
}

TEST_F(SlackReconnect, AStormOfShortLivesBacksOffAlthoughEachSaidHello) {
  for (const std::int64_t wait : {0, 0, 0, 0, 0, 1000, 2000, 4000}) {
    lived(seconds{2});
    const Reconnect next = policy.disconnect("refresh_requested", now);
    EXPECT_EQ(next.wait.count(), wait);
    EXPECT_TRUE(next.keep_old);
  }
  lived(seconds{30});
  EXPECT_EQ(policy.disconnect("refresh_requested", now).wait, milliseconds{0});
  lived(seconds{1});
  EXPECT_EQ(policy.disconnect("refresh_requested", now).wait, milliseconds{0});
}

TEST_F(SlackReconnect, AnUnannouncedEndOfAYoungSocketBacksOff) {
  lived(seconds{30});
  EXPECT_EQ(policy.lost(now).wait, milliseconds{0});
  for (const std::int64_t wait : {1000, 2000}) {
    lived(seconds{1});
    EXPECT_EQ(policy.lost(now).wait.count(), wait);
  }
}

TEST_F(SlackReconnect, ADisconnectBeforeHelloKeepsNothing) {
  const Reconnect next = policy.disconnect("warning", now);
  EXPECT_FALSE(next.keep_old);
  EXPECT_EQ(next.wait, milliseconds{1000});
}

TEST_F(SlackReconnect, TooManySocketsWaitsAndDoubles) {
  chance = 0.0;
  for (const std::int64_t wait : {30, 60, 120, 240, 480, 600, 600}) {
    policy.hello(now);
    const Reconnect next = policy.disconnect("too_many_websockets", now);
    EXPECT_EQ(next.wait, seconds{wait});
    EXPECT_FALSE(next.keep_old);
  }
  chance = 0.5;
  lived(seconds{60});
  EXPECT_EQ(policy.disconnect("too_many_websockets", now).wait, seconds{45});
}

TEST_F(SlackReconnect, WhatOnlyAPersonCanMendIsTriedSlowlyAndSaidOnce) {
  EXPECT_TRUE(failed(ErrorKind::forbidden).alert);
  const Reconnect again = failed(ErrorKind::forbidden);
  EXPECT_FALSE(again.alert);
  EXPECT_EQ(again.wait, std::chrono::minutes{5});
  lived(seconds{60});
  const Reconnect disabled = policy.disconnect("link_disabled", now);
  EXPECT_TRUE(disabled.alert);
  EXPECT_EQ(disabled.wait, std::chrono::minutes{5});
  EXPECT_FALSE(disabled.keep_old);
}

TEST_F(SlackReconnect, RetryAfterIsHonoured) {
  chance = 0.5;
  EXPECT_EQ(failed(ErrorKind::rate_limited, 47).wait, milliseconds{47500});
  EXPECT_EQ(failed(ErrorKind::rate_limited).wait, milliseconds{30500});
}

}  // namespace
}  // namespace muster::slack

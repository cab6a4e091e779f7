#include "integrations/slack/ids.hpp"

#include <gtest/gtest.h>

namespace muster::slack {
namespace {

TEST(SlackTime, KeepsEveryDigitOfATs) {
  const auto time = time_of_ts("1503435956.000247");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time_since_epoch().count(), 1503435956000247);
  EXPECT_EQ(ts_of_time(*time), "1503435956.000247");
  EXPECT_EQ(time_of_ts("1503435956")->time_since_epoch().count(), 1503435956000000);
}

TEST(SlackTime, IsNothingForWhatIsNoTs) {
  for (const char* text : {"", ".", "abc", "-5.0", "1503435956.x", "99999999999999999999.0"}) {
    EXPECT_FALSE(time_of_ts(text)) << text;
  }
}

TEST(SlackChannelName, KeepsToWhatSlackAllows) {
  EXPECT_EQ(channel_name("inc-42-DB down: checkout!"), "inc-42-db-down-checkout");
  EXPECT_EQ(channel_name("größe"), "gr-e");
  EXPECT_EQ(channel_name("  --x--  "), "x");
  EXPECT_EQ(channel_name("!!!"), "incident");
  EXPECT_EQ(channel_name("___"), "incident");
  EXPECT_EQ(channel_name(std::string(200, 'a')).size(), 80U);
  EXPECT_EQ(channel_name("abc-def", 4), "abc");
}

TEST(SlackChannelId, IsToldFromAName) {
  EXPECT_TRUE(is_channel_id("C0123ABCD"));
  EXPECT_TRUE(is_channel_id("G0123ABCD"));
  EXPECT_FALSE(is_channel_id("#incidents"));
  EXPECT_FALSE(is_channel_id("Checkouts"));
  EXPECT_FALSE(is_channel_id("C1"));
}

TEST(SlackPermalink, NamesMessageThreadAndRoom) {
  const Self self{.team = "T1", .workspace = "https://acme.slack.com/"};
  EXPECT_EQ(permalink(self, room_place("C1")), "https://acme.slack.com/archives/C1");
  EXPECT_EQ(permalink(self, message_place("C1", "1503435956.000247")),
            "https://acme.slack.com/archives/C1/p1503435956000247");
  EXPECT_EQ(permalink(self, message_place("C1", "2.000001", "1.000001")),
            "https://acme.slack.com/archives/C1/p2000001?thread_ts=1.000001&cid=C1");
  EXPECT_EQ(permalink({}, room_place("C1")), "");
}

}  // namespace
}  // namespace muster::slack

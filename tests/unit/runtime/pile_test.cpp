#include "bot/runtime/pile.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::minutes;

const Time kNow{std::chrono::hours{1000}};
const Destination kRoom{To::incident_room, ""};

OutboxRow row(std::int64_t seq, Time promised, int attempt = 0, Destination to = kRoom,
              std::int64_t incident = 1) {
  OutboxRow made;
  made.key = "INC-" + std::to_string(incident) + "/" + std::to_string(seq);
  made.incident = {incident};
  made.effect = {"slack", PostMessage{std::move(to), "captured", seq}};
  made.not_before = promised;
  made.attempt = attempt;
  return made;
}

TEST(Pile, ThreeOldMessagesToOnePlaceAreSaidAtOnce) {
  const std::list<OutboxRow> lane{row(3, kNow - minutes{9}), row(4, kNow - minutes{2}), row(5, kNow)};
  const auto piles = piled_up(lane, kNow);
  ASSERT_EQ(piles.size(), 1U);
  EXPECT_EQ(piles[0].about, (std::vector<Seq>{3, 4, 5}));
  EXPECT_EQ(piles[0].keys.size(), 3U);
  EXPECT_EQ(piles[0].platform, "slack");
}

TEST(Pile, FewOrFreshMessagesAreSaidAsTheyAre) {
  EXPECT_TRUE(piled_up({row(3, kNow - minutes{9}), row(4, kNow - minutes{9})}, kNow).empty());
  EXPECT_TRUE(piled_up({row(3, kNow - minutes{4}), row(4, kNow), row(5, kNow)}, kNow).empty());
}

TEST(Pile, WhatMayHaveBeenSaidIsNotGathered) {
  const std::list<OutboxRow> lane{row(3, kNow - minutes{9}, 4), row(4, kNow - minutes{9}),
                                  row(5, kNow - minutes{9}), row(6, kNow)};
  const auto piles = piled_up(lane, kNow);
  ASSERT_EQ(piles.size(), 1U);
  EXPECT_EQ(piles[0].about, (std::vector<Seq>{4, 5, 6}));
}

TEST(Pile, PeopleAndOtherIncidentsAreApart) {
  const Destination ann{To::person, "ann"};
  const Destination incidents{To::announcements, ""};
  const Time old = kNow - minutes{9};
  EXPECT_TRUE(piled_up({row(3, old, 0, ann), row(4, old, 0, ann), row(5, old, 0, ann)}, kNow).empty());
  EXPECT_TRUE(
      piled_up({row(3, old, 0, incidents, 1), row(4, old, 0, incidents, 2), row(5, old, 0, incidents, 3)},
               kNow)
          .empty());
}

TEST(Pile, WhatAsksForSomethingIsSaidAsItIs) {
  std::list<OutboxRow> lane;
  for (const char* wording :
       {"reminder_update_overdue", "page_room", "role_prompt", "handoff_request", "no_such_wording"}) {
    OutboxRow asks = row(3, kNow - minutes{9});
    asks.effect.body = PostMessage{kRoom, wording, 3};
    lane.push_back(asks);
  }
  EXPECT_TRUE(piled_up(lane, kNow).empty());
}

TEST(Pile, AnAudienceHearsItsOwnWords) {
  const Destination everybody{To::audience, "public"};
  const Time old = kNow - minutes{9};
  EXPECT_TRUE(
      piled_up({row(3, old, 0, everybody), row(4, old, 0, everybody), row(5, old, 0, everybody)}, kNow)
          .empty());
}

TEST(Pile, WhatWasGatheredIsGatheredAgain) {
  OutboxRow before = row(9, kNow - minutes{6});
  before.effect.body = PostCatchup{kRoom, {3, 4, 5}};
  const auto piles = piled_up({before, row(7, kNow), row(8, kNow)}, kNow);
  ASSERT_EQ(piles.size(), 1U);
  EXPECT_EQ(piles[0].about, (std::vector<Seq>{3, 4, 5, 7, 8}));
}

}  // namespace
}  // namespace muster

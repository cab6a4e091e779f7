#include "bot/console/sessions.hpp"

#include <gtest/gtest.h>

#include "bot/net/digest.hpp"

namespace muster::console {
namespace {

using std::chrono::hours;

const Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
const PersonId kAnn{"ann"};

Sessions sessions() {
  return Sessions{hours{24 * 30}, hours{24 * 7}};
}

TEST(Sessions, TheTokenFindsItsPersonAndOnlyItsHashIsKept) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  const Session* found = all.find(opened.token.reveal(), kNow);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->person, kAnn);
  EXPECT_EQ(opened.record.token_hash, net::sha256_hex(opened.token.reveal()));
  EXPECT_GE(opened.token.reveal().size(), 43U);
  EXPECT_EQ(all.find(opened.record.token_hash, kNow), nullptr) << "the hash itself must sign nobody in";
  EXPECT_EQ(all.find("", kNow), nullptr);
}

TEST(Sessions, TwoSessionsOfOnePersonHaveDifferentTokens) {
  auto all = sessions();
  EXPECT_NE(all.open(kAnn, "Ann", kNow).token.reveal(), all.open(kAnn, "Ann", kNow).token.reveal());
}

TEST(Sessions, EndWhenIdle) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  EXPECT_NE(all.find(opened.token.reveal(), kNow + hours{24 * 7 - 1}), nullptr);
  EXPECT_NE(all.find(opened.token.reveal(), kNow + hours{24 * 13}), nullptr) << "a request is a sign of life";
  EXPECT_EQ(all.find(opened.token.reveal(), kNow + hours{24 * 20}), nullptr);
}

TEST(Sessions, LookingIsNoSignOfLife) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  EXPECT_TRUE(all.is_alive(opened.record.token_hash, kNow + hours{24 * 6}));
  EXPECT_FALSE(all.is_alive(opened.record.token_hash, kNow + hours{24 * 7}));
}

TEST(Sessions, EndAtTheirExpiryHoweverBusy) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  for (int day = 1; day < 30; ++day)
    ASSERT_NE(all.find(opened.token.reveal(), kNow + hours{24 * day}), nullptr) << day;
  EXPECT_EQ(all.find(opened.token.reveal(), kNow + hours{24 * 30}), nullptr);
}

TEST(Sessions, ClosedOnesDoNotComeBack) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  all.close(opened.record.token_hash);
  EXPECT_EQ(all.find(opened.token.reveal(), kNow), nullptr);
  EXPECT_FALSE(all.has_person(kAnn));
}

TEST(Sessions, RestoredOnesStandUntilTheirExpiry) {
  auto all = sessions();
  const auto opened = all.open(kAnn, "Ann", kNow);
  auto after_restart = sessions();
  after_restart.restore(opened.record, kNow + hours{24 * 29});
  EXPECT_NE(after_restart.find(opened.token.reveal(), kNow + hours{24 * 29}), nullptr);
  auto much_later = sessions();
  much_later.restore(opened.record, kNow + hours{24 * 31});
  EXPECT_EQ(much_later.find(opened.token.reveal(), kNow + hours{24 * 31}), nullptr);
}

TEST(Sessions, TheCsrfTokenBelongsToOneSession) {
  EXPECT_EQ(csrf_token("a"), csrf_token("a"));
  EXPECT_NE(csrf_token("a"), csrf_token("b"));
}

}  // namespace
}  // namespace muster::console

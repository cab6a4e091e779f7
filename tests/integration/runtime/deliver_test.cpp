// What is said is what is true when it is said.
#include <gmock/gmock.h>

#include "tests/integration/runtime/rig.hpp"

namespace muster {
namespace {

using test::Rig;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Delivering : public testing::Test {
 protected:
  Delivering() {
    rig.type("ann", "declare sev2 Checkout is down");
    rig.settle();
    rig.chat.said.clear();
  }
  std::function<asio::awaitable<void>()> becomes_private() {
    return [this]() -> asio::awaitable<void> {
      const auto answer = co_await rig.typing("ann", "INC-1 private now", "");
      EXPECT_TRUE(answer && !answer->refused);
    };
  }
  Rig rig;
};

// Rows wait until a time of the wall clock has come; when that was set back, they would wait for as long.
TEST_F(Delivering, AClockThatIsSetBackHoldsNothingUp) {
  rig.chat.while_opening = [this]() -> asio::awaitable<void> {
    rig.clock.advance(std::chrono::hours{-1});
    co_return;
  };
  rig.type("ann", "declare sev2 --anyway Search is slow");
  rig.settle();
  EXPECT_THAT(rig.chat.said_in("inc-2-search-is-slow"), Not(IsEmpty()));
  const Counter& jumps = rig.metrics.counter("muster_clock_jumps_total", "");
  rig.until([&] { return jumps.value() == 1; });
}

TEST_F(Delivering, WhatIsPromisedIsSaid) {
  rig.type("ann", "INC-1 resolve errors are back to normal");
  rig.settle();
  EXPECT_THAT(rig.chat.said_in("incidents"), Contains(HasSubstr("INC-1 is resolved")));
}

TEST_F(Delivering, APageBeforeAnyIncidentReachesThePersonAndItsAnswerTheSender) {
  rig.type("bea", "help");  // has been met
  const auto sent = rig.type("ann", "page @bea the mail queue grows");
  ASSERT_TRUE(sent && !sent->refused);
  rig.settle();
  EXPECT_THAT(rig.chat.said_in("@slack:bea"), Contains(HasSubstr("the mail queue grows")));
  rig.type("bea", "ack PG-1");
  rig.settle();
  EXPECT_THAT(rig.chat.said_in("@slack:ann"), Contains(HasSubstr("acknowledged page PG-1")));
}

TEST_F(Delivering, AReportIsAnsweredFromWhatTheAskerMaySee) {
  rig.type("ann", "declare sev1 --private Somebody is in the customer database");
  rig.settle();
  rig.clock.advance(std::chrono::minutes{1});
  const auto answer = [&](const std::string& who, const std::string& text) {
    const auto given = rig.type(who, text);
    return given && given->message ? plain_text(*given->message) : std::string{};
  };
  EXPECT_THAT(answer("ann", "report 7d"), HasSubstr("Incidents declared: 2"));
  EXPECT_THAT(answer("bea", "report 7d"), HasSubstr("Incidents declared: 1"));
  EXPECT_THAT(answer("bea", "report month"), HasSubstr("Nothing is overdue"));
  EXPECT_THAT(answer("bea", "report 9z"), HasSubstr("30d"));
}

TEST_F(Delivering, AnIncidentLikeAPastOneSaysSoWithWhatIsStillOpen) {
  rig.type("ann", "INC-1 followup alert on certificate age");
  rig.type("ann", "INC-1 resolve errors are back to normal");
  rig.type("ann", "declare sev3 --anyway Search is slow");
  rig.settle();
  EXPECT_THAT(rig.chat.said_in("inc-2-search-is-slow"), Not(Contains(HasSubstr("happened before"))));
  rig.type("ann", "declare sev2 --anyway Checkout is down again");
  rig.settle();
  EXPECT_THAT(
      rig.chat.said_in("inc-3-checkout-is-down-again"),
      Contains(testing::AllOf(HasSubstr("INC-1 Checkout is down"), HasSubstr("alert on certificate age"))));
}

TEST_F(Delivering, AnAnnouncementOfWhatBecamePrivateMeanwhileIsNotMade) {
  rig.chat.while_looking_up = becomes_private();
  rig.type("ann", "INC-1 resolve errors are back to normal");
  rig.settle();
  EXPECT_EQ(rig.board.find({1})->visibility, Visibility::private_);
  EXPECT_THAT(rig.chat.said_in("incidents"), IsEmpty());
}

TEST_F(Delivering, NothingIsSaidIntoTheOldRoomOfWhatBecamePrivate) {
  rig.chat.while_opening = becomes_private();
  // The first room of INC-2 is being opened while INC-1 becomes private: both go their way.
  rig.type("ann", "declare sev3 --anyway Search is slow");
  rig.settle();
  EXPECT_THAT(rig.board.find({2})->rooms.at("slack").name, HasSubstr("search-is-slow"));
  const std::string secret = rig.board.find({1})->rooms.at("slack").name;
  rig.chat.said.clear();
  rig.type("ann", "INC-1 severity sev1");
  rig.settle();
  ASSERT_FALSE(rig.chat.said.empty());
  for (const auto& said : rig.chat.said) EXPECT_EQ(said.where, secret);
}

TEST_F(Delivering, ACardOnItsWayIntoTheRoomOfWhatBecomesPrivateIsNotBroughtUpToDateThere) {
  const std::string open = "inc-2-payroll-leaked";
  rig.chat.slow_room = open;
  rig.chat.while_posting = [this]() -> asio::awaitable<void> {
    const auto answer = co_await rig.typing("ann", "INC-2 private now", "");
    EXPECT_TRUE(answer && !answer->refused);
  };
  rig.type("ann", "declare sev3 --anyway Payroll leaked");
  rig.settle();
  ASSERT_EQ(rig.chat.said_in(open).size(), 1U) << "it was on its way";
  ASSERT_NE(rig.board.find({2})->rooms.at("slack").name, open);
  rig.chat.said.clear();
  rig.chat.edited.clear();
  rig.type("ann", "INC-2 severity sev1");
  rig.settle();
  EXPECT_THAT(rig.chat.said_in(open), IsEmpty());
  EXPECT_FALSE(rig.chat.edited.empty());
  for (const auto& edit : rig.chat.edited) EXPECT_NE(edit.where, open) << edit.text;
}

TEST_F(Delivering, ACardThatWaitsIsBroughtUpToDateOnceForAllThatChanged) {
  const std::string room = rig.board.find({1})->rooms.at("slack").name;
  rig.chat.edited.clear();
  rig.chat.slow_room = room;
  rig.chat.while_posting = [this]() -> asio::awaitable<void> {
    for (const char* title : {"Search is slow", "Search is down", "All of search is down"}) {
      const auto answer = co_await rig.typing("ann", "INC-1 edit title " + std::string{title}, "");
      EXPECT_TRUE(answer && !answer->refused);
    }
  };
  rig.type("ann", "INC-1 severity sev1");
  rig.settle();
  std::vector<std::string> cards;
  for (const auto& edit : rig.chat.edited) {
    if (edit.where == room) cards.push_back(edit.text);
  }
  EXPECT_THAT(cards, ElementsAre(HasSubstr("All of search is down")));
}

TEST_F(Delivering, TheAnswerToADeclarationNamesTheRoomThatOpened) {
  const auto answer = rig.type("ann", "declare sev3 --anyway Search is slow", "lunch");
  ASSERT_TRUE(answer && answer->message);
  EXPECT_THAT(plain_text(*answer->message), HasSubstr("#" + rig.board.find({2})->rooms.at("slack").name));
}

TEST_F(Delivering, WhoIsTakenOffAPrivateIncidentIsPutOutOfItsRoom) {
  rig.type("bea", "INC-1 join");
  rig.type("cyd", "INC-1 join");
  rig.type("ann", "INC-1 private now");
  rig.settle();
  const std::string secret = rig.board.find({1})->rooms.at("slack").name;
  rig.type("ann", "INC-1 private --remove @bea");
  rig.settle();
  ASSERT_EQ(rig.chat.put_out.size(), 1U);
  EXPECT_EQ(rig.chat.put_out[0].where, secret);
  EXPECT_EQ(rig.chat.put_out[0].text, "slack:bea");
}

TEST_F(Delivering, ARoomThatOpensTooLateHearsNothing) {
  rig.chat.while_opening = [this]() -> asio::awaitable<void> {
    const auto answer = co_await rig.typing("ann", "INC-2 private now", "");
    EXPECT_TRUE(answer && !answer->refused);
  };
  rig.type("ann", "declare sev3 --anyway Payroll leaked");
  rig.settle();
  ASSERT_EQ(rig.chat.rooms.size(), 3U);  // of INC-1, the public one of INC-2, its private one
  const std::string secret = rig.board.find({2})->rooms.at("slack").name;
  EXPECT_EQ(secret, rig.chat.rooms.back());
  EXPECT_THAT(rig.chat.said_in(rig.chat.rooms[1]), IsEmpty());
}

}  // namespace
}  // namespace muster

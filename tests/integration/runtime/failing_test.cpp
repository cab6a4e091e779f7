// A store that fails: nothing spins, nothing is silent, and whoever watches is told.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <boost/asio/co_spawn.hpp>

#include "tests/integration/runtime/rig.hpp"

namespace muster {
namespace {

using test::Rig;
using testing::HasSubstr;

TEST(Failing, AReceiptThatCanNeverBeKeptDoesNotHoldUpTheLane) {
  Rig rig;
  rig.chat.while_opening = [&rig]() -> asio::awaitable<void> {
    rig.remove_database();
    co_return;
  };
  rig.type("ann", "declare sev2 Checkout is down");
  rig.until([&] { return rig.outbox->idle() && rig.outbox->backlog().rows == 0; });
  EXPECT_GE(rig.outbox->backlog().failing_lanes, 1U);
  EXPECT_THAT(rig.outbox->backlog().last_error, HasSubstr("removed"));
}

TEST(Failing, ADatabaseThatWasRemovedIsTold) {
  Rig rig;
  rig.type("ann", "declare sev2 Checkout is down");
  rig.settle();
  EXPECT_FALSE(rig.engine->load().store_failing);
  rig.remove_database();
  EXPECT_FALSE(rig.type("ann", "INC-1 note still here"));
  EXPECT_TRUE(rig.engine->load().store_failing);
  EXPECT_THAT(rig.engine->load().store_error, HasSubstr("removed"));
}

TEST(Failing, WhatIsDueAndFailsIsNotTriedAtFullSpeed) {
  Rig rig;
  rig.type("ann", "declare sev2 Checkout is down");
  rig.settle();
  rig.remove_database();
  Counter& batches = rig.metrics.counter("muster_engine_batches_total", "");
  const double before = batches.value();
  rig.clock.advance(std::chrono::hours{2});
  const auto begin = steady_now();
  rig.engine->poke();
  rig.until([&] { return batches.value() >= before + 4; });
  EXPECT_GE(steady_now() - begin, std::chrono::milliseconds{1200}) << "half a second between two tries";
}

// Somebody else's program that has the database for itself until it is let go.
class ForeignLock {
 public:
  explicit ForeignLock(const std::filesystem::path& file) {
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ForeignLock(const ForeignLock&) = delete;
  ForeignLock& operator=(const ForeignLock&) = delete;
  ~ForeignLock() { sqlite3_close(db_); }

 private:
  sqlite3* db_ = nullptr;
};

TEST(Failing, MoreThanCanBeAnsweredInTimeIsRefusedAtOnce) {
  Rig rig;
  int answered = 0;
  int busy = 0;
  constexpr int kInputs = 6000;
  {
    const ForeignLock lock{rig.database()};
    for (int i = 0; i < kInputs; ++i) {
      asio::co_spawn(rig.io, rig.desk->write({}), [&](std::exception_ptr, Result<Done> done) {
        ++answered;
        if (!done && done.error().say.starts_with("muster is busy: ")) ++busy;
      });
    }
    rig.until([&] { return busy > 0; });
    EXPECT_LE(rig.engine->load().queued, 4096U);
  }
  rig.until([&] { return answered == kInputs; });
  EXPECT_GT(busy, 0);
  EXPECT_EQ(rig.metrics.counter("muster_engine_refused_total", "").value(), busy);
}

TEST(Failing, ThatItWorksAgainIsFoundWithoutAnybodyAsking) {
  Rig rig;
  rig.type("ann", "declare sev2 Checkout is down");
  rig.settle();
  {
    const ForeignLock lock{rig.database()};
    EXPECT_FALSE(rig.type("ann", "INC-1 note still here"));
    EXPECT_TRUE(rig.engine->load().store_failing);
    EXPECT_THAT(rig.engine->load().store_error, HasSubstr("locked by another process"));
    rig.clock.advance(std::chrono::hours{2});
    rig.engine->poke();
    rig.until([&] { return rig.engine->load().overdue > 0; });
  }
  rig.until([&] { return !rig.engine->load().store_failing && rig.engine->load().overdue == 0; });
}

TEST(Failing, AViewThatCannotBeReadIsAnAnswerWithAnErrorId) {
  Rig rig{false};
  rig.type("ann", "declare sev2 Checkout is down");
  const auto answer = rig.type("ann", "INC-1 timeline");
  ASSERT_TRUE(answer && answer->message);
  EXPECT_THAT(plain_text(*answer->message), testing::ContainsRegex("error [0-9a-f]{8}"));
}

TEST(Desk, APrivateIncidentsOwnRoomShowsItToWhoeverTheChatLetIn) {
  Rig rig;
  rig.type("ann", "declare sev2 --private Payroll leaked");
  rig.settle();
  const std::string room = rig.board.find({1})->rooms.at("slack").place.room;
  const auto inside = rig.type("bea", "roles", room);
  ASSERT_TRUE(inside && inside->message);
  EXPECT_THAT(plain_text(*inside->message), HasSubstr("INC-1"));
  const auto outside = rig.type("eve", "INC-1 roles");
  ASSERT_TRUE(outside && outside->message);
  EXPECT_TRUE(outside->refused);
}

}  // namespace
}  // namespace muster

// A store that fails: nothing spins, nothing is silent, and whoever watches is told.
#include <gmock/gmock.h>

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

// What the engine promises about things that come twice, late or half.
#include <gmock/gmock.h>

#include "bot/domain/timers.hpp"
#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::IsEmpty;

Inbound typed(const std::string& key, const std::string& text) {
  Inbound inbound;
  inbound.origin_key = key;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", "", "", ""};
  inbound.what = CommandTyped{text, {}};
  return inbound;
}

TEST(EngineRule, ARepeatedNoIsANoAgain) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  const auto first = stage.submit(typed("once", "INC-1 severity sev9"));
  const auto second = stage.submit(typed("once", "INC-1 severity sev9"));
  ASSERT_TRUE(first && first->refusal && second);
  EXPECT_TRUE(second->repeated);
  ASSERT_TRUE(second->refusal);
  EXPECT_EQ(second->refusal->code, first->refusal->code);
  EXPECT_EQ(second->refusal->say, first->refusal->say);
  const auto done = stage.submit(typed("twice", "INC-1 severity sev1"));
  const auto again = stage.submit(typed("twice", "INC-1 severity sev1"));
  ASSERT_TRUE(done && again);
  EXPECT_FALSE(again->refusal);
  EXPECT_EQ(again->reply.say, done->reply.say);
}

TEST(EngineRule, ATimerThatWasHandledIsNotDueForEver) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  const auto timers = wanted_timers(stage.incident(), default_policy());
  ASSERT_FALSE(timers.empty());
  // As after a crash between two versions of the rules: the key is known, the timer is kept.
  for (const Timer& timer : timers) ASSERT_TRUE(stage.submit(typed("timer/" + timer.key(), "list")));
  stage.pass(std::chrono::hours{48});
  for (int times = 0; times < 50 && stage.due() > 0; ++times) stage.pass(std::chrono::seconds{0});
  EXPECT_EQ(stage.due(), 0U);
}

TEST(EngineRule, AReceiptIsKeptWithItsRowOrNotAtAll) {
  Stage stage;
  stage.type("ann", "declare sev2 Checkout is down");
  Inbound inbound;
  const OpenRoom open{"inc-1", false};
  inbound.what =
      EffectDelivered{"INC-1/unknown/0", {1}, open, "slack", {"slack", "room", "", ""}, "inc-1", "", {}, 0};
  EXPECT_FALSE(stage.submit(std::move(inbound)));
  EXPECT_THAT(stage.bodies<RoomOpened>(), IsEmpty());
  EXPECT_FALSE(stage.type("ann", "INC-1 severity sev1").refusal) << "the record goes on";
}

}  // namespace
}  // namespace muster

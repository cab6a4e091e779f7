// One update for many rooms: each is told once, at the pace the chat takes, and nothing else waits for that.
#include <gmock/gmock.h>

#include "tests/integration/runtime/rig.hpp"

namespace muster {
namespace {

using test::Rig;
using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

constexpr int kRooms = 30;
constexpr int kAtOnce = 21;  // as many as BroadcastPace lets go

std::string room(int number) {
  return "room-" + std::to_string(number);
}

Policy with_rooms(int rooms = kRooms) {
  Policy policy = default_policy();
  for (AudienceRule& audience : policy.audiences) {
    if (audience.id != kInternal) continue;
    for (int i = 1; i <= rooms; ++i) audience.rooms["slack"].push_back(room(i));
  }
  return policy;
}

class Broadcasting : public testing::Test {
 protected:
  Broadcasting() {
    rig.type("ann", "declare sev2 Checkout is down");
    rig.settle();
    rig.chat.said.clear();
  }
  void update() { rig.type("ann", "INC-1 update we are rolling back"); }
  int told() {
    int count = 0;
    for (int i = 1; i <= kRooms; ++i) count += static_cast<int>(rig.chat.said_in(room(i)).size());
    return count;
  }
  void pass(Duration time) {
    rig.clock.advance(time);
    rig.outbox->poke();
  }
  void expect_each_told_once() {
    for (int i = 1; i <= kRooms; ++i) EXPECT_THAT(rig.chat.said_in(room(i)), SizeIs(1)) << room(i);
  }
  Rig rig{true, with_rooms()};
};

TEST_F(Broadcasting, EachRoomIsToldOnceAndOtherThingsGoPast) {
  update();
  rig.until([&] { return told() == kAtOnce; });
  rig.type("ann", "INC-1 severity sev1");
  rig.until([&] { return !rig.chat.said_in("inc-1-checkout-is-down").empty(); });
  EXPECT_EQ(told(), kAtOnce) << "the others wait for the clock";
  pass(std::chrono::seconds{1});
  rig.settle();
  expect_each_told_once();
}

TEST_F(Broadcasting, ARoomThatIsLimitedHoldsUpNobody) {
  rig.chat.limited = {room(3)};
  update();
  rig.until([&] { return told() == kAtOnce - 1; });
  pass(std::chrono::seconds{1});
  rig.until([&] { return told() == kRooms - 1; });
  pass(rig.chat.kLimitedFor);
  rig.settle();
  expect_each_told_once();
}

TEST_F(Broadcasting, SeveralLimitedRoomsMeanTheWholeChat) {
  rig.chat.limited = {room(3), room(5)};
  update();
  rig.until([&] { return told() == kAtOnce - 2 && rig.chat.limited.empty(); });
  pass(std::chrono::seconds{1});
  rig.type("ann", "INC-1 severity sev1");
  rig.until([&] { return !rig.chat.said_in("inc-1-checkout-is-down").empty(); });
  EXPECT_EQ(told(), kAtOnce - 2);
  pass(rig.chat.kLimitedFor);
  rig.until([&] {
    pass(std::chrono::milliseconds{50});
    return told() == kRooms;
  });
  rig.settle();
  expect_each_told_once();
}

TEST_F(Broadcasting, ARoomThatWasTakenOutOfTheConfigurationIsNotTold) {
  update();
  rig.until([&] { return told() == kAtOnce; });
  rig.board.policy = std::make_shared<const Policy>(with_rooms(kRooms - 1));
  pass(std::chrono::seconds{1});
  rig.settle();
  EXPECT_EQ(told(), kRooms - 1);
  EXPECT_TRUE(rig.chat.said_in(room(kRooms)).empty());
}

}  // namespace
}  // namespace muster

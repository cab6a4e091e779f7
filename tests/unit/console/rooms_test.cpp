#include "bot/console/rooms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/console/typed.hpp"

namespace muster::console {
namespace {

using testing::ElementsAre;

const PersonId kAnn{"ann"};
const PersonId kBen{"ben"};
const PersonId kAuditor{"eve"};

struct RoomsTest : testing::Test {
  Board board;
  Rooms rooms;

  RoomsTest() {
    auto policy = default_policy();
    policy.auditors = {kAuditor};
    board.policy = std::make_shared<const Policy>(std::move(policy));
    put(7, Visibility::public_);
    put(8, Visibility::private_);
    rooms.apply(ChatRoomOpened{"incidents", "incidents", false, {}});
    rooms.apply(ChatRoomOpened{"inc-7", "inc-7-checkout", false, IncidentNumber{7}});
    rooms.apply(ChatRoomOpened{"inc-8", "inc-8-leak", true, IncidentNumber{8}});
    rooms.apply(ChatRoomOpened{"inc-9", "inc-9-gone", false, IncidentNumber{9}});
    rooms.apply(ChatRoomOpened{"direct-ben", "muster", true, {}});
    rooms.apply(ChatMemberAdded{"direct-ben", kBen});
  }

  void put(std::int64_t number, Visibility visibility) {
    Incident incident;
    incident.number = {number};
    incident.visibility = visibility;
    incident.members = {kAnn};
    board.incidents[incident.number] = std::make_shared<const Incident>(incident);
  }
  std::vector<std::string> seen_by(const PersonId& person) {
    std::vector<std::string> ids;
    for (const auto& room : rooms.visible_to(person, board)) ids.push_back(room.id);
    return ids;
  }
};

TEST_F(RoomsTest, EachSeesTheirRoomsInOrder) {
  EXPECT_THAT(seen_by(kAnn), ElementsAre("incidents", "inc-8", "inc-7"));
  EXPECT_THAT(seen_by(kBen), ElementsAre("incidents", "inc-7", "direct-ben"));
  EXPECT_THAT(seen_by(kAuditor), ElementsAre("incidents", "inc-8", "inc-7"));
}

TEST_F(RoomsTest, BeingAMemberOfThePrivateRoomIsNotEnough) {
  rooms.apply(ChatMemberAdded{"inc-8", kBen});
  EXPECT_THAT(seen_by(kBen), testing::Not(testing::Contains("inc-8")));
}

TEST_F(RoomsTest, ChangesAreTakenUp) {
  rooms.apply(ChatRoomTopic{"inc-7", "SEV1"});
  rooms.apply(ChatBookmark{"inc-7", "Page", "https://a.example/1"});
  rooms.apply(ChatBookmark{"inc-7", "Incident page", "https://a.example/1"});
  const ChatRoomRow* room = rooms.find("inc-7");
  ASSERT_NE(room, nullptr);
  EXPECT_EQ(room->topic, "SEV1");
  EXPECT_THAT(room->bookmarks, ElementsAre(testing::Pair("Incident page", "https://a.example/1")));
  EXPECT_EQ(rooms.apply(ChatRoomTopic{"nowhere", "x"}), nullptr);
  EXPECT_EQ(rooms.apply(ChatMessagePinned{"inc-7", "m"}), nullptr);
}

TEST(Typed, TellsCommandsFromMessages) {
  auto policy = default_policy();
  policy.command = "/inc";
  EXPECT_EQ(command_in("/inc severity sev1", policy), "severity sev1");
  EXPECT_EQ(command_in("  /INC", policy), "");
  EXPECT_EQ(command_in("/incident list", policy), "list");
  EXPECT_EQ(command_in("@muster: note rolled back", policy), "note rolled back");
  EXPECT_EQ(command_in("@Muster, help", policy), "help");
  EXPECT_EQ(command_in("/incidents are fun", policy), std::nullopt);
  EXPECT_EQ(command_in("I asked @muster", policy), std::nullopt);
  EXPECT_EQ(command_in("/shrug", policy), std::nullopt);
  EXPECT_EQ(command_in("", policy), std::nullopt);
}

TEST(Typed, AimsAtTheIncidentThatIsLookedAt) {
  EXPECT_EQ(aimed_at(IncidentNumber{7}, "severity sev1"), "INC-7 severity sev1");
  EXPECT_EQ(aimed_at(IncidentNumber{7}, ""), "INC-7");
  EXPECT_EQ(aimed_at(IncidentNumber{7}, "INC-8 severity sev1"), "INC-8 severity sev1");
  EXPECT_EQ(aimed_at(IncidentNumber{}, "list"), "list");
}

}  // namespace
}  // namespace muster::console

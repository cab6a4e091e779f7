// Several chats at once: what is put on the timeline in one is said in the others, and what one missed is
// said at once.
#include <gmock/gmock.h>

#include <set>

#include "tests/unit/handlers/stage.hpp"

namespace muster {
namespace {

using test::Stage;
using testing::ElementsAre;
using testing::IsEmpty;

class Bridge : public testing::Test {
 protected:
  Bridge() {
    stage.type("ann", "declare sev2 Checkout is down");
    stage.deliver_all();
    stage.take_effects();
  }
  // Platforms on which "captured" was said since the last look.
  std::vector<std::string> relayed() {
    std::vector<std::string> platforms;
    for (const OutboxRow& row : stage.take_effects()) {
      const auto* post = std::get_if<PostMessage>(&row.effect.body);
      if (post != nullptr && post->wording == "captured") platforms.push_back(row.effect.platform);
    }
    return platforms;
  }
  Stage stage{default_policy(), {"slack", "teams", "console"}};
};

TEST_F(Bridge, ANoteIsSaidInTheOtherChatAndNotAgainWhereItWasMade) {
  stage.type("ann", "INC-1 note rolled back");
  EXPECT_THAT(relayed(), ElementsAre("teams"));
}

TEST_F(Bridge, ANoteOfTheConsoleIsSaidInBoth) {
  Inbound inbound;
  inbound.from = Identity{"console", "ann", "ann"};
  inbound.place = {"console", "incidents", "", ""};
  inbound.what = CommandTyped{"INC-1 note rolled back", {}};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  EXPECT_THAT(relayed(), ElementsAre("slack", "teams"));
}

TEST_F(Bridge, APinnedMessageIsSaidInTheOtherChat) {
  Inbound inbound;
  inbound.from = Identity{"slack", "ann", "ann"};
  inbound.place = {"slack", stage.room(), "1700.1", ""};
  inbound.what = ReactionChanged{"pushpin", true};
  ASSERT_TRUE(stage.submit(std::move(inbound)));
  stage.take_effects();
  stage.deliver_all();
  EXPECT_THAT(relayed(), ElementsAre("teams"));
}

TEST_F(Bridge, WhatPiledUpBecomesOneMessageInTheSameTransaction) {
  for (const char* text : {"one", "two", "three"}) stage.type("ann", std::string{"INC-1 note "} + text);
  MessagesPiledUp piled;
  piled.incident = {1};
  piled.platform = "teams";
  for (const OutboxRow& row : stage.take_effects()) {
    const auto* post = std::get_if<PostMessage>(&row.effect.body);
    if (post == nullptr || row.effect.platform != "teams") continue;
    piled.about.push_back(post->about);
    piled.keys.push_back(row.key);
  }
  ASSERT_EQ(piled.keys.size(), 3U);
  Inbound inbound;
  inbound.origin_key = "catch-up/1";
  inbound.what = piled;
  ASSERT_TRUE(stage.submit(inbound));
  const std::vector<OutboxRow> effects = stage.take_effects();
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_EQ(std::get<PostCatchup>(effects[0].effect.body).about, piled.about);
  EXPECT_EQ(effects[0].lane, "teams/INC-1");
  ASSERT_TRUE(stage.submit(inbound)) << "a repetition";
  EXPECT_THAT(stage.take_effects(), IsEmpty());
  // After a restart only the one that stands for them is waiting.
  const auto reader = open_reader(stage.database().parent_path()).value();
  std::multiset<OutboxState> states;
  for (const OutboxRow& row : reader->outbox(false).value()) {
    for (const std::string& key : piled.keys) {
      if (row.key == key) states.insert(row.state);
    }
    if (row.key == effects[0].key) EXPECT_EQ(row.state, OutboxState::waiting);
  }
  EXPECT_EQ(states.count(OutboxState::superseded), 3U);
}

}  // namespace
}  // namespace muster

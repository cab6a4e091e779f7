// What bot/ports/chat_platform.hpp promises, of every chat.
#include "tests/integration/chat/contract.hpp"

namespace muster::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Chat, ChatContract, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatContract, PostGivesAPlaceThatEditAndRepliesAgreeOn) {
  const auto at = post(first(), "the database is down");
  ASSERT_TRUE(at) << at.error().detail;
  EXPECT_EQ(at->platform, stand->chat().name());
  EXPECT_EQ(at->room, stand->room().room);
  ASSERT_TRUE(message(*at)) << at->message;
  const auto reply = post(first("INC-1/3/0"), "looking at it", {at->platform, at->room, "", at->message});
  ASSERT_TRUE(reply) << reply.error().detail;
  ASSERT_TRUE(message(*reply));
  EXPECT_EQ(message(*reply)->thread, at->message);
  ASSERT_TRUE(edit(first("INC-1/4/0"), *reply, "found it"));
  ASSERT_TRUE(edit(first("INC-1/5/0"), *at, "the database is up"));
  EXPECT_TRUE(message(*at)->text.contains("the database is up")) << message(*at)->text;
  EXPECT_TRUE(message(*reply)->text.contains("found it")) << message(*reply)->text;
  EXPECT_EQ(shown("looking at it"), 0U);
}

TEST_P(ChatContract, ARepeatedPostIsThereOnce) {
  const auto at = post(first(), "the database is down");
  const auto same = post(again(), "the database is down");
  ASSERT_TRUE(at && same);
  EXPECT_EQ(at->message, same->message);
  EXPECT_EQ(shown("the database is down"), 1U);
  ASSERT_TRUE(post(again("INC-1/3/0"), "the database is down"));
  EXPECT_EQ(shown("the database is down"), 2U) << "another message was taken for the first";
}

TEST_P(ChatContract, EditChangesAndAddsNothing) {
  const auto at = post(first(), "SEV2");
  ASSERT_TRUE(at);
  for (const Delivery& d : {first("INC-1/3/0"), again("INC-1/3/0")}) ASSERT_TRUE(edit(d, *at, "SEV1"));
  EXPECT_EQ(shown("SEV1"), 1U);
  EXPECT_EQ(shown("SEV2"), 0U);
}

TEST_P(ChatContract, WhatIsDeletedIsGoneHoweverOftenItIsAsked) {
  const auto at = post(first(), "the keys leaked");
  const auto other = post(first("INC-1/3/0"), "the database is down");
  ASSERT_TRUE(at && other);
  ASSERT_TRUE(stand->run(stand->chat().delete_message(first("INC-1/4/0"), *at)));
  EXPECT_EQ(shown("the keys leaked"), 0U);
  EXPECT_EQ(shown("the database is down"), 1U);
  const auto gone = stand->run(stand->chat().delete_message(again("INC-1/4/0"), *at));
  EXPECT_TRUE(gone || gone.error().kind == ErrorKind::not_found) << gone.error().say;
  EXPECT_EQ(shown("the database is down"), 1U);
}

// After a restore the outbox may ask for a card that was posted and edited since.
TEST_P(ChatContract, ACardIsKnownAgainAfterItWasEdited) {
  const auto card = [](Delivery d) {
    d.card = "room";
    return d;
  };
  const auto at = post(card(first()), "SEV2");
  ASSERT_TRUE(at);
  ASSERT_TRUE(edit(card(first("INC-1/3/0")), *at, "SEV1"));
  const auto same = post(card(again()), "SEV2");
  ASSERT_TRUE(same);
  EXPECT_EQ(same->message, at->message);
  EXPECT_EQ(stand->messages(stand->room()).size(), 1U);
}

TEST_P(ChatContract, ARoomIsOpenedOnce) {
  const auto room = open_room(first(), "inc-1-db");
  ASSERT_TRUE(room) << room.error().detail;
  const auto same = open_room(again(), "inc-1-db");
  ASSERT_TRUE(same) << same.error().detail;
  EXPECT_EQ(room->place.room, same->place.room);
  EXPECT_EQ(same->name, "inc-1-db");
  EXPECT_FALSE(room->link.empty());
  EXPECT_EQ(rooms_like("inc-1-db"), 1U);
  EXPECT_FALSE(room_called("inc-1-db")->is_private);
  ASSERT_TRUE(post(first("INC-1/3/0"), "welcome", room->place));
  EXPECT_EQ(shown("welcome", room->place), 1U);
}

TEST_P(ChatContract, ADirectMessageReachesThePerson) {
  const auto at = post_direct(first(), stand->person(), "you are paged");
  ASSERT_TRUE(at) << at.error().detail;
  EXPECT_NE(at->room, stand->room().room);
  ASSERT_TRUE(edit(first("INC-1/3/0"), *at, "somebody else took it")) << "the place of a direct message";
  EXPECT_EQ(shown("you are paged"), 0U) << "told to everybody";
}

TEST_P(ChatContract, ARoomIsFoundByItsName) {
  for (const char* name : {"incidents", "#incidents"}) {
    const auto found = stand->run(stand->chat().find_room(name));
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->room, stand->room().room);
  }
  const auto none = stand->run(stand->chat().find_room("#nowhere"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_TRUE(none.error().say.contains("nowhere")) << none.error().say;
  EXPECT_TRUE(none.error().say.contains(stand->advice_without_room())) << none.error().say;
}

TEST_P(ChatContract, TheTopicIsTheLastOneSet) {
  const auto room = open_room(first(), "inc-1-db");
  ASSERT_TRUE(room);
  const auto set = [&](const Delivery& d, const std::string& topic) {
    return stand->run(stand->chat().set_topic(d, room->place, topic));
  };
  ASSERT_TRUE(set(first("INC-1/3/0"), "SEV2 · Investigating"));
  for (const Delivery& d : {first("INC-1/4/0"), again("INC-1/4/0")}) ASSERT_TRUE(set(d, "SEV1 · Mitigating"));
  EXPECT_EQ(room_called("inc-1-db")->topic, "SEV1 · Mitigating");
}

TEST_P(ChatContract, ABookmarkIsThereOnce) {
  for (const std::string& title : {std::string{"Runbook"}, "Status page " + std::string(160, 'x')}) {
    ASSERT_TRUE(bookmark(first(), title)) << title;
    ASSERT_TRUE(bookmark(again(), title)) << title;
    const std::vector<std::string> all = room_called("incidents")->bookmarks;
    const auto is_it = [&](const std::string& each) { return each.starts_with(title.substr(0, 7)); };
    EXPECT_EQ(std::ranges::count_if(all, is_it), 1) << title;
  }
}

TEST_P(ChatContract, ADocumentIsThereOnce) {
  ASSERT_TRUE(share(first(), "Postmortem"));
  ASSERT_TRUE(share(again(), "Postmortem"));
  EXPECT_EQ(stand->documents(stand->room(), "Postmortem"), 1U);
  ASSERT_TRUE(share(again("INC-1/9/0"), "Postmortem"));
  EXPECT_EQ(stand->documents(stand->room(), "Postmortem"), 2U) << "the next version was taken for the first";
}

TEST_P(ChatContract, ForeignTextMentionsNobody) {
  const auto at =
      post(first(), "<!channel> <@U0BOB> <at>bob</at> @{bob} @bob @channel @everyone <!subteam^S1>");
  ASSERT_TRUE(at) << at.error().detail;
  EXPECT_EQ(message(*at)->mentions, std::vector<std::string>{}) << message(*at)->text;
  Message greeting{{Paragraph{{{PersonMention{stand->person().id, "Ann"}, Plain{" please look"}}}}}};
  const auto meant =
      stand->run(stand->chat().post(first("INC-1/3/0"), stand->room(), std::move(greeting), stand->people()));
  ASSERT_TRUE(meant);
  EXPECT_EQ(message(*meant)->mentions.size(), 1U) << "who is meant is mentioned";
}

TEST_P(ChatContract, AMessageThatIsNotThereCannotBeFetched) {
  const auto none = stand->run(stand->chat().fetch(first(), stand->vanished_message()));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found) << none.error().say;
  EXPECT_FALSE(none.error().say.empty());
}

TEST_P(ChatContract, APinCanBeRepeated) {
  const auto at = post(first(), "the card");
  ASSERT_TRUE(at);
  for (const Delivery& d : {first("INC-1/3/0"), again("INC-1/3/0")}) {
    EXPECT_TRUE(stand->run(stand->chat().pin(d, *at)));
  }
  EXPECT_EQ(message(*at)->pinned, GetParam().can.shows_pins);
  EXPECT_EQ(shown("the card"), 1U);
}

using ChatWithStrangers = ChatsThat<&Abilities::has_strangers>;
INSTANTIATE_TEST_SUITE_P(Chat, ChatWithStrangers, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatWithStrangers, WhoHasNoAccountIsNamed) {
  const auto none = post_direct(first(), stand->stranger(), "you are paged");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_TRUE(none.error().say.contains(stand->stranger().name)) << none.error().say;
}

using ChatWithTakenNames = ChatsThat<&Abilities::has_taken_names>;
INSTANTIATE_TEST_SUITE_P(Chat, ChatWithTakenNames, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatWithTakenNames, ATakenNameGetsASuffix) {
  stand->take_name("inc-1-db");
  const auto room = open_room(first(), "inc-1-db");
  ASSERT_TRUE(room) << room.error().detail;
  EXPECT_EQ(room->name, "inc-1-db-2");
  const auto same = open_room(again(), "inc-1-db");
  ASSERT_TRUE(same) << same.error().detail;
  EXPECT_EQ(same->place.room, room->place.room);
  EXPECT_EQ(rooms_like("inc-1-db"), 2U);
}

using ChatWithPrivateRooms = ChatsThat<&Abilities::has_private_rooms>;
using ChatWithoutPrivateRooms = ChatsWithout<&Abilities::has_private_rooms>;
INSTANTIATE_TEST_SUITE_P(Chat, ChatWithPrivateRooms, ::testing::ValuesIn(all_stands()), stand_name);
INSTANTIATE_TEST_SUITE_P(Chat, ChatWithoutPrivateRooms, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatWithPrivateRooms, APrivateIncidentHasAPrivateRoom) {
  ASSERT_TRUE(open_room(first(), "inc-1-keys", true));
  EXPECT_TRUE(room_called("inc-1-keys")->is_private);
}

TEST_P(ChatWithoutPrivateRooms, APrivateIncidentHasNoRoomAndItSaysWhy) {
  const auto refused = open_room(first(), "inc-1-keys", true);
  ASSERT_FALSE(refused);
  EXPECT_FALSE(worth_retrying(refused.error().kind));
  EXPECT_TRUE(refused.error().say.contains("private")) << refused.error().say;
  EXPECT_EQ(rooms_like("inc-1-keys"), 0U);
}

}  // namespace
}  // namespace muster::testing

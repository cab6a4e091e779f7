// What bot/ports/chat_platform.hpp promises when the other side fails.
#include "tests/integration/chat/contract.hpp"

namespace muster::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Chat, ChatOverANetwork, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatOverANetwork, APostWhoseAnswerWasLostIsFoundAgain) {
  stand->next(Act::post, Trouble::answer_lost);
  const auto lost = post(first(), "the database is down");
  ASSERT_FALSE(lost);
  EXPECT_TRUE(outcome_unknown(lost.error().kind)) << to_string(lost.error().kind);
  const auto found = post(again(), "the database is down");
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(shown("the database is down"), 1U);
  EXPECT_TRUE(message(*found));
}

TEST_P(ChatOverANetwork, AReplyWhoseAnswerWasLostIsFoundAgain) {
  const auto root = post(first(), "the database is down");
  ASSERT_TRUE(root);
  const Place thread{root->platform, root->room, "", root->message};
  stand->next(Act::post, Trouble::answer_lost);
  ASSERT_FALSE(post(first("INC-1/3/0"), "looking at it", thread));
  const auto found = post(again("INC-1/3/0"), "looking at it", thread);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(shown("looking at it"), 1U);
}

TEST_P(ChatOverANetwork, APostThatNeverHappenedIsPosted) {
  stand->next(Act::post, Trouble::nothing_happened);
  ASSERT_FALSE(post(first(), "the database is down"));
  ASSERT_TRUE(post(again(), "the database is down"));
  EXPECT_EQ(shown("the database is down"), 1U);
}

TEST_P(ChatOverANetwork, ARoomIsOpenedOnceWhateverBecameOfTheAnswer) {
  for (const Trouble trouble : {Trouble::answer_lost, Trouble::nothing_happened}) {
    const std::string name = trouble == Trouble::answer_lost ? "inc-1-lost" : "inc-1-never";
    stand->next(Act::open_room, trouble);
    ASSERT_FALSE(open_room(first(name), name));
    const auto room = open_room(again(name), name);
    ASSERT_TRUE(room) << room.error().detail;
    EXPECT_EQ(room->name, name);
    EXPECT_EQ(rooms_like(name), 1U);
  }
}

TEST_P(ChatOverANetwork, ADocumentAndABookmarkAreThereOnceWhateverBecameOfTheAnswer) {
  for (const Trouble trouble : {Trouble::answer_lost, Trouble::nothing_happened}) {
    const std::string title = trouble == Trouble::answer_lost ? "Lost" : "Never";
    stand->next(Act::share_file, trouble);
    ASSERT_FALSE(share(first(title), title));
    ASSERT_TRUE(share(again(title), title));
    EXPECT_EQ(stand->documents(stand->room(), title), 1U) << title;
    stand->next(Act::bookmark, trouble);
    ASSERT_FALSE(bookmark(first(title), title));
    ASSERT_TRUE(bookmark(again(title), title));
    EXPECT_EQ(std::ranges::count(room_called("incidents")->bookmarks, title), 1) << title;
  }
}

TEST_P(ChatOverANetwork, ALimitedRoomDoesNotHoldUpAnother) {
  stand->next(Act::post, Trouble::limited);
  const auto limited = post(first(), "the database is down");
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().kind, ErrorKind::rate_limited);
  EXPECT_EQ(limited.error().retry_after_s, 60);
  // Waiting for a minute would be refused, too.
  EXPECT_TRUE(post(first("INC-1/3/0"), "all is well", stand->other_room()));
  EXPECT_TRUE(post_direct(first("INC-1/4/0"), stand->person(), "you are paged"));
  const auto still = post(first(), "the database is down");
  ASSERT_FALSE(still) << "went there during the pause";
  EXPECT_EQ(still.error().kind, ErrorKind::rate_limited);
  EXPECT_GT(still.error().retry_after_s, 0);
}

TEST_P(ChatOverANetwork, WhatIsDownIsTriedAgain) {
  const auto is_retried = [](const auto& result) { return !result && worth_retrying(result.error().kind); };
  stand->next(Act::post, Trouble::down);
  const auto failed = post(first(), "the database is down");
  ASSERT_TRUE(is_retried(failed));
  EXPECT_FALSE(failed.error().say.empty());
  const auto at = post(again(), "the database is down");
  ASSERT_TRUE(at) << at.error().detail;
  EXPECT_EQ(shown("the database is down"), 1U);
  stand->next(Act::edit, Trouble::down);
  EXPECT_TRUE(is_retried(edit(first("INC-1/3/0"), *at, "the database is up")));
  stand->next(Act::open_room, Trouble::down);
  EXPECT_TRUE(is_retried(open_room(first("INC-1/4/0"), "inc-1-db")));
  stand->next(Act::set_topic, Trouble::down);
  EXPECT_TRUE(is_retried(stand->run(stand->chat().set_topic(first("INC-1/5/0"), stand->room(), "SEV1"))));
}

TEST_P(ChatOverANetwork, WhatIsForbiddenIsFinalAndSaysWhatToDo) {
  stand->next(Act::post, Trouble::forbidden);
  const auto refused = post(first(), "the database is down");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  EXPECT_FALSE(worth_retrying(refused.error().kind));
  EXPECT_TRUE(refused.error().say.contains(stand->advice_when_forbidden())) << refused.error().say;
}

TEST_P(ChatOverANetwork, WhatIsGoneIsFinal) {
  const auto room = post(first(), "the database is down", stand->vanished_room());
  ASSERT_FALSE(room);
  EXPECT_EQ(room.error().kind, ErrorKind::not_found) << room.error().detail;
  EXPECT_FALSE(room.error().say.empty());
  const auto edited = edit(first("INC-1/3/0"), stand->vanished_message(), "the database is up");
  ASSERT_FALSE(edited);
  EXPECT_EQ(edited.error().kind, ErrorKind::not_found) << edited.error().detail;
  EXPECT_EQ(shown("the database is up"), 0U);
}

TEST_P(ChatOverANetwork, NoErrorTellsASecret) {
  std::vector<Error> errors;
  for (const Trouble trouble : {Trouble::answer_lost, Trouble::down, Trouble::forbidden, Trouble::limited}) {
    stand->next(Act::post, trouble);
    const auto failed = post(first(), "the database is down");
    ASSERT_FALSE(failed);
    errors.push_back(failed.error());
  }
  stand->next_post_is_echoed();
  const auto echoed = post(first(), "the database is down", stand->other_room());
  ASSERT_FALSE(echoed);
  errors.push_back(echoed.error());
  for (const Error& error : errors) {
    for (const std::string& secret : stand->secrets()) {
      EXPECT_FALSE(error.say.contains(secret)) << error.say;
      EXPECT_FALSE(error.detail.contains(secret)) << error.detail;
    }
  }
}

using ChatThatFindsDirectMessages = ChatsThat<&Abilities::finds_direct_again>;
INSTANTIATE_TEST_SUITE_P(Chat, ChatThatFindsDirectMessages, ::testing::ValuesIn(all_stands()), stand_name);

TEST_P(ChatThatFindsDirectMessages, ADirectMessageIsThereOnceAlthoughItsAnswerWasLost) {
  stand->next(Act::post_direct, Trouble::answer_lost);
  (void)post_direct(first(), stand->person(), "you are paged");
  const auto found = post_direct(again(), stand->person(), "you are paged");
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(shown("you are paged", *found), 1U);
}

}  // namespace
}  // namespace muster::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/store/connection.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Reader, sees_what_is_committed_while_the_writer_is_open) {
  const TempDir dir;
  const auto store = opened(dir.data());
  const auto reader = reading(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  EXPECT_THAT(reader->incidents().value(), SizeIs(1));
  ASSERT_TRUE(store->begin());
  Change change = scribe.change(1, NoteAdded{"not yet"});
  ASSERT_TRUE(store->append(change));
  EXPECT_EQ(reader->incident({1}).value()->last_seq, 1);
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(reader->incident({1}).value(), scribe.incident(1));
}

TEST(Reader, gives_events_in_order_the_last_ones_and_one) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  scribe.declare(2, "second");
  for (const char* text : {"a", "b", "c"}) scribe.record(1, NoteAdded{text});
  const auto reader = reading(dir.data());
  const auto events = reader->events({1}).value();
  ASSERT_THAT(events, SizeIs(4));
  EXPECT_EQ(events[3].prev_hash, events[2].hash);
  EXPECT_EQ(events[3].actor, actor({"ann"}));
  const auto last = reader->last_events({1}, 2).value();
  EXPECT_THAT(last, ElementsAre(Field(&Event::seq, 3), Field(&Event::seq, 4)));
  EXPECT_EQ(reader->event({1}, 2).value()->body, EventBody{NoteAdded{"a"}});
  EXPECT_FALSE(reader->event({1}, 5).value());
  EXPECT_FALSE(reader->incident({3}).value());
  const auto all = reader->incidents().value();
  EXPECT_THAT(all, ElementsAre(Field(&Incident::number, IncidentNumber{2}),
                               Field(&Incident::number, IncidentNumber{1})));
}

TEST(Reader, ranks_the_newest_hits_of_words_that_stand_everywhere_and_all_of_a_rare_one) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "checkout checkout checkout zookeeper");
  scribe.declare(2, "checkout");
  const auto reader = reading(dir.data());
  const auto found = [&](const std::string& word) {
    std::vector<IncidentNumber> numbers;
    for (const Incident& incident : reader->search({word}, 10000).value()) numbers.push_back(incident.number);
    return numbers;
  };
  EXPECT_THAT(found("checkout"), ElementsAre(IncidentNumber{1}, IncidentNumber{2}));
  // With the two that are there 5,001: the oldest is not ranked any more.
  EXPECT_EQ(RawDatabase{dir.database()}.run(
                "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 5001) "
                "INSERT INTO incident_search (rowid, title, text) SELECT i, 'checkout', '' FROM n"),
            "");
  EXPECT_THAT(found("checkout"), ElementsAre(IncidentNumber{2}));
  EXPECT_THAT(found("zookeeper"), ElementsAre(IncidentNumber{1}));
}

TEST(Reader, cannot_write) {
  const TempDir dir;
  opened(dir.data());
  auto db = store::Connection::open(dir.database(), store::Access::read_only).value();
  const auto refused = db->run("INSERT INTO person VALUES ('a', 'b', 'c')");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

class Console : public testing::Test {
 protected:
  void SetUp() override {
    store_ = opened(dir_.data());
    reader_ = reading(dir_.data());
  }
  void write(std::vector<ConsoleWrite> writes) {
    Change change;
    change.console = std::move(writes);
    ASSERT_TRUE(store_->begin());
    const auto appended = store_->append(change);
    ASSERT_TRUE(appended) << appended.error().detail;
    ASSERT_TRUE(store_->commit());
  }
  TempDir dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Reader> reader_;
};

TEST_F(Console, writing_twice_is_writing_once) {
  const std::vector<ConsoleWrite> writes = {
      ChatRoomOpened{"r1", "inc-1", true, {1}},
      ChatRoomTopic{"r1", "SEV2"},
      ChatMemberAdded{"r1", {"ann"}},
      ChatMemberAdded{"r1", {"bob"}},
      ChatMessageWritten{"r1", "m1", "", {"ann"}, kNoon, "hello"},
      ChatMessageWritten{"r1", "m2", "m1", {}, kNoon, "answer"},
      ChatMessageEdited{"r1", "m1", "hello!", kNoon + std::chrono::seconds{5}},
      ChatMessagePinned{"r1", "m2"},
      ChatReaction{"r1", "m1", "eyes", {"bob"}, true},
      ChatReaction{"r1", "m1", "eyes", {"ann"}, true},
      ChatReaction{"r1", "m1", "boom", {"ann"}, true},
      ChatReaction{"r1", "m1", "boom", {"ann"}, false},
      ChatBookmark{"r1", "Dashboard", "https://grafana.example/d/1"},
  };
  write(writes);
  write(writes);
  const auto rooms = reader_->chat_rooms().value();
  ASSERT_THAT(rooms, SizeIs(1));
  EXPECT_EQ(reader_->chat_room_called("r1").value(), "r1");
  EXPECT_EQ(reader_->chat_room_called("inc-1").value(), "r1");
  EXPECT_EQ(reader_->chat_room_called("inc-2").value(), "");
  write({ChatRoomOpened{"a", "r1", false, {}}});
  EXPECT_EQ(reader_->chat_room_called("r1").value(), "r1") << "an id goes before a name";
  EXPECT_EQ(rooms[0].topic, "SEV2");
  EXPECT_TRUE(rooms[0].is_private);
  EXPECT_EQ(rooms[0].incident.value, 1);
  EXPECT_THAT(rooms[0].members, ElementsAre(PersonId{"ann"}, PersonId{"bob"}));
  EXPECT_THAT(rooms[0].bookmarks, ElementsAre(std::pair{"Dashboard", "https://grafana.example/d/1"}));
  const auto messages = reader_->chat_messages("r1", "", 50).value();
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[0].content, "hello!");
  EXPECT_EQ(messages[0].at, kNoon);
  EXPECT_EQ(messages[0].edited_at, kNoon + std::chrono::seconds{5});
  ASSERT_THAT(messages[0].reactions, SizeIs(1));
  EXPECT_EQ(messages[0].reactions[0].emoji, "eyes");
  EXPECT_THAT(messages[0].reactions[0].people, ElementsAre(PersonId{"bob"}, PersonId{"ann"}));
  EXPECT_EQ(messages[1].thread, "m1");
  EXPECT_TRUE(messages[1].author.empty());
  EXPECT_TRUE(messages[1].pinned);
  EXPECT_FALSE(messages[1].edited_at);
}

TEST_F(Console, a_deleted_message_loses_its_words_and_does_not_come_back) {
  const ChatMessageWritten message{"r1", "m1", "", {"ann"}, kNoon, "password"};
  write({message, ChatMessageDeleted{"r1", "m1"}, message, ChatMessageEdited{"r1", "m1", "again", kNoon}});
  const auto found = reader_->chat_message("r1", "m1").value();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->deleted);
  EXPECT_EQ(found->content, "");
  EXPECT_FALSE(reader_->chat_message("r1", "m9").value());
  EXPECT_FALSE(reader_->chat_message("r2", "m1").value());
}

TEST_F(Console, pages_back_through_a_room) {
  for (const char* id : {"a", "b", "c", "d"}) write({ChatMessageWritten{"r1", id, "", {"ann"}, kNoon, id}});
  write({ChatMessageWritten{"r2", "x", "", {"ann"}, kNoon, "x"}});
  const auto ids = [&](const std::string& before, int limit) {
    std::string all;
    for (const auto& message : reader_->chat_messages("r1", before, limit).value()) all += message.id;
    return all;
  };
  EXPECT_EQ(ids("", 2), "cd");
  EXPECT_EQ(ids("c", 2), "ab");
  EXPECT_EQ(ids("a", 2), "");
  EXPECT_EQ(ids("", 0), "");
  EXPECT_EQ(ids("", 100), "abcd");
}

TEST_F(Console, keeps_sessions_until_they_are_closed) {
  write({SessionOpened{"cafe", {"ann"}, kNoon, kNoon + std::chrono::hours{8}},
         SessionOpened{"beef", {"bob"}, kNoon, kNoon + std::chrono::hours{8}}, SessionClosed{"beef"}});
  const auto sessions = reader_->sessions().value();
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(sessions[0].token_hash, "cafe");
  EXPECT_EQ(sessions[0].person, PersonId{"ann"});
  EXPECT_EQ(sessions[0].expires_at, kNoon + std::chrono::hours{8});
}

}  // namespace

}  // namespace muster::test

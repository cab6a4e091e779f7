#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

OutboxRow outbox_row(const std::string& key, std::int64_t incident, const std::string& supersedes = {}) {
  return {.key = key,
          .incident = {incident},
          .lane = "slack/INC-1",
          .supersedes = supersedes,
          .effect = {"slack", PostMessage{{To::person, "ann"}, "declared", 1}},
          .state = OutboxState::waiting,
          .attempt = 0,
          .not_before = kNoon,
          .last_error = {},
          .position = 0};
}

TEST(Store, starts_empty) {
  const TempDir dir;
  const auto store = opened(dir.data());
  const auto snapshot = store->load();
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->incidents, IsEmpty());
  EXPECT_FALSE(snapshot->last_number.exists());
}

TEST(Store, gives_back_after_a_restart_everything_a_change_wrote) {
  const TempDir dir;
  Incident written;
  const Person ann{{"ann"}, "Ann Lee", "Europe/Berlin", {{"slack", "U1"}, {"console", "ann"}}};
  const Timer timer{{1}, "update_due", "internal", kNoon + std::chrono::minutes{30}, kNoon};
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    Change change = scribe.change(1, declaration("Checkout is down", Severity{1}));
    change.origin_key = "slack/Ev1";
    change.reply = "INC-1 declared";
    change.outbox = {outbox_row("INC-1/1/0", 1, "slack/INC-1/topic"), outbox_row("INC-1/1/1", 1)};
    change.timers_set = {timer};
    change.people = {ann};
    ASSERT_TRUE(scribe.write(change));
    EXPECT_THAT(change.events[0].hash, SizeIs(64));
    EXPECT_EQ(scribe.incident(1).head_hash, change.events[0].hash);
    EXPECT_LT(change.outbox[0].position, change.outbox[1].position);
    scribe.record(1, NoteAdded{"it is the database"});
    written = scribe.incident(1);
  }
  const auto store = opened(dir.data());
  const auto snapshot = store->load();
  ASSERT_TRUE(snapshot) << snapshot.error().say;
  ASSERT_THAT(snapshot->incidents, SizeIs(1));
  EXPECT_EQ(snapshot->incidents[0], written);
  EXPECT_EQ(snapshot->last_number.value, 1);
  ASSERT_THAT(snapshot->outbox, SizeIs(2));
  EXPECT_EQ(snapshot->outbox[0].key, "INC-1/1/0");
  EXPECT_EQ(snapshot->outbox[0].effect, outbox_row("", 1).effect);
  EXPECT_EQ(snapshot->outbox[0].lane, "slack/INC-1");
  EXPECT_EQ(snapshot->outbox[0].supersedes, "slack/INC-1/topic");
  EXPECT_EQ(snapshot->outbox[0].incident.value, 1);
  EXPECT_EQ(snapshot->outbox[0].not_before, kNoon);
  EXPECT_THAT(snapshot->timers, testing::ElementsAre(timer));
  EXPECT_THAT(snapshot->people, testing::ElementsAre(ann));
}

TEST(Store, remembers_an_origin_key_and_its_reply_also_after_a_restart) {
  const TempDir dir;
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    Change change = scribe.change(1, declaration("down"));
    change.origin_key = "slack/Ev1";
    change.reply = "INC-1 declared";
    ASSERT_TRUE(scribe.write(change));
    Change again;
    again.origin_key = "slack/Ev1";
    const auto refused = scribe.write(again);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  }
  const auto store = opened(dir.data());
  EXPECT_EQ(store->seen("slack/Ev1").value(), (PriorAnswer{"INC-1 declared", ""}));
  EXPECT_EQ(store->seen("slack/Ev2").value(), std::nullopt);
}

TEST(Store, keeps_one_of_the_effects_that_wait_to_show_the_same) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "Checkout is down");
  scribe.declare(2, "Search is slow");
  const auto keep = [&](std::vector<OutboxRow> rows) {
    Change change;
    change.outbox = std::move(rows);
    EXPECT_TRUE(store->begin());
    EXPECT_TRUE(store->append(change));
    EXPECT_TRUE(store->commit());
    std::vector<std::string> kept;
    for (const OutboxRow& row : change.outbox) kept.push_back(row.key);
    return kept;
  };
  const std::string topic = "slack/INC-1/topic";
  EXPECT_THAT(keep({outbox_row("a", 1, topic), outbox_row("b", 1, topic)}), ElementsAre("a"));
  EXPECT_THAT(keep({outbox_row("c", 1), outbox_row("d", 1, topic), outbox_row("e", 1)}),
              ElementsAre("c", "e"));
  EXPECT_THAT(keep({outbox_row("f", 2, "slack/INC-2/topic")}), ElementsAre("f")) << "another one's";
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->update_outbox({"a", OutboxState::running, 1, kNoon, ""}));
  ASSERT_TRUE(store->commit());
  EXPECT_THAT(keep({outbox_row("g", 1, topic)}), ElementsAre("g")) << "a may show what was true before";
  EXPECT_THAT(keep({outbox_row("h", 1, topic)}), IsEmpty());
  OutboxRow room = outbox_row("i", 1);
  room.effect = {"slack", OpenRoom{"inc-1-secret", true}};
  EXPECT_THAT(keep({room, outbox_row("j", 1, topic)}), ElementsAre("i", "j"))
      << "g is shown before the room is there";
}

TEST(Store, keeps_the_batch_when_one_change_of_it_fails) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  ASSERT_TRUE(store->begin());
  Change good = scribe.change(1, NoteAdded{"kept"});
  ASSERT_TRUE(store->append(good));
  Change bad;
  bad.origin_key = "slack/bad";
  bad.people = {{{"bob"}, "Bob", "", {}}};
  bad.outbox = {outbox_row("twice", 1), outbox_row("twice", 1)};
  const auto refused = store->append(bad);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  Change another = scribe.change(1, NoteAdded{"kept too"});
  ASSERT_TRUE(store->append(another));
  ASSERT_TRUE(store->commit());
  const auto snapshot = store->load();
  EXPECT_EQ(snapshot->incidents[0].last_seq, 3);
  EXPECT_THAT(snapshot->outbox, IsEmpty());
  EXPECT_THAT(snapshot->people, IsEmpty());
  EXPECT_EQ(store->seen("slack/bad").value(), std::nullopt);
}

TEST(Store, refuses_events_that_do_not_follow_the_last_one) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  Change change = scribe.change(1, NoteAdded{"skips one"});
  change.events[0].seq = 3;
  const auto refused = scribe.write(change);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().say, HasSubstr("INC-1 changed meanwhile"));
}

TEST(Store, refuses_a_number_that_is_taken_and_events_without_their_incident) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  Scribe other{*store};
  Change taken = other.change(1, declaration("second"));
  taken.events.clear();
  EXPECT_EQ(other.write(taken).error().kind, ErrorKind::conflict);
  Change alone = scribe.change(1, NoteAdded{"alone"});
  alone.incidents.clear();
  EXPECT_EQ(scribe.write(alone).error().kind, ErrorKind::internal);
}

TEST(Store, rolls_a_batch_back_whole) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  ASSERT_TRUE(store->begin());
  Change change = scribe.change(1, declaration("never"));
  ASSERT_TRUE(store->append(change));
  store->rollback();
  EXPECT_THAT(store->load()->incidents, IsEmpty());
  EXPECT_FALSE(store->append(change)) << "a change needs a batch";
}

TEST(Store, writes_one_chain_for_each_incident_of_a_change) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "survivor");
  scribe.declare(2, "the same again");
  Change change = scribe.change(2, Merged{{1}, State::investigating, "same"});
  Change other = scribe.change(1, MergeReceived{{2}, kNoon});
  change.events.push_back(other.events[0]);
  change.incidents.push_back(other.incidents[0]);
  ASSERT_TRUE(scribe.write(change));
  const auto snapshot = store->load();
  EXPECT_EQ(snapshot->incidents[1].merged_into, IncidentNumber{1});
  EXPECT_EQ(snapshot->incidents[0].merged_from, std::vector{IncidentNumber{2}});
}

TEST(Store, follows_the_outbox_through_its_states) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  Change change = scribe.change(1, declaration("down"));
  change.outbox = {outbox_row("a", 1), outbox_row("b", 1)};
  ASSERT_TRUE(scribe.write(change));
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->update_outbox({"a", OutboxState::running, 1, kNoon, ""}));
  ASSERT_TRUE(store->update_outbox({"b", OutboxState::delivered, 1, kNoon, ""}));
  EXPECT_EQ(store->update_outbox({"c", OutboxState::delivered, 1, kNoon, ""}).error().kind,
            ErrorKind::not_found);
  ASSERT_TRUE(store->commit());
  const auto rows = store->load()->outbox;
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].key, "a");
  EXPECT_EQ(rows[0].state, OutboxState::running);
  EXPECT_EQ(rows[0].attempt, 1);
  EXPECT_THAT(reading(dir.data())->outbox(false).value(), SizeIs(2));
}

TEST(Store, takes_nothing_from_whoever_was_overtaken) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  Change change = scribe.change(1, declaration("down"));
  change.outbox = {outbox_row("a", 1)};
  ASSERT_TRUE(scribe.write(change));
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->update_outbox({"a", OutboxState::running, 1, kNoon, ""}));
  const auto same = store->update_outbox({"a", OutboxState::running, 1, kNoon, ""});
  EXPECT_EQ(same.error().kind, ErrorKind::conflict) << "two claims with one number";
  ASSERT_TRUE(store->update_outbox({"a", OutboxState::running, 2, kNoon, ""}));
  const auto late = store->update_outbox({"a", OutboxState::delivered, 1, kNoon, ""});
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  ASSERT_TRUE(store->update_outbox({"a", OutboxState::waiting, 2, kNoon, "busy"}));
  ASSERT_TRUE(store->commit());
  const auto rows = store->load()->outbox;
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].attempt, 2);
  EXPECT_TRUE(rows[0].uncertain);
}

TEST(Store, tidies_away_what_is_old_and_nothing_else) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  Change change = scribe.change(1, declaration("down"));
  change.origin_key = "old";
  change.outbox = {outbox_row("settled", 1), outbox_row("waiting", 1)};
  change.console = {SessionOpened{"cafe", {"ann"}, kNoon, kNoon + std::chrono::hours{8}}};
  ASSERT_TRUE(scribe.write(change));
  ASSERT_TRUE(store->begin());
  ASSERT_TRUE(store->update_outbox({"settled", OutboxState::delivered, 1, kNoon, ""}));
  ASSERT_TRUE(store->commit());

  ASSERT_TRUE(store->tidy(kNoon + std::chrono::hours{23}));
  EXPECT_TRUE(store->seen("old")->has_value());
  EXPECT_THAT(reading(dir.data())->outbox(false).value(), SizeIs(2));
  ASSERT_TRUE(store->tidy(kNoon + std::chrono::hours{25}));
  EXPECT_FALSE(store->seen("old")->has_value());
  EXPECT_THAT(reading(dir.data())->sessions().value(), IsEmpty());
  EXPECT_THAT(reading(dir.data())->outbox(false).value(), SizeIs(2));
  ASSERT_TRUE(store->tidy(kNoon + std::chrono::days{31}));
  const auto left = reading(dir.data())->outbox(false).value();
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left[0].key, "waiting");
  EXPECT_EQ(store->load()->incidents[0].last_seq, 1);
}

TEST(Store, sets_and_drops_timers) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  const Timer a{{1}, "update_due", "internal", kNoon + std::chrono::minutes{30}, kNoon};
  const Timer b{{1}, "update_soon", "internal", kNoon + std::chrono::minutes{25}, kNoon};
  Change change = scribe.change(1, declaration("down"));
  change.timers_set = {a, b, a};
  ASSERT_TRUE(scribe.write(change));
  EXPECT_THAT(store->load()->timers, testing::ElementsAre(b, a));
  Change drop;
  drop.timers_dropped = {b.key(), "never set"};
  ASSERT_TRUE(scribe.write(drop));
  EXPECT_THAT(store->load()->timers, testing::ElementsAre(a));
}

}  // namespace

}  // namespace muster::test

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bot/store/directory.hpp"
#include "bot/store/unfinished.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename());
  return names;
}

OutboxRow waiting_row() {
  OutboxRow row;
  row.key = "INC-1/1/0";
  row.incident = {1};
  row.lane = "slack/INC-1";
  row.effect = {"slack", SetTopic{}};
  return row;
}

TEST(Backup, made_while_muster_runs_brings_back_that_moment) {
  const TempDir dir;
  const fs::path file = dir.path() / "monday.sqlite";
  Incident then;
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    Change change = scribe.change(1, declaration("first"));
    change.origin_key = "slack/Ev1";
    change.reply = "done";
    change.outbox = {waiting_row()};
    ASSERT_TRUE(scribe.write(change));
    then = scribe.incident(1);
    const auto made = backup(dir.data(), file);
    ASSERT_TRUE(made) << made.error().say << made.error().detail;
    scribe.record(1, NoteAdded{"after the backup"});
    EXPECT_EQ(store->load()->incidents[0].last_seq, 2) << "muster goes on";
  }
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(names_in(dir.path()), testing::UnorderedElementsAre("data", "monday.sqlite"));

  const auto restored = restore(file, dir.data(), kNoon);
  ASSERT_TRUE(restored) << restored.error().say << restored.error().detail;
  EXPECT_THAT(names_in(dir.data()),
              testing::UnorderedElementsAre("muster.sqlite", "muster.lock", "muster.reserve",
                                            "muster.sqlite.replaced-20261124T120000Z"));
  const auto store = opened(dir.data());
  const auto snapshot = store->load();
  ASSERT_TRUE(snapshot);
  ASSERT_THAT(snapshot->incidents, SizeIs(1));
  EXPECT_EQ(snapshot->incidents[0], then);
  EXPECT_EQ(store->seen("slack/Ev1").value(), (PriorAnswer{"done", ""}));
  ASSERT_THAT(snapshot->outbox, SizeIs(1));
  EXPECT_EQ(snapshot->outbox[0].state, OutboxState::running) << "it may have been sent since";
  EXPECT_TRUE(snapshot->outbox[0].uncertain) << "so it is looked for before it is sent";
  EXPECT_THAT(reading(dir.data())->verify()->problems, IsEmpty());
  RawDatabase replaced{dir.data() / "muster.sqlite.replaced-20261124T120000Z"};
  EXPECT_EQ(replaced.value("SELECT count(*) FROM event"), "2") << "the replaced one is whole";
}

// Stands for the real one (tests/integration/net/envelope_test.cpp): every byte is turned over.
Result<Done> turn_over(const fs::path& from, const fs::path& to) {
  std::ifstream in{from, std::ios::binary};
  std::ofstream out{to, std::ios::binary};
  for (char byte = 0; in.get(byte);) out.put(static_cast<char>(~byte));
  return Done{};
}

TEST(Backup, encrypted_lies_in_the_clear_in_the_data_directory_only) {
  const TempDir dir;
  const fs::path file = dir.path() / "b";
  const auto store = opened(dir.data());
  Scribe{*store}.declare(1, "first");
  const auto encrypt = [&](const fs::path& plain, const fs::path& sealed) -> Result<Done> {
    EXPECT_EQ(plain.parent_path(), dir.data());
    EXPECT_EQ(fs::status(plain).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THAT(names_in(dir.path()), testing::ElementsAre("data")) << "nothing yet where it goes";
    const auto second = backup(dir.data(), dir.path() / "c", turn_over);
    EXPECT_EQ(second.error().kind, ErrorKind::conflict) << "it would take the copy away from this one";
    return turn_over(plain, sealed);
  };
  const auto made = backup(dir.data(), file, encrypt);
  ASSERT_TRUE(made) << made.error().say << made.error().detail;
  EXPECT_THAT(names_in(dir.path()), testing::UnorderedElementsAre("data", "b"));
  EXPECT_FALSE(fs::exists(store::backup_copy(dir.data())));
  EXPECT_EQ(restore(file, dir.path() / "other", kNoon).error().kind, ErrorKind::corrupt);
  ASSERT_TRUE(restore(file, dir.path() / "other", kNoon, turn_over));
  EXPECT_THAT(opened(dir.path() / "other")->load()->incidents, SizeIs(1));
}

TEST(Backup, that_cannot_be_encrypted_leaves_nothing) {
  const TempDir dir;
  opened(dir.data());
  const auto refuse = [](const fs::path& plain, const fs::path& sealed) -> Result<Done> {
    std::ofstream{sealed} << "half of " << plain;
    return fail(ErrorKind::unavailable, "no");
  };
  EXPECT_EQ(backup(dir.data(), dir.path() / "b", refuse).error().say, "no");
  EXPECT_THAT(names_in(dir.path()), testing::ElementsAre("data"));
  EXPECT_FALSE(fs::exists(store::backup_copy(dir.data())));
}

TEST(Backup, never_overwrites_a_file) {
  const TempDir dir;
  opened(dir.data());
  const fs::path file = dir.path() / "taken";
  std::ofstream{file} << "precious";
  const auto refused = backup(dir.data(), file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(fs::file_size(file), 8U);
}

TEST(Backup, of_nothing_or_to_nowhere_says_so) {
  const TempDir dir;
  EXPECT_EQ(backup(dir.data(), dir.path() / "b").error().kind, ErrorKind::not_found);
  EXPECT_EQ(open_reader(dir.data()).error().kind, ErrorKind::not_found);
  opened(dir.data());
  EXPECT_EQ(backup(dir.data(), dir.path() / "no" / "such" / "b").error().kind, ErrorKind::not_found);
  EXPECT_EQ(restore(dir.path() / "none", dir.data(), kNoon).error().kind, ErrorKind::not_found);
}

TEST(Restore, refuses_a_backup_that_is_not_whole_and_changes_nothing) {
  const TempDir dir;
  const fs::path file = dir.path() / "b";
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    scribe.declare(1, "first");
    ASSERT_TRUE(backup(dir.data(), file));
    scribe.record(1, NoteAdded{"later"});
  }
  RawDatabase{file}.run("DROP TRIGGER event_is_not_updated; UPDATE event SET actor_id = 'eve'");
  const auto refused = restore(file, dir.data(), kNoon);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(refused.error().say, AllOf(HasSubstr("is not whole"), HasSubstr("nothing was changed")));
  EXPECT_EQ(opened(dir.data())->load()->incidents[0].last_seq, 2);
  EXPECT_THAT(names_in(dir.data()),
              testing::UnorderedElementsAre("muster.sqlite", "muster.lock", "muster.reserve"));
  std::ofstream{dir.path() / "text"} << std::string(5000, 'x');
  EXPECT_EQ(restore(dir.path() / "text", dir.data(), kNoon).error().kind, ErrorKind::corrupt);
  std::ofstream{dir.path() / "empty"};
  EXPECT_EQ(restore(dir.path() / "empty", dir.data(), kNoon).error().kind, ErrorKind::corrupt);
}

TEST(Restore, done_again_in_the_same_second_keeps_both_that_it_replaced) {
  const TempDir dir;
  const fs::path file = dir.path() / "b";
  opened(dir.data());
  ASSERT_TRUE(backup(dir.data(), file));
  for (int time = 0; time < 2; ++time) ASSERT_TRUE(restore(file, dir.data(), kNoon));
  const std::string kept = "muster.sqlite.replaced-20261124T120000Z";
  EXPECT_TRUE(fs::exists(dir.data() / kept));
  EXPECT_TRUE(fs::exists(dir.data() / (kept + "-2")));
}

TEST(Restore, that_cannot_be_decrypted_changes_nothing_and_leaves_nothing) {
  const TempDir dir;
  opened(dir.data());
  std::ofstream{dir.path() / "b"} << "sealed";
  const auto before = names_in(dir.data());
  const auto refuse = [](const fs::path&, const fs::path& plain) -> Result<Done> {
    std::ofstream{plain} << "half";
    return fail(ErrorKind::corrupt, "no");
  };
  EXPECT_EQ(restore(dir.path() / "b", dir.data(), kNoon, refuse).error().say, "no");
  const auto no_database = [](const fs::path&, const fs::path& plain) -> Result<Done> {
    std::ofstream{plain} << std::string(5000, 'x');
    return Done{};
  };
  EXPECT_EQ(restore(dir.path() / "b", dir.data(), kNoon, no_database).error().kind, ErrorKind::corrupt);
  EXPECT_THAT(names_in(dir.data()), testing::UnorderedElementsAreArray(before));
}

TEST(Restore, what_a_killed_one_or_a_killed_backup_left_is_gone_with_the_next_start) {
  const TempDir dir;
  opened(dir.data());
  for (const char* suffix : {"", "-journal", "-wal"}) {
    std::ofstream{store::restored_copy(dir.data()).string() + suffix} << "half";
    std::ofstream{store::backup_copy(dir.data()).string() + suffix} << "half";
  }
  {
    const auto making = store::DirectoryLock::take_for_backup(dir.data());
    ASSERT_TRUE(making);
    opened(dir.data());
    EXPECT_FALSE(fs::exists(store::restored_copy(dir.data())));
    EXPECT_TRUE(fs::exists(store::backup_copy(dir.data()))) << "a backup is being made of it";
  }
  opened(dir.data());
  EXPECT_THAT(names_in(dir.data()), testing::UnorderedElementsAre("muster.sqlite", "muster.lock",
                                                                  "muster.reserve", "muster.backup.lock"));
}

TEST(Restore, into_a_new_directory_and_in_place_of_a_damaged_database) {
  const TempDir dir;
  const fs::path file = dir.path() / "b";
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    scribe.declare(1, "first");
    ASSERT_TRUE(backup(dir.data(), file));
  }
  ASSERT_TRUE(restore(file, dir.path() / "other", kNoon));
  EXPECT_THAT(opened(dir.path() / "other")->load()->incidents, SizeIs(1));

  std::ofstream{dir.database()} << std::string(20000, 'x');
  std::ofstream{dir.database().string() + "-wal"} << std::string(5000, 'x');
  const auto restored = restore(file, dir.data(), kNoon);
  ASSERT_TRUE(restored) << restored.error().say << restored.error().detail;
  EXPECT_THAT(opened(dir.data())->load()->incidents, SizeIs(1));
  EXPECT_EQ(fs::file_size(dir.database().string() + ".replaced-20261124T120000Z"), 20000U);
  EXPECT_EQ(fs::file_size(dir.database().string() + ".replaced-20261124T120000Z-wal"), 5000U);
}

}  // namespace

}  // namespace muster::test

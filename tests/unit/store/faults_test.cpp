// What a store says and keeps when its directory or its file is not as it should be.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/page_check.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

mode_t mode_of(const fs::path& path) {
  struct stat found{};
  EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777U;
}

TEST(StoreFiles, are_for_this_user_only_whatever_the_umask) {
  const TempDir dir;
  const mode_t before = umask(0);
  {
    const auto store = opened(dir.data());
    EXPECT_EQ(mode_of(dir.data()), 0700U);
    for (const char* name : {"muster.sqlite", "muster.sqlite-wal", "muster.sqlite-shm", "muster.lock"}) {
      EXPECT_EQ(mode_of(dir.data() / name), 0600U) << name;
    }
  }
  umask(before);
}

TEST(StoreLock, names_the_process_that_has_the_directory) {
  const TempDir dir;
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = open_store(dir.data());
    const char said = store ? 'y' : 'n';
    static_cast<void>(write(ready[1], &said, 1));
    pause();
    _exit(0);
  }
  char said = 0;
  ASSERT_EQ(read(ready[0], &said, 1), 1);
  ASSERT_EQ(said, 'y');

  const auto second = open_store(dir.data());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().say,
              AllOf(HasSubstr("data directory " + dir.data().string() + " is in use by muster"),
                    HasSubstr("process " + std::to_string(child) + " on host "),
                    HasSubstr("stop that one or choose another --data")));
  EXPECT_EQ(restore(dir.path() / "none", dir.data(), kNoon).error().kind, ErrorKind::conflict);

  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(open_store(dir.data())) << "a killed process leaves no lock behind";
  close(ready[0]);
  close(ready[1]);
}

TEST(StoreSchema, comes_from_empty_and_stays_when_done_again) {
  auto db = store::Connection::in_memory().value();
  EXPECT_EQ(store::schema_of(*db).value(), 0);
  ASSERT_TRUE(store::migrate(*db));
  EXPECT_EQ(store::schema_of(*db).value(), store::newest_schema());
  ASSERT_TRUE(store::migrate(*db));
  EXPECT_EQ(store::schema_of(*db).value(), store::newest_schema());
  int expected = 0;
  for (const store::Migration& step : store::migrations()) EXPECT_EQ(step.version, ++expected);
}

TEST(StoreSchema, goes_up_one_step_at_a_time) {
  auto db = store::Connection::in_memory().value();
  for (const store::Migration& step : store::migrations()) {
    ASSERT_TRUE(db->run_script(step.sql));
    EXPECT_EQ(store::schema_of(*db).value(), step.version);
    if (step.version < store::newest_schema()) EXPECT_FALSE(store::require_newest_schema(*db));
  }
  EXPECT_TRUE(store::require_newest_schema(*db));
}

// A database of the first release: what is in it stays, chains and all.
TEST(StoreSchema, two_keeps_its_history_when_it_is_brought_up) {
  const TempDir now;
  {
    const auto store = opened(now.data());
    Scribe scribe{*store};
    scribe.declare(1, "Checkout is down", Severity{2});
    scribe.record(1, NoteAdded{"it is the network"}, kNoon);
    scribe.record(1, StateChanged{State::investigating, State::resolved, "", ""}, kNoon);
  }
  const TempDir then;
  std::filesystem::create_directories(then.data());
  std::ofstream{then.database()};
  {
    RawDatabase old{then.database()};
    for (const store::Migration& step : store::migrations().first(2))
      EXPECT_EQ(old.run(std::string{step.sql.text}), "");
    EXPECT_EQ(old.run("ATTACH '" + now.database().string() +
                      "' AS now;"
                      "INSERT INTO incident SELECT * FROM now.incident;"
                      "INSERT INTO event SELECT * FROM now.event ORDER BY incident, seq;"),
              "");
  }
  const auto store = opened(then.data());
  const auto loaded = store->load();
  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->incidents.size(), 1U);
  EXPECT_EQ(loaded->incidents[0].last_seq, 3);
  EXPECT_EQ(loaded->unmeasured, std::vector{IncidentNumber{1}}) << "the engine measures them at its start";
  EXPECT_NE(RawDatabase{then.database()}.run("DELETE FROM event"), "") << "still append-only";
  const auto verified = reading(then.data())->verify();
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->events, 3);
  for (const std::string& problem : verified->problems) ADD_FAILURE() << problem;
}

TEST(StoreSchema, of_a_newer_muster_is_refused) {
  const TempDir dir;
  opened(dir.data());
  RawDatabase{dir.database()}.run("PRAGMA user_version = 77");
  for (const Error& error : {open_store(dir.data()).error(), open_reader(dir.data()).error()}) {
    EXPECT_EQ(error.kind, ErrorKind::invalid);
    EXPECT_THAT(error.say, AllOf(HasSubstr("was written by a newer muster (schema 77, this one knows " +
                                           std::to_string(store::newest_schema())),
                                 HasSubstr("install the newer version or restore a backup")));
  }
  EXPECT_EQ(RawDatabase{dir.database()}.value("PRAGMA user_version"), "77");
}

TEST(StoreSchema, of_another_program_is_refused_and_left_alone) {
  const TempDir dir;
  fs::create_directories(dir.data());
  std::ofstream{dir.database()};
  RawDatabase{dir.database()}.run("CREATE TABLE recipes (name TEXT)");
  const auto store = open_store(dir.data());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(store.error().say, HasSubstr("is not a muster database"));
  EXPECT_EQ(RawDatabase{dir.database()}.value("SELECT group_concat(name) FROM sqlite_schema"), "recipes");
}

TEST(StoreFiles, that_are_no_database_or_damaged_are_told_apart_from_a_full_disk) {
  const TempDir dir;
  fs::create_directories(dir.data());
  std::ofstream{dir.database()} << std::string(8192, 'x');
  const auto nonsense = open_store(dir.data());
  ASSERT_FALSE(nonsense);
  EXPECT_EQ(nonsense.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(nonsense.error().say,
              AllOf(HasSubstr("is not a muster database"), HasSubstr("muster restore")));
}

TEST(StoreFiles, with_damaged_pages_are_found_out) {
  const TempDir dir;
  {
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    scribe.declare(1, "first");
    for (int i = 0; i < 200; ++i) scribe.record(1, NoteAdded{std::string(400, 'n')});
  }
  {
    std::fstream file{dir.database(), std::ios::in | std::ios::out | std::ios::binary};
    const auto size = static_cast<std::streamoff>(fs::file_size(dir.database()));
    for (std::streamoff at = size / 2 / 4096 * 4096; at < size; at += 4096) {
      file.seekp(at);
      file << std::string(64, '\xff');
    }
  }
  const auto reader = open_reader(dir.data());
  const auto report = reader ? (*reader)->verify() : Result<VerifyReport>{std::unexpected(reader.error())};
  EXPECT_TRUE(report ? !report->problems.empty() : report.error().kind == ErrorKind::corrupt);
  const auto store = open_store(dir.data());
  const auto loaded = store ? (*store)->load() : Result<Snapshot>{std::unexpected(store.error())};
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::corrupt);
}

// Whoever is told that the database is damaged puts a backup in its place, and loses what came after it.
TEST(StoreFiles, of_which_a_page_cannot_be_read_now_are_not_called_damaged) {
  const auto told = [](const char* answer) { return store::page_error("m.sqlite", answer, "advice"); };
  const Error unread = told("*** in database main ***\nPage 20: unable to get the page. error code=266");
  EXPECT_EQ(unread.kind, ErrorKind::unavailable);
  EXPECT_THAT(unread.say, HasSubstr("check the disk; nothing was lost"));
  EXPECT_EQ(told("Page 20: unable to get the page. error code=7").kind, ErrorKind::unavailable);
  EXPECT_EQ(told("On tree page 37 cell 4: failed to get page 71").kind, ErrorKind::unavailable);
  EXPECT_EQ(told("Page 20: unable to get the page. error code=11").kind, ErrorKind::corrupt);
  EXPECT_EQ(told("Page 20: btreeInitPage() returns error code 11").say, "m.sqlite is damaged: advice");
}

TEST(StoreFiles, that_ran_out_of_memory_say_so) {
  const Error full = store::sqlite_error(7, 0, "m.sqlite", "out of memory");
  EXPECT_EQ(full.kind, ErrorKind::unavailable) << "it may be tried again";
  EXPECT_THAT(full.say, HasSubstr("out of memory"));
}

TEST(StoreFiles, that_cannot_be_written_say_so) {
  if (geteuid() == 0) GTEST_SKIP() << "root writes anywhere; that_are_on_a_read_only_mount covers it";
  const TempDir dir;
  opened(dir.data());
  fs::permissions(dir.data(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto store = open_store(dir.data());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::unavailable);
}

TEST(StoreFiles, that_are_removed_while_running_stop_it_from_taking_more) {
  for (const char* victim : {"muster.sqlite", "muster.sqlite-wal"}) {
    const TempDir dir;
    const auto store = opened(dir.data());
    Scribe scribe{*store};
    scribe.declare(1, "first");
    fs::remove(dir.data() / victim);
    Change change = scribe.change(1, NoteAdded{"into the void"});
    const auto refused = scribe.write(change);
    ASSERT_FALSE(refused) << victim;
    EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(refused.error().say, HasSubstr("was removed, replaced or cut while muster runs"));
  }
}

TEST(StoreLock, by_a_foreign_program_is_waited_for_only_so_long) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  const auto written = scribe.incident(1);
  RawDatabase foreign{dir.database()};
  ASSERT_EQ(foreign.run("BEGIN IMMEDIATE"), "");
  Change change = scribe.change(1, NoteAdded{"blocked"});
  const auto refused = scribe.write(change);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().say, HasSubstr("is locked by another process"));
  ASSERT_EQ(foreign.run("ROLLBACK"), "");
  scribe.incident(1) = written;
  scribe.record(1, NoteAdded{"free again"});
}

}  // namespace

}  // namespace muster::test

// What a store says and keeps when its disk is full or read-only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction is POSIX
#include <sys/mount.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>

#include "bot/store/connection.hpp"
#include "bot/store/migrations.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

// Runs `body` with the largest size a file may have lowered to `bytes`: writing past it fails as on a full
// disk.
void with_file_limit(rlim_t bytes, const std::function<void()>& body) {
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  struct sigaction before{};
  sigaction(SIGXFSZ, &ignore, &before);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit low{bytes, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &low);
  body();
  setrlimit(RLIMIT_FSIZE, &old);
  sigaction(SIGXFSZ, &before, nullptr);
}

TEST(StoreDisk, when_full_refuses_the_batch_and_goes_on_when_there_is_room_again) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  const auto written = scribe.incident(1);
  with_file_limit(fs::file_size(dir.database().string() + "-wal") + 8192, [&] {
    Change change = scribe.change(1, NoteAdded{std::string(100000, 'n')});
    change.origin_key = "slack/Ev1";
    const auto refused = scribe.write(change);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(refused.error().say,
                AllOf(HasSubstr("disk full on " + dir.data().string()), HasSubstr("nothing was lost")));
    EXPECT_EQ(store->seen("slack/Ev1").value(), std::nullopt);
  });
  scribe.incident(1) = written;
  scribe.record(1, NoteAdded{std::string(100000, 'n')});
  EXPECT_EQ(store->load()->incidents[0], scribe.incident(1));
  EXPECT_THAT(reading(dir.data())->verify()->problems, IsEmpty());
}

TEST(StoreDisk, full_within_a_batch_keeps_nothing_of_it) {
  const TempDir dir;
  auto db = store::Connection::in_memory().value();
  ASSERT_TRUE(store::migrate(*db));
  ASSERT_TRUE(db->run("PRAGMA max_page_count = 60"));
  const std::string big(300000, 'x');
  const auto refused = db->run("INSERT INTO person (id, name, zone) VALUES ('a', ?, '')", big);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().say, HasSubstr("disk full on "));
  EXPECT_EQ(db->integer("SELECT count(*) FROM person").value(), 0);
}

class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& at, const char* options = "size=1m,mode=700") : at_{at} {
    fs::create_directories(at);
    mounted_ = mount("tmpfs", at.c_str(), "tmpfs", 0, options) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) umount2(at_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] bool make_read_only() const {
    return mount("tmpfs", at_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
  }

 private:
  fs::path at_;
  bool mounted_ = false;
};

TEST(StoreDisk, really_full_loses_nothing_that_was_committed) {
  const TempDir dir;
  const SmallDisk disk{dir.data()};
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  std::optional<Error> error;
  Seq committed = 1;
  for (int i = 0; i < 100 && !error; ++i) {
    Change change = scribe.change(1, NoteAdded{std::string(50000, 'n')});
    if (auto done = scribe.write(change); done)
      ++committed;
    else
      error = done.error();
  }
  ASSERT_TRUE(error) << "a disk of 1 MiB takes no 100 notes of 50 kB";
  EXPECT_EQ(error->kind, ErrorKind::unavailable);
  EXPECT_THAT(error->say, HasSubstr("disk full on " + dir.data().string()));
  EXPECT_GT(committed, 3);
  EXPECT_EQ(store->load()->incidents[0].last_seq, committed);
  EXPECT_THAT(reading(dir.data())->verify()->problems, IsEmpty());
}

// All but nothing of the disk, as another program would.
void fill(const fs::path& file) {
  std::ofstream ballast{file, std::ios::binary};
  const std::string block(4096, 'x');
  while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
  }
}

TEST(StoreDisk, full_has_a_reserve_for_what_is_owed_until_there_is_room_again) {
  const TempDir dir;
  const SmallDisk disk{dir.data(), "size=40m,mode=700"};
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  ASSERT_EQ(fs::file_size(dir.data() / "muster.reserve"), 16U << 20U);
  fill(dir.data() / "ballast");
  auto written = scribe.incident(1);
  const auto write = [&](const std::string& origin) {
    Change change = scribe.change(1, NoteAdded{std::string(100000, 'n')});
    change.origin_key = origin;
    auto done = scribe.write(change);
    if (!done) scribe.incident(1) = written;
    written = scribe.incident(1);
    return done;
  };
  const auto first = write("slack/Ev1");
  ASSERT_FALSE(first);
  EXPECT_THAT(first.error().say, HasSubstr("disk full on "));
  EXPECT_EQ(fs::file_size(dir.data() / "muster.reserve"), 0U) << "given up, and remembered";
  const auto second = write("slack/Ev2");
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().say, HasSubstr("only pages and what is due are still kept"));
  EXPECT_TRUE(write("timer/1")) << "what is owed is kept";
  Change trial;
  EXPECT_FALSE(scribe.write(trial)) << "whoever asks whether muster is well hears that it is not";
  EXPECT_FALSE(store->tidy(kNoon));
  fs::remove(dir.data() / "ballast");
  EXPECT_TRUE(store->tidy(kNoon));
  EXPECT_TRUE(write("slack/Ev2"));
  EXPECT_EQ(fs::file_size(dir.data() / "muster.reserve"), 16U << 20U);
  EXPECT_EQ(store->load()->incidents[0], scribe.incident(1));
  EXPECT_THAT(reading(dir.data())->verify()->problems, IsEmpty());
}

// What writes nothing must not say that all is well.
TEST(StoreDisk, that_takes_nothing_is_found_by_a_trial_and_by_tidying) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  with_file_limit(fs::file_size(dir.database().string() + "-wal"), [&] {
    Change trial;
    const auto tried = scribe.write(trial);
    ASSERT_FALSE(tried);
    EXPECT_EQ(tried.error().kind, ErrorKind::unavailable);
    EXPECT_FALSE(store->tidy(kNoon));
  });
  EXPECT_TRUE(store->tidy(kNoon));
}

// A program that keeps looking at an old moment keeps the log from being begun anew.
TEST(StoreLog, grows_while_somebody_reads_and_is_begun_anew_afterwards) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  const fs::path log = dir.database().string() + "-wal";
  const auto grow = [&](int notes) {
    for (int i = 0; i < notes; ++i) scribe.record(1, NoteAdded{std::string(100000, 'n')});
    EXPECT_TRUE(store->tidy(kNoon));
    return fs::file_size(log);
  };
  RawDatabase reading_on{dir.database()};
  ASSERT_EQ(reading_on.run("BEGIN"), "");
  ASSERT_EQ(reading_on.value("SELECT count(*) FROM event"), "1");
  const auto pinned = grow(20);
  EXPECT_GT(grow(20), pinned);
  ASSERT_EQ(reading_on.run("COMMIT"), "");
  const auto most = grow(1);
  EXPECT_EQ(grow(10), most);
  EXPECT_EQ(grow(10), most) << "the same room is used again";
}

TEST(StoreLog, that_grew_too_much_is_told) {
  const TempDir dir;
  const auto store = opened(dir.data());
  Scribe scribe{*store};
  scribe.declare(1, "first");
  const fs::path log = dir.database().string() + "-wal";
  const auto size = fs::file_size(log);
  fs::resize_file(log, 300U << 20U);  // a hole at its end, which nobody reads
  const auto told = store->tidy(kNoon);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(told.error().say, AllOf(HasSubstr("has grown to 300 MiB"), HasSubstr("end it")));
  scribe.record(1, NoteAdded{"it goes on all the same"});
  fs::resize_file(log, std::max<std::uintmax_t>(size, 1U << 20U));
  EXPECT_TRUE(store->tidy(kNoon));
}

TEST(StoreFiles, that_are_on_a_read_only_mount) {
  const TempDir dir;
  const SmallDisk disk{dir.data()};
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
  opened(dir.data());
  ASSERT_TRUE(disk.make_read_only());
  const auto store = open_store(dir.data());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(store.error().say, HasSubstr("cannot be written: make the file system and the file writable"));
}

}  // namespace

}  // namespace muster::test

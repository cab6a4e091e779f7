// kill -9 at any moment: what was acknowledged is there, and nothing is half there. (What a power failure
// adds, writes that never reached the disk, needs another instrument: a killed process leaves the page cache
// alone.)
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <random>

#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

constexpr int kKills = 40;
constexpr int kMostCommits = 30;

// Goes on from what the store holds, and says one byte for each commit once it is done.
[[noreturn]] void commit_until_killed(const std::filesystem::path& data_dir, int say) {
  auto store = open_store(data_dir);
  if (!store) _exit(1);
  const auto snapshot = (*store)->load();
  if (!snapshot) _exit(2);
  Scribe scribe{**store};
  if (!snapshot->incidents.empty()) scribe.incident(1) = snapshot->incidents[0];
  for (;;) {
    EventBody body = NoteAdded{"n"};
    if (scribe.incident(1).last_seq == 0) body = declaration("crash");
    Change change = scribe.change(1, std::move(body));
    change.origin_key = "key/" + std::to_string(change.events[0].seq);
    change.timers_set = {{{1}, "task_due", std::to_string(change.events[0].seq), kNoon, kNoon}};
    if (!scribe.write(change)) _exit(3);
    if (change.events[0].seq % 20 == 0 && !(*store)->tidy(kNoon)) _exit(4);
    const char done = '+';
    if (write(say, &done, 1) != 1) _exit(5);
  }
}

TEST(Crash, keeps_every_acknowledged_commit_and_nothing_half_done) {
  const TempDir dir;
  std::mt19937 random{20261124};
  Seq acknowledged = 0;
  for (int round = 0; round < kKills; ++round) {
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(pipe2(pipe_ends.data(), O_CLOEXEC), 0);
    const pid_t child = fork();
    if (child == 0) commit_until_killed(dir.data(), pipe_ends[1]);
    close(pipe_ends[1]);
    const auto wanted = std::uniform_int_distribution<int>{0, kMostCommits}(random);
    char byte = 0;
    int heard = 0;
    while (heard < wanted && read(pipe_ends[0], &byte, 1) == 1) ++heard;
    EXPECT_EQ(heard, wanted) << "the child gave up by itself";
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(pipe_ends[0], &byte, 1) == 1) ++heard;
    close(pipe_ends[0]);
    acknowledged += heard;

    const auto store = opened(dir.data());
    ASSERT_NE(store, nullptr);
    const auto snapshot = store->load();
    ASSERT_TRUE(snapshot) << snapshot.error().say;
    const Seq kept = snapshot->incidents.empty() ? 0 : snapshot->incidents[0].last_seq;
    // One more may be there: committed, and killed before it could say so.
    EXPECT_GE(kept, acknowledged);
    EXPECT_LE(kept, acknowledged + 1);
    EXPECT_EQ(snapshot->timers.size(), static_cast<std::size_t>(kept));
    EXPECT_EQ(store->seen("key/" + std::to_string(kept)).value().has_value(), kept > 0);
    EXPECT_FALSE(store->seen("key/" + std::to_string(kept + 1)).value().has_value());
    acknowledged = kept;
  }
  EXPECT_GT(acknowledged, kKills);
  const auto report = reading(dir.data())->verify();
  ASSERT_TRUE(report);
  EXPECT_THAT(report->problems, testing::IsEmpty());
}

}  // namespace

}  // namespace muster::test

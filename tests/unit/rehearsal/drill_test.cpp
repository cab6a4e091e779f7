// What a drill needs of time: a clock that runs faster, and a script that happens now.
#include <gtest/gtest.h>

#include "bot/base/scaled_clock.hpp"
#include "bot/rehearsal/shifted.hpp"

namespace muster {
namespace {

using namespace std::chrono_literals;

// Real time, measured around what a clock says.
struct Bracket {
  std::chrono::steady_clock::time_point before = steady_now();
  Time said;
  std::chrono::steady_clock::time_point after;
  explicit Bracket(const Clock& clock) : said{clock.now()}, after{steady_now()} {}
};

void let_pass(std::chrono::steady_clock::duration real) {
  const auto until = steady_now() + real;
  while (steady_now() < until) {
  }
}

TEST(ScaledClock, RunsSoManyTimesFaster) {
  const Time start = SystemClock{}.now();
  const ScaledClock clock{3600};
  const Bracket a{clock};
  let_pass(5ms);
  const Bracket b{clock};
  EXPECT_GE(a.said, start);
  EXPECT_GE(b.said - a.said, 3600 * (b.before - a.after) - 1us);
  EXPECT_LE(b.said - a.said, 3600 * (b.after - a.before) + 1us);
}

TEST(ScaledClock, ChangesItsPaceWithoutAJump) {
  ScaledClock clock{3600};
  let_pass(5ms);
  const Bracket a{clock};
  clock.set_speed(1);
  const Bracket b{clock};
  let_pass(5ms);
  const Bracket c{clock};
  EXPECT_GE(b.said, a.said);
  EXPECT_LE(b.said - a.said, 3600 * (b.after - a.before) + 1us);
  EXPECT_LE(c.said - b.said, c.after - b.before + 1us);
}

TEST(ShiftedScript, MovesEveryInstantAndNothingElse) {
  Step step;
  step.at = Time{std::chrono::sys_days{std::chrono::year{2026} / 2 / 11} + 14h};
  step.fields = {{"first_at", "2026-02-11T14:00:30Z"}, {"text", "since 14:02 UTC"}, {"count", "12"}};
  step.args = {{"effective_at", "2026-02-11T23:59:30Z"},
               {"due", "2026-02-25T17:00:00Z"},
               {"note", "2026-02-11T14:00:00Z was the deploy"},
               {"reason", ""}};
  Script script;
  script.title = "Checkout";
  script.steps = {step, step};
  script.steps[1].at += 90s;
  const Script moved = shifted(script, 24h * 30 + 45s);
  const Step& first = moved.steps[0];
  EXPECT_EQ(iso_seconds(first.at), "2026-03-13T14:00:45Z");
  EXPECT_EQ(moved.steps[1].at - first.at, 90s);
  EXPECT_EQ(first.field("first_at"), "2026-03-13T14:01:15Z");
  EXPECT_EQ(first.arg("effective_at"), "2026-03-14T00:00:15Z");
  EXPECT_EQ(first.arg("due"), "2026-03-27T17:00:45Z");
  EXPECT_EQ(first.field("text"), "since 14:02 UTC");
  EXPECT_EQ(first.field("count"), "12");
  EXPECT_EQ(first.arg("note"), "2026-02-11T14:00:00Z was the deploy");
  EXPECT_EQ(first.arg("reason"), "");
  EXPECT_EQ(moved.title, "Checkout");
}

}  // namespace
}  // namespace muster

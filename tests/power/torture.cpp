#include "tests/power/torture.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <numeric>

#include "tests/power/allocations.hpp"
#include "tests/power/raw.hpp"

namespace muster::power {

namespace {

namespace fs = std::filesystem;

// What a call may answer when it fails; the number of the failure chooses.
int code_for(Call call, std::int64_t number) {
  const bool odd = number % 2 != 0;
  switch (call) {
    case Call::open:
      return SQLITE_CANTOPEN;
    case Call::remove:
      return SQLITE_IOERR_DELETE;
    case Call::access:
      return SQLITE_IOERR_ACCESS;
    case Call::read:
      return SQLITE_IOERR_READ;
    case Call::write:
      return odd ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case Call::truncate:
      return SQLITE_IOERR_TRUNCATE;
    case Call::sync:
      return SQLITE_IOERR_FSYNC;
    case Call::size:
      return SQLITE_IOERR_FSTAT;
    case Call::lock:
      return odd ? SQLITE_BUSY : SQLITE_IOERR_LOCK;
    case Call::shm_map:
      return odd ? SQLITE_NOMEM : SQLITE_IOERR_SHMMAP;
    case Call::shm_lock:
      return odd ? SQLITE_BUSY : SQLITE_IOERR_SHMLOCK;
  }
  return SQLITE_IOERR;
}

// Lets the n-th call fail, and counts them all.
class NthCall final : public Watcher {
 public:
  explicit NthCall(std::int64_t number) : number_{number} {}
  int before(Call call, const std::string& /*path*/) override {
    if (++count != number_) return SQLITE_OK;
    failed = std::string{name_of(call)};
    return code_for(call, number_);
  }
  std::int64_t count = 0;
  std::string failed;

 private:
  std::int64_t number_;
};

struct Fault {
  std::function<void(std::int64_t number)> arm;  // 0: counts only
  std::function<std::int64_t()> disarm;          // answers how many calls there were
  std::function<std::string()> failed;           // what was made to fail; empty: nothing yet
  // The numbers of those that a long run lets fail, of so many; may have the flow played once more.
  std::function<std::vector<std::int64_t>(std::int64_t calls, const std::function<void()>& play_calmly)> all;
};

struct Play {
  std::int64_t calls = 0;
  std::string failed;
  std::string said;   // the first error
  std::string wrong;  // a rule that did not hold
  std::string fingerprint;
};

// What the failure of a call must be called to a person: not their mistake, and not ours.
std::string wrongly_said(const Error& error) {
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout) return "";
  return std::string{"answered as "} + std::string{to_string(error.kind)} + ": " + error.say + " / " +
         error.detail;
}

void act(House& house, const Step& step, Play& play) {
  auto done = step.act(house);
  if (done) return;
  if (play.said.empty()) play.said = done.error().say;
  play.wrong = wrongly_said(done.error());
  if (!play.wrong.empty()) play.wrong = "'" + step.name + "' " + play.wrong;
  // What it replaced is kept under the name of its second.
  const Time then = house.now;
  if (step.name == "restore") house.now += std::chrono::seconds{1};
  done = step.act(house);
  house.now = then;
  if (!done)
    play.wrong = "'" + step.name + "' done again failed: " + done.error().say + " / " + done.error().detail;
}

Play play(const TorturePlan& plan, const Flow& flow, const Fault& fault, std::int64_t number) {
  Play play;
  seed_vfs(plan.seed);
  const fs::path world = plan.below / "world";
  fs::remove_all(world);
  fs::create_directories(world);
  if (flow.before) flow.before(world / "data");
  House house{world / "data"};
  house.now = beginning();
  fault.arm(number);
  for (const Step& step : flow.steps) {
    house.now += step.later;
    act(house, step, play);
    if (!play.wrong.empty()) break;
  }
  play.failed = fault.failed();
  house.close();
  play.calls = fault.disarm();
  if (!play.wrong.empty()) return play;
  const Found found = look_at(world / "data", false);
  play.fingerprint = found.fingerprint;
  if (play.wrong.empty()) play.wrong = found.wrong;
  return play;
}

std::vector<std::int64_t> some_of(const TorturePlan& plan, std::int64_t calls) {
  const std::int64_t step = std::max<std::int64_t>(1, calls / plan.most);
  std::vector<std::int64_t> some;
  for (std::int64_t number = 1 + static_cast<std::int64_t>(plan.seed) % step; number <= calls; number += step)
    some.push_back(number);
  return some;
}

std::vector<std::int64_t> chosen(const TorturePlan& plan, const Flow& flow, const Fault& fault,
                                 std::int64_t calls) {
  if (plan.only != 0) return {plan.only};
  if (plan.most != 0) return some_of(plan, calls);
  return fault.all(calls, [&] { play(plan, flow, fault, 0); });
}

void torture(const TorturePlan& plan, const Flow& flow, const Fault& fault, Torment& torment) {
  const auto violated = [&](std::int64_t number, const Play& one) {
    torment.violations.push_back(flow.name + ", call " + std::to_string(number) + " (" + one.failed +
                                 "): " + one.wrong);
  };
  const Play calm = play(plan, flow, fault, 0);
  if (!calm.wrong.empty()) return violated(0, calm);
  torment.calls += calm.calls;
  const std::vector<std::int64_t> numbers = chosen(plan, flow, fault, calm.calls);
  std::fprintf(stderr, "%s: %zu of %lld calls fail, one at a time\n", flow.name.c_str(), numbers.size(),
               static_cast<long long>(calm.calls));
  for (const std::int64_t number : numbers) {
    Play one = play(plan, flow, fault, number);
    // SQLite asks a few things only once in a process: later plays are a little shorter.
    if (one.failed.empty() && one.wrong.empty()) break;
    ++torment.plays;
    ++torment.failed[one.failed];
    ++(one.said.empty() ? torment.tolerated : torment.said);
    if (one.wrong.empty() && one.fingerprint != calm.fingerprint) {
      one.wrong = one.said.empty() ? "a false yes: something is missing or half there"
                                   : "something is missing, half there or there twice; said: " + one.said;
    }
    if (!one.wrong.empty()) violated(number, one);
    if (torment.violations.size() > 20) return;
  }
}

}  // namespace

void torture_calls(const TorturePlan& plan, const Flow& flow, Torment& torment) {
  std::unique_ptr<NthCall> watcher;
  const Fault fault{.arm =
                        [&](std::int64_t number) {
                          watcher = std::make_unique<NthCall>(number);
                          watch(watcher.get());
                        },
                    .disarm =
                        [&] {
                          watch(nullptr);
                          return watcher->count;
                        },
                    .failed = [&] { return watcher->failed; },
                    .all =
                        [](std::int64_t calls, const std::function<void()>& /*play_calmly*/) {
                          std::vector<std::int64_t> all(static_cast<std::size_t>(calls));
                          std::iota(all.begin(), all.end(), 1);
                          return all;
                        }};
  torture(plan, flow, fault, torment);
}

void torture_allocations(const TorturePlan& plan, const Flow& flow, Torment& torment) {
  const Fault fault{.arm = [](std::int64_t number) { fail_allocation(number); },
                    .disarm = [] { return count_allocations(); },
                    .failed = [] { return allocation_failed() ? std::string{"allocation"} : ""; },
                    .all =
                        [](std::int64_t /*calls*/, const std::function<void()>& play_calmly) {
                          watch_ways();
                          play_calmly();
                          return ends_of_ways();
                        }};
  torture(plan, flow, fault, torment);
}

}  // namespace muster::power

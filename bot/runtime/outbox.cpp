#include "bot/runtime/outbox.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ranges>

#include "bot/base/contains.hpp"
#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/runtime/pile.hpp"
#include "bot/runtime/spawn.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

// With delays of at most a minute this is about a day: a chat that is down for longer is told about by the
// timeline.
constexpr int kMostAttempts = 1500;
// A page that its provider does not take within seconds goes out by the next way instead.
constexpr int kMostPageAttempts = 4;
constexpr std::chrono::milliseconds kLongestNap{1000};
constexpr std::chrono::hours kUntilWoken{1};
// How long a request may still take effect after its connection is gone: it is read, queued and done on the
// other side. Whoever looks before that does not see what is about to appear.
constexpr std::chrono::seconds kMayStillArrive{5};
// No wait of an earlier life is worth more: who set the clock back while muster was down must not wait for
// the old time to come again.
constexpr std::chrono::minutes kLongestLeftOver{1};

int most_attempts(const OutboxRow& row) {
  return std::holds_alternative<SendPage>(row.effect.body) ? kMostPageAttempts : kMostAttempts;
}

OutboxUpdate update_of(const OutboxRow& row, OutboxState state, std::string error = {}) {
  return {row.key, state, row.attempt, row.not_before, std::move(error)};
}

}  // namespace

Outbox::Outbox(asio::any_io_executor io, const Clock& clock, EngineThread& engine, Deliverer& deliverer,
               Metrics& metrics)
    : io_{std::move(io)}, clock_{clock}, engine_{engine}, deliverer_{deliverer}, metrics_{metrics} {}

void Outbox::add(std::vector<OutboxRow> rows) {
  for (OutboxRow& row : rows) {
    Lane& lane = lanes_[row.lane];
    const std::string name = row.lane;
    lane.rows.push_back(std::move(row));
    run(name, lane);
  }
}

// The lock on the directory says that the process which claimed them is dead; its last request may not be.
void Outbox::take_over(std::vector<OutboxRow> rows) {
  const Time now = clock_.now();
  const Time settled = now + kMayStillArrive;
  for (OutboxRow& row : rows) {
    row.not_before = std::min(row.not_before, now + kLongestLeftOver);
    const bool in_air = row.state == OutboxState::running && deliverer_.may_arrive_late(row);
    if (in_air && !is_mutant("hurry")) row.not_before = std::max(row.not_before, settled);
  }
  add(std::move(rows));
}

void Outbox::start() {
  started_ = true;
  for (auto& [name, lane] : lanes_) run(name, lane);
}

void Outbox::run(const std::string& name, Lane& lane) {
  if (!started_ || lane.running || stopping_) return;
  lane.running = true;
  spawn(io_, "outbox lane", run_lane(name));
}

void Outbox::stop() {
  stopping_ = true;
  poke();
}

void Outbox::poke() {
  for (Lane& lane : lanes_ | std::views::values) {
    if (lane.nap) lane.nap->cancel();
  }
}

Outbox::Backlog Outbox::backlog() const {
  Backlog backlog;
  for (const Lane& lane : lanes_ | std::views::values) {
    backlog.rows += lane.rows.size();
    if (lane.error.empty()) continue;
    ++backlog.failing_lanes;
    backlog.last_error = lane.error;
  }
  return backlog;
}

bool Outbox::idle() const {
  return std::ranges::none_of(lanes_ | std::views::values, &Lane::in_flight);
}

asio::awaitable<void> Outbox::run_lane(std::string name) {
  Lane& lane = lanes_[name];  // nodes of a map stay where they are
  while (!stopping_ && !lane.rows.empty()) {
    co_await wait_for_front(lane);
    if (stopping_ || lane.rows.empty()) break;
    if (stands_in_line(lane.rows.front())) co_await wait_in_line(lane);
    if (stopping_) break;
    co_await gather(lane);
    if (stopping_ || lane.rows.empty()) break;
    lane.in_flight = true;
    const bool settled = co_await send_front(lane);
    lane.in_flight = false;
    if (settled) lane.rows.pop_front();
  }
  lane.running = false;
  if (lane.rows.empty() && lane.error.empty()) lanes_.erase(name);
}

asio::awaitable<void> Outbox::wait_for_front(Lane& lane) {
  for (follow_clock(); !stopping_ && !lane.rows.empty(); follow_clock()) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(lane.rows.front().not_before - clock_.now());
    if (left <= left.zero()) co_return;
    co_await nap(lane, std::min(left, kLongestNap));
  }
}

asio::awaitable<void> Outbox::nap(Lane& lane, std::chrono::milliseconds length) {
  lane.nap = std::make_unique<asio::steady_timer>(io_, length);
  co_await lane.nap->async_wait(asio::as_tuple(asio::use_awaitable));
  lane.nap.reset();
}

bool Outbox::stands_in_line(const OutboxRow& row) const {
  return is_broadcast(row.effect) && !deliverer_.is_in_house(row);
}

// Unclaimed, so that after a crash nobody has to look whether it was sent.
asio::awaitable<void> Outbox::wait_in_line(Lane& lane) {
  Broadcasts& broadcasts = broadcasts_[lane.rows.front().effect.platform];
  std::list<Lane*>& line = broadcasts.line;
  // Who was refused has waited already.
  line.insert(lane.rows.front().attempt > 0 ? line.begin() : line.end(), &lane);
  for (follow_clock(); !stopping_; follow_clock()) {
    const bool is_first = line.front() == &lane;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(broadcasts.pace.next(clock_.now()) - clock_.now());
    if (is_first && left <= left.zero()) break;
    co_await nap(lane, is_first ? std::min(left, kLongestNap) : kUntilWoken);
  }
  broadcasts.pace.took(clock_.now());
  line.remove(&lane);
  if (line.empty()) {
    broadcasts.pace.rest();
  } else if (line.front()->nap) {
    line.front()->nap->cancel();
  }
}

void Outbox::learn_pace(const OutboxRow& row, const Result<Delivered>& result) {
  BroadcastPace& pace = broadcasts_[row.effect.platform].pace;
  if (result && !result->stale) {
    pace.accepted();
  } else if (!result && result.error().kind == ErrorKind::rate_limited) {
    const std::int64_t wait = std::max<std::int64_t>(1, result.error().retry_after_s);
    pace.refused(row.lane, std::chrono::seconds{wait}, clock_.now());
  }
}

void Outbox::follow_clock() {
  const Duration set = clock_watch_.look(clock_.now(), steady_now());
  if (set > ClockWatch::kSetBack) return;
  for (Lane& lane : lanes_ | std::views::values) {
    for (OutboxRow& row : lane.rows) row.not_before += set;
  }
  for (Broadcasts& each : broadcasts_ | std::views::values) each.pace.follow(set);
}

asio::awaitable<void> Outbox::gather(Lane& lane) {
  if (deliverer_.is_in_house(lane.rows.front())) co_return;  // nothing is in its way but a crash
  for (MessagesPiledUp& pile : piled_up(lane.rows, clock_.now())) {
    Inbound inbound;
    inbound.origin_key = "catch-up/" + pile.keys.front() + "/" + pile.keys.back();
    inbound.occurred_at = clock_.now();
    const std::vector<std::string> keys = pile.keys;
    inbound.what = std::move(pile);
    Job job = Submit{.inbound = std::move(inbound), .console = {}};
    if (!co_await keep(std::move(job))) co_return;
    crash_point("outbox_gathered");
    // The message that stands for them has come into the lane meanwhile, at its end.
    std::erase_if(lane.rows, [&](const OutboxRow& row) { return contains(keys, row.key); });
  }
}

asio::awaitable<Result<Done>> Outbox::keep(Job job) {
  JobResult kept = co_await engine_.submit(std::move(job));
  if (kept) co_return Done{};
  log_warn("the outbox could not be updated", {{"error", kept.error().say}, {"detail", kept.error().detail}});
  co_return std::unexpected(std::move(kept).error());
}

asio::awaitable<bool> Outbox::send_front(Lane& lane) {
  OutboxRow& row = lane.rows.front();
  ++row.attempt;
  crash_point("outbox_before_claim");
  Result<Done> claimed = Done{};
  if (deliverer_.needs_claim(row) && !is_mutant("unclaimed"))
    claimed = co_await keep(UpdateOutbox{update_of(row, OutboxState::running)});
  if (!claimed) {
    --row.attempt;
    row.not_before = clock_.now() + std::chrono::seconds{1};
    lane.error = claimed.error().say;
    co_return !worth_retrying(claimed.error().kind);
  }
  crash_point("outbox_claimed");
  OutboxRow sent = row;
  if (is_mutant("blind")) sent.uncertain = false;
  Result<Delivered> result = co_await deliverer_.deliver(std::move(sent));
  crash_point("outbox_sent");
  if (stands_in_line(row)) learn_pace(row, result);
  // What fails in house is the store, which will say so for longer than any number of tries.
  const bool may_try = deliverer_.is_in_house(row) || row.attempt < most_attempts(row);
  const bool again = !result && worth_retrying(result.error().kind) && may_try;
  metrics_
      .counter("muster_outbox_deliveries_total", "Effects sent, by outcome",
               {{"platform", row.effect.platform},
                {"outcome", result  ? (result->stale ? "stale" : "delivered")
                            : again ? "retry"
                                    : "failed"}})
      .add();
  if (!again) {
    co_await settle(lane, row, std::move(result));
    crash_point("outbox_settled");
    co_return true;
  }
  co_await put_off(lane, row, std::move(result).error());
  co_return false;
}

asio::awaitable<void> Outbox::put_off(Lane& lane, OutboxRow& row, Error error) {
  row.uncertain = row.uncertain || outcome_unknown(error.kind);
  lane.error = error.say;
  const double random = std::generate_canonical<double, 20>(random_);
  auto delay = std::chrono::duration_cast<Duration>(backoff_.delay(row.attempt - 1, random));
  if (error.retry_after_s > 0) delay = std::chrono::seconds{error.retry_after_s};
  // Written, and no answer, or a gateway's that gave up waiting.
  const bool in_air = outcome_unknown(error.kind) && deliverer_.may_arrive_late(row);
  if (in_air) delay = std::max<Duration>(delay, kMayStillArrive);
  row.not_before = clock_.now() + delay;
  row.last_error = error.say;
  log_warn("an effect will be tried again", {{"incident", to_string(row.incident)},
                                             {"key", row.key},
                                             {"lane", row.lane},
                                             {"error", error.say},
                                             {"detail", error.detail}});
  crash_point("outbox_failed");
  co_await keep(UpdateOutbox{update_of(row, OutboxState::waiting, error.say)});
}

asio::awaitable<void> Outbox::settle(Lane& lane, OutboxRow row, Result<Delivered> result) {
  Inbound inbound;
  inbound.origin_key = "outbox/" + row.key;
  inbound.occurred_at = clock_.now();
  Job job;
  const bool told_before =
      !result && result.error().kind == ErrorKind::not_found && result.error().say.empty();
  if (told_before || (result && result->stale)) {
    job = UpdateOutbox{update_of(row, OutboxState::superseded)};
  } else if (result) {
    inbound.what = std::move(result->receipt);
    job = Submit{std::move(inbound), {}, row.attempt};
  } else {
    log_error("an effect was given up", {{"incident", to_string(row.incident)},
                                         {"key", row.key},
                                         {"lane", row.lane},
                                         {"error", result.error().say},
                                         {"detail", result.error().detail}});
    inbound.what = EffectGivenUp{row.key,
                                 row.incident,
                                 row.effect.body,
                                 row.effect.platform,
                                 result.error().say,
                                 outcome_unknown(result.error().kind)};
    job = Submit{std::move(inbound), {}, row.attempt};
  }
  // What is sent must be kept: the receipt is tried until the store takes it. A crash before that, or a store
  // that never will, means looking again after the next start.
  for (;;) {
    const auto kept = co_await keep(job);
    lane.error = kept ? "" : kept.error().say;
    if (kept || stopping_ || !worth_retrying(kept.error().kind)) co_return;
    co_await nap(lane, kLongestNap);
  }
}

}  // namespace muster

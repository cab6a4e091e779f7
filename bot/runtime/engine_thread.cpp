#include "bot/runtime/engine_thread.hpp"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"

namespace muster {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostPerBatch = 256;
// The wall clock may jump, so due timers are looked for at least this often.
constexpr milliseconds kLongestSleep{1000};
// What is due and fails is not tried again and again at full speed.
constexpr milliseconds kPauseWhenFailing{500};
constexpr auto kTidyEvery = std::chrono::minutes{1};
// While the store fails, housekeeping is the trial whether it works again.
constexpr auto kTryEvery = std::chrono::seconds{1};
// More than this waits longer than any chat does for an answer, on a disk that is only slow.
constexpr std::size_t kMostQueued = 4096;
constexpr double kSlowSeconds = 1;
// Of the ten seconds that a stop may take in all.
constexpr auto kLastBatches = std::chrono::seconds{5};

// What muster owes already: bounded by what it sent.
bool is_own(const Job& job) {
  const auto* submitted = std::get_if<Submit>(&job);
  if (submitted == nullptr) return std::holds_alternative<UpdateOutbox>(job);
  return std::holds_alternative<EffectDelivered>(submitted->inbound.what) ||
         std::holds_alternative<EffectGivenUp>(submitted->inbound.what);
}

}  // namespace

struct EngineThread::Waiting {
  Job job;
  std::move_only_function<void(JobResult)> done;  // null: nobody waits (timers)
};

EngineThread::EngineThread(boost::asio::any_io_executor io, const Clock& clock, Store& store, Engine& engine,
                           Metrics& metrics, Published published)
    : io_{std::move(io)},
      clock_{clock},
      store_{store},
      engine_{engine},
      published_{std::move(published)},
      batches_{
          metrics.counter("muster_engine_batches_total", "Transactions the engine committed or tried to")},
      jobs_{metrics.counter("muster_engine_jobs_total", "Inputs decided and outbox changes kept")},
      refused_{metrics.counter("muster_engine_refused_total", "Inputs not taken because too many waited")},
      slow_{metrics.counter("muster_engine_slow_batches_total", "Batches that took longer than a second")},
      clock_jumps_{metrics.counter(
          "muster_clock_jumps_total",
          "Times the clock was set back by more than a minute, or ahead (or slept) by more than an hour")},
      batch_seconds_{metrics.histogram("muster_engine_batch_seconds",
                                       "Time from taking a batch to its commit",
                                       {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5})} {}

EngineThread::~EngineThread() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    give_up_at_ = steady_now() + kLastBatches;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void EngineThread::start() {
  thread_ = std::thread{[this] { run(); }};
}

boost::asio::awaitable<JobResult> EngineThread::submit(Job job) {
  co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(JobResult)>(
      [this](auto handler, Job queued) {
        Waiting waiting{
            std::move(queued), [io = io_, handler = std::move(handler)](JobResult result) mutable {
              boost::asio::post(io, [handler = std::move(handler), result = std::move(result)]() mutable {
                std::move(handler)(std::move(result));
              });
            }};
        std::size_t ahead = 0;
        {
          const std::lock_guard lock{mutex_};
          if (!stopping_ && (queue_.size() < kMostQueued || is_own(waiting.job))) {
            queue_.push_back(std::move(waiting));
            wake_.notify_one();
            return;
          }
          if (!stopping_) ahead = queue_.size();
        }
        if (ahead > 0) {
          refused_.add();
          waiting.done(fail(ErrorKind::unavailable,
                            "muster is busy: " + std::to_string(ahead) +
                                " inputs wait to be recorded. Nothing was recorded of this; try again in a "
                                "moment"));
          return;
        }
        waiting.done(fail(ErrorKind::unavailable,
                          "muster is shutting down; nothing was recorded. Try again in a moment"));
      },
      boost::asio::use_awaitable, std::move(job));
}

void EngineThread::poke() {
  {
    const std::lock_guard lock{mutex_};
    poked_ = true;
  }
  wake_.notify_one();
}

EngineThread::Load EngineThread::load() const {
  const std::lock_guard lock{mutex_};
  Load load = load_;
  load.queued = queue_.size();
  if (batch_began_) load.under_way_s = std::chrono::duration<double>(steady_now() - *batch_began_).count();
  return load;
}

void EngineThread::run() {
  Time tidied{};
  auto tried = steady_now();
  for (;;) {
    std::vector<Waiting> taken;
    {
      std::unique_lock lock{mutex_};
      const auto next = engine_.next_due();
      auto nap = kLongestSleep;
      if (next)
        nap =
            std::clamp(std::chrono::ceil<milliseconds>(*next - clock_.now()), milliseconds{0}, kLongestSleep);
      if (pause_) nap = std::max(nap, kPauseWhenFailing);
      wake_.wait_for(lock, nap, [this] { return stopping_ || poked_ || !queue_.empty(); });
      poked_ = false;
      if (stopping_ && (queue_.empty() || steady_now() >= *give_up_at_)) return;
      const auto count = std::min(queue_.size(), kMostPerBatch);
      std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count),
                std::back_inserter(taken));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    const Time now = clock_.now();
    say_clock(now);
    for (Job& job : engine_.due(now)) taken.push_back({std::move(job), nullptr});
    if (!taken.empty()) run_batch(std::move(taken));
    store_.shorten_log();
    const bool tries_again = steady_now() - tried >= kTryEvery && is_failing();
    if (tries_again || now - tidied > kTidyEvery || now < tidied) {
      tidied = now;
      tidy(now);
      tried = steady_now();
    }
  }
}

namespace {

// The disk cannot take it now, or the database under us was removed, replaced or damaged.
bool is_of_the_store(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::corrupt;
}

}  // namespace

void EngineThread::tidy(Time now) {
  const auto done = store_.tidy(now);
  const bool known = is_failing();
  if (!done && !known)
    log_warn("housekeeping of the store failed",
             {{"error", done.error().say}, {"detail", done.error().detail}});
  if (!done && is_of_the_store(done.error())) say_failing(&done.error());
  if (!done || !known) return;
  log_info("the store can be written again");
  say_failing(nullptr);
}

void EngineThread::say_clock(Time now) {
  const Duration set = clock_watch_.look(now, steady_now());
  if (set > ClockWatch::kSetBack && set < ClockWatch::kSetAhead) return;
  clock_jumps_.add();
  log_warn(set < Duration{0} ? "The clock was set back: what is due by the clock is due later, and new "
                               "entries of the timeline may be "
                               "older than those before them. Check this machine's time service"
                             : "The clock was set ahead, or this machine slept: what became due is done now. "
                               "Check this machine's time "
                               "service",
           {{"by", spoken(std::chrono::abs(set))}, {"now", iso_seconds(now)}});
}

// What is due stays due; that it is, and since when, is told until it could be recorded. null: it was.
void EngineThread::say_overdue(const Error* why) {
  const auto due = why == nullptr ? std::size_t{0} : engine_.due(clock_.now()).size();
  const std::lock_guard lock{mutex_};
  if (due > 0 && load_.overdue == 0)
    log_error("what is due cannot be recorded: nobody is rung or reminded until it can",
              {{"due", std::to_string(due)}, {"error", why->say}, {"detail", why->detail}});
  if (due == 0 && load_.overdue > 0) log_info("what was due is recorded");
  load_.overdue = due;
  load_.overdue_since = due > 0 ? engine_.next_due() : std::nullopt;
}

// none: one begins.
void EngineThread::say_batch(std::optional<double> took) {
  if (took) batch_seconds_.observe(*took);
  if (took && *took >= kSlowSeconds) slow_.add();
  const std::lock_guard lock{mutex_};
  batch_began_ = took ? std::nullopt : std::optional{steady_now()};
  if (took) load_.last_batch_s = *took;
}

// A mutant: says that it is kept before it is, as bots do that answer first and work afterwards.
void EngineThread::answer_early(std::vector<Waiting>& waiting) {
  for (Waiting& one : waiting) {
    if (one.done) std::exchange(one.done, nullptr)(JobAnswer{});
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{50});  // the disk is slow
}

// null: it works.
void EngineThread::say_failing(const Error* why) {
  const std::lock_guard lock{mutex_};
  load_.store_failing = why != nullptr;
  load_.store_error = why == nullptr ? "" : why->say;
}

void EngineThread::run_batch(std::vector<Waiting> waiting) {
  std::vector<Job> jobs;
  jobs.reserve(waiting.size());
  for (Waiting& one : waiting) jobs.push_back(std::move(one.job));
  const auto begin = steady_now();
  say_batch(std::nullopt);
  if (is_mutant("early")) answer_early(waiting);
  crash_point("engine_before_batch");
  Engine::BatchResult result = engine_.run(std::move(jobs), clock_.now());
  crash_point("engine_after_commit");
  batches_.add();
  jobs_.add(static_cast<double>(waiting.size()));
  say_batch(std::chrono::duration<double>(steady_now() - begin).count());
  const auto failed = std::ranges::find_if(
      result.answers, [](const JobResult& answer) { return !answer && is_of_the_store(answer.error()); });
  // That one batch went well does not mean the disk is well: tidy() finds out.
  if (failed != result.answers.end()) say_failing(&failed->error());
  pause_ = std::ranges::any_of(result.answers, [](const JobResult& answer) { return !answer; });
  {
    const std::lock_guard lock{mutex_};
    load_.timers = engine_.timer_count();
  }
  // Publish first: whoever is answered finds the board renewed.
  boost::asio::post(io_, [this, changes = std::move(result.changes)] { published_(changes); });
  const Error* late = nullptr;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (!waiting[i].done && !result.answers[i]) late = &result.answers[i].error();
  }
  say_overdue(late);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].done) waiting[i].done(std::move(result.answers[i]));
  }
  crash_point("engine_answered");
}

}  // namespace muster

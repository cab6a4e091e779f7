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
constexpr milliseconds kLongestNap{1000};
// What is due and fails is not tried again and again at full speed.
constexpr milliseconds kPauseWhenFailing{500};
constexpr auto kTidyEvery = std::chrono::minutes{1};

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
      batch_seconds_{metrics.histogram("muster_engine_batch_seconds",
                                       "Time from taking a batch to its commit",
                                       {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5})} {}

EngineThread::~EngineThread() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
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
        {
          const std::lock_guard lock{mutex_};
          if (!stopping_) {
            queue_.push_back(std::move(waiting));
            wake_.notify_one();
            return;
          }
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
  return load;
}

void EngineThread::run() {
  Time tidied{};
  for (;;) {
    std::vector<Waiting> taken;
    {
      std::unique_lock lock{mutex_};
      const auto next = engine_.next_due();
      auto nap = kLongestNap;
      if (next)
        nap = std::clamp(std::chrono::ceil<milliseconds>(*next - clock_.now()), milliseconds{0}, kLongestNap);
      if (pause_) nap = std::max(nap, kPauseWhenFailing);
      wake_.wait_for(lock, nap, [this] { return stopping_ || poked_ || !queue_.empty(); });
      poked_ = false;
      if (stopping_ && queue_.empty()) return;
      const auto count = std::min(queue_.size(), kMostPerBatch);
      std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count),
                std::back_inserter(taken));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    const Time now = clock_.now();
    for (Job& job : engine_.due(now)) taken.push_back({std::move(job), nullptr});
    if (!taken.empty()) run_batch(std::move(taken));
    if (now - tidied > kTidyEvery || now < tidied) {
      tidied = now;
      tidy(now);
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
  if (!done)
    log_warn("housekeeping of the store failed",
             {{"error", done.error().say}, {"detail", done.error().detail}});
  if (!done && is_of_the_store(done.error())) say_failing(&done.error());
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
  if (is_mutant("early")) answer_early(waiting);
  crash_point("engine_before_batch");
  Engine::BatchResult result = engine_.run(std::move(jobs), clock_.now());
  crash_point("engine_after_commit");
  batches_.add();
  jobs_.add(static_cast<double>(waiting.size()));
  batch_seconds_.observe(std::chrono::duration<double>(steady_now() - begin).count());
  const auto failed = std::ranges::find_if(
      result.answers, [](const JobResult& answer) { return !answer && is_of_the_store(answer.error()); });
  say_failing(failed == result.answers.end() ? nullptr : &failed->error());
  pause_ = std::ranges::any_of(result.answers, [](const JobResult& answer) { return !answer; });
  {
    const std::lock_guard lock{mutex_};
    load_.timers = engine_.timer_count();
  }
  // Publish first: whoever is answered finds the board renewed.
  boost::asio::post(io_, [this, changes = std::move(result.changes)] { published_(changes); });
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].done)
      waiting[i].done(std::move(result.answers[i]));
    else if (!result.answers[i])
      log_error("a timer could not be handled",
                {{"error", result.answers[i].error().say}, {"detail", result.answers[i].error().detail}});
  }
  crash_point("engine_answered");
}

}  // namespace muster

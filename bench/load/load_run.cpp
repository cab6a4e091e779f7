#include "bench/load/load_run.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muster::bench {

namespace asio = boost::asio;

namespace {

double microseconds(LoadRun::Clock::duration length) {
  return std::chrono::duration<double, std::micro>(length).count();
}

fake::Json percentiles(std::vector<double> values) {
  if (values.empty()) return nullptr;
  std::ranges::sort(values);
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  return {{"p50", at(0.5)}, {"p99", at(0.99)}, {"max", values.back()}};
}

double per_second(std::uint64_t count, LoadRun::Clock::duration length) {
  const double seconds = std::chrono::duration<double>(length).count();
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

}  // namespace

LoadRun::LoadRun(asio::io_context& io, RunPlan plan, std::uint64_t first, Send send)
    : io_{io},
      plan_{std::move(plan)},
      first_{first},
      send_{std::move(send)},
      times_(plan_.count),
      wake_{io} {}

LoadRun::Times* LoadRun::times_of(std::uint64_t number) {
  return number < first_ || number - first_ >= sent_ ? nullptr : &times_[number - first_];
}

void LoadRun::send_next() {
  std::string frame = envelope(plan_.wanted, first_ + sent_, plan_.channels[sent_ % plan_.channels.size()]);
  times_[sent_].sent = Clock::now();
  ++sent_;
  send_(std::move(frame));
}

// Nothing more is to be sent.
bool LoadRun::over() const {
  return sent_ == plan_.count || (plan_.lasts.count() > 0 && Clock::now() - begin_ > plan_.lasts);
}

bool LoadRun::done() const {
  return over() && acked_ == sent_ && (!plan_.wait_for_posts || posted_ == sent_);
}

void LoadRun::on_ack(std::uint64_t number) {
  Times* times = times_of(number);
  if (times == nullptr || times->acked != Clock::time_point{}) return;
  last_progress_ = last_ack_ = times->acked = Clock::now();
  ++acked_;
  if (plan_.per_second == 0 && !over()) send_next();
  if (done()) wake_.cancel();
}

void LoadRun::on_post(std::uint64_t number) {
  Times* times = times_of(number);
  if (times == nullptr || times->posted != Clock::time_point{}) return;
  last_progress_ = last_post_ = times->posted = Clock::now();
  ++posted_;
  if (done()) wake_.cancel();
}

// Behind the clock, it sends at once: an envelope's time begins when it was to be sent.
asio::awaitable<void> LoadRun::send_by_the_clock() {
  const auto step = std::chrono::nanoseconds{1'000'000'000 / plan_.per_second};
  asio::steady_timer timer{io_};
  for (std::uint64_t i = 0; i < plan_.count && !over(); ++i) {
    const auto due = begin_ + step * static_cast<std::int64_t>(i);
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    send_next();
    times_[i].sent = due;
    last_progress_ = Clock::now();
  }
}

asio::awaitable<void> LoadRun::run() {
  begin_ = last_progress_ = Clock::now();
  if (plan_.per_second > 0) {
    co_await send_by_the_clock();
  } else {
    for (std::uint64_t i = 0; i < std::min(plan_.open, plan_.count); ++i) send_next();
  }
  while (!done() && Clock::now() - last_progress_ < plan_.patience) {
    boost::system::error_code ignored;
    wake_.expires_after(std::chrono::seconds{1});
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

fake::Json LoadRun::result() const {
  std::vector<double> acks;
  std::vector<double> posts;
  for (const Times& times : times_) {
    if (times.acked != Clock::time_point{}) acks.push_back(microseconds(times.acked - times.sent));
    if (times.posted != Clock::time_point{}) posts.push_back(microseconds(times.posted - times.sent));
  }
  return {{"count", sent_},
          {"lost", sent_ - acked_},
          {"acks_per_s", per_second(acked_, last_ack_ - begin_)},
          {"ack_us", percentiles(std::move(acks))},
          {"unposted", plan_.wait_for_posts ? sent_ - posted_ : 0},
          {"posts_per_s", per_second(posted_, last_post_ - begin_)},
          {"post_us", percentiles(std::move(posts))}};
}

}  // namespace muster::bench

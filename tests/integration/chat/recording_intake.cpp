#include "tests/integration/chat/recording_intake.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muster::testing {

using std::chrono::seconds;

asio::awaitable<Result<Answer>> RecordingIntake::submit(Inbound inbound) {
  {
    const std::lock_guard lock{mutex_};
    inbounds_.push_back(inbound);
    changed_.notify_all();
  }
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    {
      const std::lock_guard lock{mutex_};
      if (!held_) co_return decide_ ? decide_(inbound) : Result<Answer>{Answer{}};
    }
    timer.expires_after(std::chrono::milliseconds{5});
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void RecordingIntake::decide(Decide decide) {
  const std::lock_guard lock{mutex_};
  decide_ = std::move(decide);
}

void RecordingIntake::hold(bool on) {
  const std::lock_guard lock{mutex_};
  held_ = on;
}

std::vector<Inbound> RecordingIntake::wait(std::size_t wanted,
                                           const std::function<bool(const Inbound&)>& matches) {
  std::unique_lock lock{mutex_};
  const auto enough = [&] {
    return std::ranges::count_if(inbounds_, matches) >= static_cast<std::ptrdiff_t>(wanted);
  };
  EXPECT_TRUE(changed_.wait_for(lock, seconds{15}, enough))
      << "only " << std::ranges::count_if(inbounds_, matches);
  std::vector<Inbound> found;
  std::ranges::copy_if(inbounds_, std::back_inserter(found), matches);
  return found;
}

std::vector<Inbound> RecordingIntake::all() const {
  const std::lock_guard lock{mutex_};
  return inbounds_;
}

}  // namespace muster::testing

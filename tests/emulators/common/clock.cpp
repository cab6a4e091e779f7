#include "tests/emulators/common/clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace muster::fake {

using std::chrono::duration_cast;
using std::chrono::microseconds;

struct Clock::Alarm {
  boost::asio::steady_timer timer;
};

Clock::Clock(boost::asio::io_context& io)
    : alarm_(new Alarm{boost::asio::steady_timer(io)}),
      system_base_us_(
          duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()),
      steady_base_(std::chrono::steady_clock::now()) {}

Clock::~Clock() = default;

std::int64_t Clock::real_us() const {
  return system_base_us_ +
         duration_cast<microseconds>(std::chrono::steady_clock::now() - steady_base_).count();
}

std::int64_t Clock::now_us() const {
  return frozen_ ? frozen_at_us_ : real_us() + offset_us_;
}

void Clock::at(std::int64_t due_us, std::function<void()> action) {
  due_.emplace(due_us, std::move(action));
  arm();
}

void Clock::not_before(std::int64_t us) {
  const std::int64_t behind = us - now_us();
  if (behind <= 0) return;
  if (frozen_) {
    frozen_at_us_ += behind;
  } else {
    offset_us_ += behind;
  }
}

void Clock::advance_ms(std::int64_t ms) {
  const std::int64_t target = now_us() + ms * 1000;
  while (!due_.empty() && due_.begin()->first <= target) {
    not_before(due_.begin()->first);
    run_due();
  }
  not_before(target);
  arm();
}

void Clock::show_ms(std::int64_t now_ms) {
  frozen_at_us_ = now_ms * 1000;
  offset_us_ = now_ms * 1000 - real_us();
  arm();
}

void Clock::freeze(bool frozen) {
  if (frozen == frozen_) return;
  if (frozen) {
    frozen_at_us_ = now_us();
  } else {
    offset_us_ = frozen_at_us_ - real_us();
  }
  frozen_ = frozen;
  arm();
}

void Clock::run_due() {
  while (!due_.empty() && due_.begin()->first <= now_us()) {
    const auto action = std::move(due_.begin()->second);
    due_.erase(due_.begin());
    action();
  }
}

void Clock::arm() {
  if (due_.empty() || frozen_) {
    alarm_->timer.cancel();
    return;
  }
  alarm_->timer.expires_after(microseconds(std::max<std::int64_t>(0, due_.begin()->first - now_us())));
  alarm_->timer.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    run_due();
    arm();
  });
}

}  // namespace muster::fake

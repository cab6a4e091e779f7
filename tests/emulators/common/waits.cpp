#include "tests/emulators/common/waits.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/emulators/common/refusal.hpp"

namespace muster::fake {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

void Waits::wake() {
  last_change_ = steady_clock::now();
  for (boost::asio::steady_timer* timer : waiting_) timer->cancel();
}

boost::asio::awaitable<bool> Waits::until(std::int64_t timeout_ms, std::function<bool()> holds) {
  // Silence is not announced by anything: look again now and then.
  constexpr milliseconds kLook{20};
  const auto deadline = steady_clock::now() + milliseconds(timeout_ms);
  boost::asio::steady_timer timer(io_);
  while (!holds()) {
    if (steady_clock::now() >= deadline) co_return false;
    timer.expires_at(std::min(deadline, steady_clock::now() + kLook));
    waiting_.insert(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    waiting_.erase(&timer);
  }
  co_return true;
}

std::optional<Json> Waits::quiet(const Json& query) const {
  if (busy_()) return std::nullopt;
  const auto silent = steady_clock::now() - last_change_;
  if (silent < milliseconds(get_int(query, "quiet_ms", 200))) return std::nullopt;
  return Json::object();
}

boost::asio::awaitable<Json> Waits::wait(Json query) {
  std::optional<Json> found;
  std::string problem;
  const bool held = co_await until(get_int(query, "timeout_ms", 10000), [&] {
    try {
      found = get_string(query, "for") == "quiet" ? quiet(query) : condition_(query);
    } catch (const Refusal& error) {
      problem = error.word;
    }
    return found.has_value() || !problem.empty();
  });
  if (!problem.empty()) co_return Json{{"error", problem}};
  if (!held) co_return Json{{"error", "timeout"}, {"query", query}};
  co_return *found;
}

}  // namespace muster::fake

#include "bot/net/task_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "bot/base/clock.hpp"
#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"

namespace muster::net {

namespace asio = boost::asio;

struct TaskGroup::State {
  explicit State(asio::any_io_executor e) : executor{std::move(e)}, idle{executor} {}
  asio::any_io_executor executor;
  asio::steady_timer idle;  // cancelled when the last one ends
  std::size_t running = 0;
};

TaskGroup::TaskGroup(asio::any_io_executor executor) : state_{std::make_shared<State>(std::move(executor))} {}

void TaskGroup::spawn(std::string what, asio::awaitable<void> task) {
  ++state_->running;
  asio::co_spawn(state_->executor, std::move(task),
                 [state = state_, what = std::move(what)](std::exception_ptr thrown) {
                   if (--state->running == 0) state->idle.cancel();
                   give_up_if_out_of_memory(thrown);
                   if (!thrown) return;
                   try {
                     std::rethrow_exception(thrown);
                   } catch (const std::exception& e) {
                     log_error("a task failed with an exception", {{"task", what}, {"what", e.what()}});
                   }
                 });
}

std::size_t TaskGroup::running() const {
  return state_->running;
}

asio::awaitable<bool> TaskGroup::wait_until_idle(std::chrono::steady_clock::time_point deadline) {
  const std::shared_ptr<State> state = state_;
  while (state->running > 0 && steady_now() < deadline) {
    boost::system::error_code ignored;
    state->idle.expires_at(deadline);
    co_await state->idle.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return state->running == 0;
}

}  // namespace muster::net

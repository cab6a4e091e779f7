#include "bot/runtime/spawn.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"

namespace muster {

void spawn(const boost::asio::any_io_executor& io, std::string name, boost::asio::awaitable<void> task) {
  boost::asio::co_spawn(io, std::move(task), [name = std::move(name)](std::exception_ptr thrown) {
    give_up_if_out_of_memory(thrown);
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      log_error("a background task ended by a bug", {{"task", name}, {"detail", e.what()}});
    }
  });
}

}  // namespace muster

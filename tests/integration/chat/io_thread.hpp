// IoThread: an io thread and a test's ways into it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

namespace muster::testing {

namespace asio = boost::asio;

class IoThread {
 public:
  ~IoThread() { join(); }

  void launch() {
    thread_ = std::thread{[this] { io_.run(); }};
  }
  // After that nothing of it runs.
  void join() {
    work_.reset();
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

  template <class T>
  T run(asio::awaitable<T> task) {
    return asio::co_spawn(io_, std::move(task), asio::use_future).get();
  }
  // Calls f on the io thread.
  template <class F>
  auto on_io(F f) {
    std::packaged_task<decltype(f())()> task{std::move(f)};
    auto future = task.get_future();
    asio::post(io_, [&task] { task(); });
    return future.get();
  }
  asio::io_context& io() { return io_; }

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::thread thread_;
};

}  // namespace muster::testing

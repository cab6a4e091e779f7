// A running Slack integration: its io thread, an Intake that records, and a fake_slack process.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bot/base/clock.hpp"
#include "integrations/slack/slack.hpp"
#include "tests/integration/chat/fake_process.hpp"
#include "tests/integration/chat/recording_intake.hpp"

namespace muster::slack::testing {

using muster::testing::FakeProcess;
using muster::testing::Json;
using muster::testing::RecordingIntake;

class World {
 public:
  World();
  ~World();

  // Starts the integration and waits for its sockets.
  void start();
  void stop();

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
  // An open incident whose room on Slack is `channel`; call before start().
  void has_incident(IncidentNumber number, const std::string& channel);

  asio::io_context& io() { return io_; }
  SystemClock clock;
  FakeProcess fake{{FAKE_SLACK, "--port", "0"}};
  RecordingIntake intake;
  Board board;
  std::unique_ptr<Slack> slack;
  Message home{{Heading{"Open incidents"}}};

 private:
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::thread thread_;
  bool started_ = false;
};

// Wordings short enough to read in a test.
[[nodiscard]] Message words(const std::string& text);
[[nodiscard]] Answer answer_with(const std::string& text);
[[nodiscard]] bool is_command(const Inbound& inbound);

}  // namespace muster::slack::testing

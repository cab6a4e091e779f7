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
#include "tests/integration/slack/fake_process.hpp"

namespace muster::slack::testing {

// Keeps what comes in and answers as told. submit runs on the io thread, the rest on the test's.
class RecordingIntake final : public Intake {
 public:
  using Decide = std::function<Result<Answer>(const Inbound&)>;

  asio::awaitable<Result<Answer>> submit(Inbound inbound) override;
  asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite>) override {
    return submit(std::move(inbound));
  }
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite>) override { co_return Done{}; }

  void decide(Decide decide);
  // While held, submit() does not return.
  void hold(bool on);
  // Waits at most 15 s until `wanted` of those that match came in; all that came in so far.
  std::vector<Inbound> wait(std::size_t wanted, const std::function<bool(const Inbound&)>& matches);
  [[nodiscard]] std::vector<Inbound> all() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Inbound> inbounds_;
  Decide decide_;
  bool held_ = false;
};

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
  FakeProcess fake;
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

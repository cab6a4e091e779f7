// An Intake that records what a chat hands in.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "bot/ports/intake.hpp"

namespace muster::testing {

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

}  // namespace muster::testing

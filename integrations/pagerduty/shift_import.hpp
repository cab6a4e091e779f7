// ShiftImport: reads the schedules that are kept at PagerDuty, every five minutes.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "bot/ports/integration.hpp"
#include "integrations/pagerduty/rest.hpp"

namespace muster::pagerduty {

class ShiftImport : public std::enable_shared_from_this<ShiftImport> {
 public:
  ShiftImport(std::shared_ptr<Rest> rest, const IntegrationDeps& deps);

  void start();
  void stop();
  // Once, all schedules. What cannot be read now is read the next time.
  asio::awaitable<void> read_all();

 private:
  asio::awaitable<void> keep_reading();
  asio::awaitable<Result<Done>> read(Schedule schedule);
  [[nodiscard]] PersonId person_of(const OnCall& shift) const;

  std::shared_ptr<Rest> rest_;
  asio::any_io_executor io_;
  const Clock& clock_;
  Intake& intake_;
  const Board& board_;
  asio::steady_timer nap_;
  bool stopping_ = false;
};

}  // namespace muster::pagerduty

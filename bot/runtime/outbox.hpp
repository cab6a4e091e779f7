// Outbox: sends what was promised. One coroutine a lane, in order, one at a time; lanes wait for nothing but
// themselves, except that broadcasts (an update for the rooms of audiences) stand in one line for each chat,
// which takes them at its pace while everything else goes past.
//
// A row is claimed durably before it is sent, so after a crash we know that it may have been, and the
// platform looks before it acts. It looks only when a request that was written before can no longer take
// effect; docs/decisions/0018-outbox-claims.md says why each of these is needed. Failures of a retryable kind
// are tried again with full jitter, others are given up aloud (EffectGivenUp becomes an event). io thread
// only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bot/base/backoff.hpp"
#include "bot/runtime/broadcast_pace.hpp"
#include "bot/runtime/clock_watch.hpp"
#include "bot/runtime/deliver.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/runtime/metrics.hpp"

namespace muster {

class Outbox {
 public:
  Outbox(boost::asio::any_io_executor io, const Clock& clock, EngineThread& engine, Deliverer& deliverer,
         Metrics& metrics);

  // New rows.
  void add(std::vector<OutboxRow> rows);
  // What a start found unsettled; before anything is added, so that nothing new overtakes it.
  void take_over(std::vector<OutboxRow> rows);
  // Begins to send. What was added before waits for it.
  void start();
  // Starts no further deliveries; the one under way in each lane ends by itself.
  void stop();
  // Looks at the clock now (a test moved it, or a platform came back).
  void poke();

  struct Backlog {
    std::size_t rows = 0;
    std::size_t failing_lanes = 0;  // lanes whose last row failed, waiting to be tried again or not
    std::string last_error;
  };
  [[nodiscard]] Backlog backlog() const;
  [[nodiscard]] bool idle() const;  // nothing under way

 private:
  struct Lane {
    std::list<OutboxRow> rows;
    bool running = false;
    bool in_flight = false;  // the front row is being sent
    std::string error;       // of the last try, empty after a success
    std::unique_ptr<boost::asio::steady_timer> nap;
  };
  void run(const std::string& name, Lane& lane);
  boost::asio::awaitable<void> run_lane(std::string name);
  boost::asio::awaitable<void> wait_for_front(Lane& lane);
  boost::asio::awaitable<void> nap(Lane& lane, std::chrono::milliseconds length);
  [[nodiscard]] bool stands_in_line(const OutboxRow& row) const;
  boost::asio::awaitable<void> wait_in_line(Lane& lane);
  void learn_pace(const OutboxRow& row, const Result<Delivered>& result);
  // What waits goes on waiting for as long as it was to, not until the old time comes again.
  void follow_clock();
  // True: the front row is done with, settled or not to be settled in this life (lane.error says why).
  boost::asio::awaitable<bool> send_front(Lane& lane);
  boost::asio::awaitable<void> settle(Lane& lane, OutboxRow row, Result<Delivered> result);
  // Writes down that the front row failed and when it is tried again.
  boost::asio::awaitable<void> put_off(Lane& lane, OutboxRow& row, Error error);
  boost::asio::awaitable<Result<Done>> keep(Job job);
  // Messages that piled up behind a chat that cannot be reached become one that tells what it missed.
  boost::asio::awaitable<void> gather(Lane& lane);

  boost::asio::any_io_executor io_;
  const Clock& clock_;
  EngineThread& engine_;
  Deliverer& deliverer_;
  Metrics& metrics_;
  std::map<std::string, Lane> lanes_;
  struct Broadcasts {
    BroadcastPace pace;
    std::list<Lane*> line;  // of those that wait for their turn
  };
  std::map<std::string, Broadcasts> broadcasts_;  // by platform
  Backoff backoff_;
  ClockWatch clock_watch_;
  std::minstd_rand random_{std::random_device{}()};
  bool started_ = false;
  bool stopping_ = false;
};

}  // namespace muster

// Brings activities to the bot's messaging endpoint: deadlines, retries, and what came back. Activities that
// are not settled survive a restart.
//
// A delivery document: {activity_id, activity, context, token, state: "waiting" | "answered" | "refused" |
// "given_up", attempt, status, body, latency_ms, result (what the answer to an invoke did), first_id?}.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "tests/emulators/teams/post.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

class Courier {
 public:
  // What an invoke's answer did, or {"result": "invalid", "detail": …}; `body` is null when it is no JSON.
  using Apply =
      std::function<Json(const Json& delivery, int status, const Json& body, const std::string& raw)>;

  Courier(boost::asio::io_context& io, Clock& clock, Ledger& ledger, World& world, KeyRing& ring)
      : io_(io), clock_(clock), ledger_(ledger), world_(world), ring_(ring) {}
  void on_answer(Apply apply) { apply_ = std::move(apply); }

  struct Options {
    std::string token = {};  // "" = as configured
    bool no_retry = false;
    std::string raw_body = {};  // sent instead of the activity
    std::string first_id = {};  // of the invoke that this one repeats
  };
  void send(Json activity, Json context, Options options);
  void send(Json activity, Json context) { send(std::move(activity), std::move(context), {}); }
  // Sends again what was not settled when the process ended.
  void resume();

  const Json* delivery(const std::string& activity_id) const;
  bool busy() const;

 private:
  void begin(const std::string& activity_id);
  boost::asio::awaitable<void> attempt(std::string activity_id);
  void record(const Json& delivery, const PostOutcome& outcome);
  void settle(Json delivery, const PostOutcome& outcome, std::int64_t started_ms);
  void settle_invoke(Json& delivery, const PostOutcome& outcome);
  bool retry(const Json& delivery, std::int64_t started_ms);
  void repeat_later(const Json& delivery);

  boost::asio::io_context& io_;
  Clock& clock_;
  Ledger& ledger_;
  World& world_;
  KeyRing& ring_;
  Apply apply_;
};

}  // namespace muster::fake::teams

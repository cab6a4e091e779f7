// SocketMode: keeps connections to Slack open and hands over what arrives on them. Two lines, A and B, so
// that neither a recycled nor a stalled socket leaves a hole; each replaces its socket by
// reconnect_policy.hpp, new before old.
//
// io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/net/websocket.hpp"
#include "integrations/slack/envelope_wire.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

struct SocketModeOptions {
  int lines = 2;
  std::chrono::milliseconds second_line_after{2000};
  std::chrono::milliseconds ping_every{6000};
  std::chrono::milliseconds silent_limit{18000};  // no frame of any kind for this long: the socket is dead
  std::chrono::milliseconds hello_limit{10000};
  std::chrono::milliseconds drain_limit{10000};  // how long a replaced socket is still read
};

// Answers one envelope on the connection that brought it; when that one is gone meanwhile, on another live
// one.
using SendAck = std::function<boost::asio::awaitable<void>(std::string ack)>;

class SocketMode {
 public:
  struct Hooks {
    // One call an envelope, each in a coroutine of its own, started in the order of arrival.
    std::function<boost::asio::awaitable<void>(Arrival, SendAck)> arrived;
    // Connected again after a time without any usable socket (or with one that had fallen silent): since
    // when.
    std::function<void(Time since)> hole;
  };

  // app_api calls with the app-level token.
  SocketMode(boost::asio::any_io_executor executor, std::shared_ptr<WebApi> app_api,
             std::shared_ptr<net::TlsClient> trust, const Clock& clock, SocketModeOptions options);
  ~SocketMode();

  void start(Self self, Hooks hooks);
  // Says goodbye to the sockets, then waits for envelopes being handled, until the deadline.
  boost::asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline);

  [[nodiscard]] int live_sockets() const;
  // Why there is no live socket, in words for the operator; empty when there is one.
  [[nodiscard]] std::string trouble() const;

  // One connection opened, greeted and closed: what `muster check` asks.
  static boost::asio::awaitable<Result<Hello>> try_once(std::shared_ptr<WebApi> app_api,
                                                        std::shared_ptr<net::TlsClient> trust,
                                                        std::chrono::milliseconds limit);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace muster::slack

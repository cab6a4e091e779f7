// Socket: one Socket Mode connection from its single-use URL to its end. Private to socket_mode.
//
// io thread only. run() reads without a pause, since pings are answered only while a read is pending; whoever
// waits is woken by changed().
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/net/websocket.hpp"
#include "integrations/slack/envelope_wire.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

// A fresh single-use URL by apps.connections.open, connected; hello is still to come. Holds the ticket: never
// logged.
[[nodiscard]] boost::asio::awaitable<Result<std::shared_ptr<net::WebSocket>>> open_socket(
    std::shared_ptr<WebApi> app_api, std::shared_ptr<net::TlsClient> trust, std::chrono::milliseconds limit,
    net::WebSocketOptions options);

class Socket {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using OnArrival = std::function<void(Arrival)>;

  Socket(const boost::asio::any_io_executor& executor, std::shared_ptr<net::WebSocket> ws, Self self,
         const Clock& clock)
      : ws_{std::move(ws)}, self_{std::move(self)}, clock_{clock}, changed_{executor} {}

  // Reads until the connection is over. `socket` is this, held for as long as it runs.
  static boost::asio::awaitable<void> run(std::shared_ptr<Socket> socket, OnArrival on_arrival);
  // Asks for a sign of life, also until it is over.
  static boost::asio::awaitable<void> keep_pinging(std::shared_ptr<Socket> socket,
                                                   std::chrono::milliseconds every);

  // Waits until something below changed, or the deadline.
  boost::asio::awaitable<void> changed(TimePoint deadline);
  void wake() { changed_.cancel(); }

  [[nodiscard]] const std::optional<Hello>& hello() const { return hello_; }
  [[nodiscard]] const std::optional<std::string>& told_to_go() const { return told_to_go_; }  // reason
  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] bool fell_silent() const { return fell_silent_; }
  [[nodiscard]] bool live() const { return hello_.has_value() && !over_; }
  [[nodiscard]] const std::shared_ptr<net::WebSocket>& ws() const { return ws_; }

 private:
  void take(const std::string& text, const OnArrival& on_arrival);

  std::shared_ptr<net::WebSocket> ws_;
  Self self_;
  const Clock& clock_;
  boost::asio::steady_timer changed_;
  std::optional<Hello> hello_;
  std::optional<std::string> told_to_go_;
  bool over_ = false;
  bool fell_silent_ = false;
};

}  // namespace muster::slack

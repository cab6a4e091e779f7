// WebSocket over TCP or TLS, client and server. Text messages only.
//
// Threads: the io_context thread only. Hold it by shared_ptr for as long as a coroutine waits in it.
// Keep one read() pending all the time: pings are answered, and closes noticed, only while one is. So never
// do the work of a message inside the read loop: hand it over and read on. send(), ping() and close() may be
// called at any time, also while others wait in them; messages leave one at a time, in order, each as one
// frame.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/net/http_headers.hpp"

namespace muster::net {

struct WebSocketOptions {
  std::size_t max_message_bytes = 4UL * 1024 * 1024;  // a longer one ends the connection with 1009
  // Nothing heard from the other side for this long (a ping or pong counts) ends the connection: read()
  // answers timeout. After half of it a ping asks for a sign of life: Beast 1.81 re-arms its idle timer only
  // then, and would end even a busy connection otherwise. 0:
  // never, the caller watches last_activity() itself.
  std::chrono::milliseconds idle_limit{30000};
  std::chrono::milliseconds write_limit{
      10000};             // a frame that does not leave in this time ends the connection
  HttpHeaders headers{};  // client only: added to the handshake (Authorization, Origin)
};

// Why a socket ended, as the other side said it.
struct CloseReason {
  std::uint16_t code = 0;  // 1000 normal, 1001 going away, ...; 0 when it gave none
  std::string text;
};

class WebSocket {
 public:
  virtual ~WebSocket() = default;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  // The next text message; nothing when the socket was closed properly, by either side. corrupt: the other
  // side broke the protocol (binary messages and invalid UTF-8 included) or the size limit. timeout:
  // idle_limit passed. unavailable: the connection was lost or kill() was called. After anything but a
  // message the socket is over. One read() at a time.
  virtual boost::asio::awaitable<Result<std::optional<std::string>>> read() = 0;

  // Done when the frame was handed to the kernel, or goes there with the message that waits behind it (then a
  // connection that breaks is learned by the last of them). unavailable: the socket is over, it may not have
  // arrived.
  // invalid: the text is not UTF-8 (nothing sent, the socket lives).
  virtual boost::asio::awaitable<Result<Done>> send(std::string text) = 0;

  // A ping with at most 125 bytes; its pong shows in pongs_received(). Do not compare payloads: Slack's pongs
  // differ.
  virtual boost::asio::awaitable<Result<Done>> ping(std::string payload = {}) = 0;

  // Says goodbye and waits at most one second for the answer (some servers never end the connection), then
  // closes. A pending read() ends. Never fails; may be called again.
  virtual boost::asio::awaitable<void> close(std::uint16_t code = 1000, std::string reason = {}) = 0;

  // Without a word, at once.
  virtual void kill() noexcept = 0;

  [[nodiscard]] virtual bool is_open() const = 0;
  // When bytes of any kind last arrived.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point last_activity() const = 0;
  [[nodiscard]] virtual std::uint64_t pings_received() const = 0;
  [[nodiscard]] virtual std::uint64_t pongs_received() const = 0;
  // Messages given to send() that have not left yet: a slow reader's backlog.
  [[nodiscard]] virtual std::size_t unsent() const = 0;
  [[nodiscard]] virtual CloseReason close_reason() const = 0;

 protected:
  WebSocket() = default;
};

// Connects and shakes hands. unavailable: no connection, TLS not trusted, or the server answered with a
// status that may pass (408, 5xx); rate_limited: 429, with retry_after_s; rejected: any other status. detail
// has "HTTP <status>"; the URL is never quoted because it may carry a ticket.
[[nodiscard]] boost::asio::awaitable<Result<std::shared_ptr<WebSocket>>> websocket_connect(
    Url url, std::shared_ptr<TlsClient> trust, Deadline deadline, WebSocketOptions options = {});

// The server's half, for bot/net/http_server: answers the upgrade request whose head is already read.
// `already_read` are bytes that came after the head. corrupt: not a WebSocket handshake (it was answered with
// 400).
[[nodiscard]] boost::asio::awaitable<Result<std::shared_ptr<WebSocket>>> websocket_accept(
    std::shared_ptr<ByteStream> stream, std::string target, HttpHeaders request, std::string already_read,
    Deadline deadline, WebSocketOptions options = {});

}  // namespace muster::net

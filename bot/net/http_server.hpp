// HttpServer: the small HTTP/1.1 server of the console, the webhooks and the health page. Every request
// passes the strict gate of http_gate.hpp first; everything has a limit and a deadline.
// What is late is answered with 408 and closed, what is too large with 413, 414 or 431, what is malformed
// with 400.
//
// Threads: the io_context thread only. One coroutine a connection; handlers run on that thread too and must
// not block. An exception that leaves a handler is logged and answered with 500.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/net/http_call.hpp"
#include "bot/net/http_gate.hpp"
#include "bot/net/websocket.hpp"

namespace muster::net {

struct HttpServerOptions {
  std::string host = "127.0.0.1";    // an address, not a name
  std::uint16_t port = 0;            // 0: any free one, see HttpServer::port()
  std::shared_ptr<TlsServer> tls{};  // none: plain HTTP, meant for loopback or behind a proxy
  HttpLimits limits{};
  std::size_t max_body_bytes = 1024UL * 1024;
  // Further ones are closed at once, and those of one address that would have the last quarter. Fewer when
  // the process may not have that many descriptors.
  std::size_t max_connections = 512;
  std::chrono::milliseconds header_deadline{
      5000};  // from the first byte (TLS: from accept) to the end of the head
  std::chrono::milliseconds body_deadline{10000};
  std::chrono::milliseconds write_deadline{30000};
  std::chrono::milliseconds idle_limit{30000};  // between requests of a kept connection
  WebSocketOptions websocket{.max_message_bytes = 256UL * 1024};
};

struct HttpHandlers {
  std::function<boost::asio::awaitable<HttpReply>(HttpCall)> handler{};
  // Largest body for this call, asked when its head (path, query, headers) is known. None: HttpServerOptions
  // decides.
  std::function<std::size_t(const HttpCall&)> body_limit{};
  // The words of a refusal of the gate (400, 405, 408, 413 ...), which no handler sees. path is empty when
  // the request could not be read that far. None: plain text.
  std::function<HttpReply(const HttpRefusal&, const std::string& path)> refused{};
  // Decides about a WebSocket request: nothing accepts, a reply refuses. Check Origin and the session here.
  // The call lives until the answer. None: every WebSocket request is refused with 404.
  std::function<boost::asio::awaitable<std::optional<HttpReply>>(const HttpCall&)> upgrade{};
  // Runs an accepted WebSocket; when it returns, the socket is closed.
  std::function<boost::asio::awaitable<void>(HttpCall, std::shared_ptr<WebSocket>)> session{};
};

class HttpServer {
 public:
  HttpServer(boost::asio::any_io_executor executor, HttpServerOptions options, HttpHandlers handlers);
  // Closes everything at once; stop() is the polite way.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds, listens and starts accepting. unavailable: the address is taken or not ours; say names it.
  [[nodiscard]] Result<Done> start();

  // The port it listens on; 0 before start().
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;

  // Accepts no more, closes idle connections, says 1001 to WebSockets and lets requests under way end, until
  // the deadline; then closes the rest. Never fails.
  [[nodiscard]] boost::asio::awaitable<void> stop(Deadline deadline);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace muster::net

// HttpServer: the small HTTP/1.1 server of the console, the webhooks and the health page. Every request
// passes the strict gate of http_gate.hpp first; everything has a limit and a deadline.
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
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/net/http_gate.hpp"
#include "bot/net/http_headers.hpp"
#include "bot/net/websocket.hpp"

namespace muster::net {

// A request as a handler sees it.
struct HttpCall {
  std::string
      method;  // GET POST PUT PATCH DELETE OPTIONS. A HEAD arrives as GET; the server drops the reply's body.
  std::string
      path;  // percent-decoded; starts with '/', has no NUL and no "." or ".." segment. "*" only for OPTIONS.
  std::map<std::string, std::string> query;  // decoded; of two with one name the first wins
  HttpHeaders headers;
  std::string body;
  std::string remote_address;  // the peer of the socket. X-Forwarded-For is the caller's to believe or not.
  bool is_tls = false;
};

struct HttpReply {
  int status = 200;
  HttpHeaders
      headers;  // Content-Length, Connection, Date are the server's; the security headers below are defaults
  std::string body;
};

// Content-Type with charset, body. kind: "text/plain", "text/html", "application/json".
[[nodiscard]] HttpReply reply_with(int status, std::string kind, std::string body);

// Sets, where the reply has none of that name: Content-Security-Policy (own scripts, styles, images and
// connections only, no framing), X-Content-Type-Options, Referrer-Policy, Cross-Origin-Opener-Policy,
// Cross-Origin-Resource-Policy, Cache-Control: no-store and, over TLS, Strict-Transport-Security. The server
// applies it to every reply.
void add_security_headers(HttpReply& reply, bool is_tls);

struct HttpServerOptions {
  std::string host = "127.0.0.1";  // an address, not a name
  std::uint16_t port = 0;          // 0: any free one, see HttpServer::port()
  std::shared_ptr<TlsServer> tls;  // none: plain HTTP, meant for loopback or behind a proxy
  HttpLimits limits;
  std::size_t max_body_bytes = 1024UL * 1024;
  std::size_t max_connections = 512;  // further ones are closed at once
  std::chrono::milliseconds header_deadline{
      5000};  // from the first byte (TLS: from accept) to the end of the head
  std::chrono::milliseconds body_deadline{10000};
  std::chrono::milliseconds write_deadline{10000};
  std::chrono::milliseconds idle_limit{30000};  // between requests of a kept connection
  WebSocketOptions websocket{.max_message_bytes = 256UL * 1024};
};

struct HttpHandlers {
  std::function<boost::asio::awaitable<HttpReply>(HttpCall)> handler;
  // Largest body for this call, asked when its head (path, query, headers) is known. None: HttpServerOptions
  // decides.
  std::function<std::size_t(const HttpCall&)> body_limit;
  // Decides about a WebSocket request: nothing accepts, a reply refuses. Check Origin and the session here.
  // The call lives until the answer. None: every WebSocket request is refused with 404.
  std::function<boost::asio::awaitable<std::optional<HttpReply>>(const HttpCall&)> upgrade;
  // Runs an accepted WebSocket; when it returns, the socket is closed.
  std::function<boost::asio::awaitable<void>(HttpCall, std::shared_ptr<WebSocket>)> session;
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

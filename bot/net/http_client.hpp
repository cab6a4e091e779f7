// HttpClient: HTTP/1.1 with keep-alive over TCP or verified TLS. One instance serves every host.
//
// Threads: the io_context thread only. Destroy it after the coroutines that wait in send().
// What an error says about the request:
//   invalid      the request itself is wrong (URL, header); nothing was sent
//   unavailable  nothing was sent: unknown name, refused, TLS not trusted, no connection in time
//   timeout      it was (at least partly) written and the answer did not come in time, or the connection was
//   lost: the
//                outcome is unknown
//   corrupt      an answer came that is not HTTP or is larger than allowed: the outcome is unknown
// Any status, 500 too, is a response and not an error. Redirects are not followed. Errors name the host,
// never the target or a header.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "bot/base/result.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/net/http_headers.hpp"

namespace muster::net {

struct HttpRequest {
  std::string method = "GET";
  std::string url{};      // https, or http to a loopback host (url.hpp)
  HttpHeaders headers{};  // Host, Content-Length and Connection are the client's own and refused here
  std::string body{};
  std::chrono::milliseconds timeout{10000};  // for everything: name, connection, request, answer
  std::size_t max_response_bytes = 1024UL * 1024;
  // Sending it twice is harmless (GET, HEAD, PUT, DELETE and OPTIONS are by definition). Only then is a
  // request repeated, once, whose kept-alive connection turned out to be dead before a byte of answer.
  bool repeatable = false;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers{};
  std::string body{};
};

struct HttpClientOptions {
  std::string user_agent = "muster";
  std::size_t max_idle_per_host = 4;
  std::chrono::milliseconds max_idle_time{30000};  // shorter than the usual server's 60 s
  std::chrono::milliseconds connect_timeout{kConnectTime};
};

class HttpClient {
 public:
  explicit HttpClient(std::shared_ptr<TlsClient> trust, HttpClientOptions options = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  [[nodiscard]] boost::asio::awaitable<Result<HttpResponse>> send(HttpRequest request);

  // Connections made so far, for metrics and for tests of reuse.
  [[nodiscard]] std::size_t connections_made() const;
  // Drops the idle connections.
  void close_idle();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::net

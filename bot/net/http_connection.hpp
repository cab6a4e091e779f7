// Private to bot/net: one connection of HttpServer, from its first byte to its end.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <exception>
#include <memory>
#include <string>

#include "bot/net/http_server.hpp"

namespace muster::net {

// What all connections of a server share.
struct HttpServerState {
  HttpServerOptions options;
  HttpHandlers handlers;
  bool stopping = false;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(boost::asio::any_io_executor executor, std::shared_ptr<const HttpServerState> server,
                 std::shared_ptr<ByteStream> stream);

  // Serves requests until either side has enough.
  boost::asio::awaitable<void> run();

  // Ends an idle connection and starts the goodbye of a WebSocket; a request under way may end.
  void ask_to_end();
  void kill() noexcept;

 private:
  enum class Next : std::uint8_t { another_request, finish, over };

  boost::asio::awaitable<Next> serve_one();
  boost::asio::awaitable<Gated<RequestHead>> read_head();
  boost::asio::awaitable<Gated<std::string>> read_body(const RequestHead& head, std::size_t limit);
  boost::asio::awaitable<bool> receive_more();
  boost::asio::awaitable<HttpReply> ask_handler(HttpCall call);
  boost::asio::awaitable<Next> serve_websocket(const RequestHead& head, HttpCall call);
  boost::asio::awaitable<Next> refuse(HttpRefusal refusal);
  boost::asio::awaitable<Next> answer(HttpReply reply, bool to_head, bool keep_alive);
  void give_up_on_slow_client();

  boost::asio::any_io_executor executor_;
  std::shared_ptr<const HttpServerState> server_;
  std::shared_ptr<ByteStream> stream_;
  std::shared_ptr<WebSocket> socket_;
  std::string path_;      // of the request being served
  std::string received_;  // read and not yet used
  bool first_request_ = true;
  bool idle_ = true;
};

// The end of a spawned coroutine: an exception that got this far is a bug, and is logged.
void report_bug(const std::exception_ptr& bug);

}  // namespace muster::net

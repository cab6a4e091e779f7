// The wire: HTTP and WebSocket, plain and TLS on the same port, on loopback.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

class Server {
 public:
  // `tls` may be null: then only plain connections are served.
  Server(boost::asio::io_context& io, boost::asio::ssl::context* tls, Slack& slack, ControlDesk& control)
      : io_(io), tls_(tls), slack_(slack), control_(control), acceptor_(io) {}

  // Binds 127.0.0.1; the port. Throws boost::system::system_error.
  unsigned short listen(unsigned short port);
  boost::asio::awaitable<void> accept_forever();

  // For the sessions.
  boost::asio::awaitable<HttpReply> answer(HttpRequest request);
  // The ordered status to refuse this WebSocket upgrade with, or 0.
  int refuse_upgrade(const std::string& path, const std::string& query);
  Slack& slack() { return slack_; }
  boost::asio::io_context& io() { return io_; }

 private:
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> relay_tls(boost::beast::tcp_stream stream, boost::beast::flat_buffer buffer);

  boost::asio::io_context& io_;
  boost::asio::ssl::context* tls_;
  Slack& slack_;
  ControlDesk& control_;
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace muster::fake::slack

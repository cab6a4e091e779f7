// One Socket Mode connection of the program under test: greeted, written to in order, read until it closes.
// One thread (the io_context's).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/emulators/common/http_server.hpp"

namespace muster::bench {

class Socket : public std::enable_shared_from_this<Socket> {
 public:
  explicit Socket(boost::beast::tcp_stream stream) : stream_{std::move(stream)} {}

  // Accepts, greets, and gives every text frame to `on_text` until the peer is gone.
  static boost::asio::awaitable<void> run(std::shared_ptr<Socket> socket, fake::WireRequest upgrade,
                                          std::function<void(Socket&)> on_open,
                                          std::function<void(std::string_view)> on_text);
  void send(std::string text);

 private:
  static boost::asio::awaitable<void> write_all(std::shared_ptr<Socket> socket);

  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  std::deque<std::string> outgoing_;
  bool open_ = false;
};

}  // namespace muster::bench

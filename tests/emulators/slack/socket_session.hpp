// A Socket Mode connection on the wire.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <memory>

#include "tests/emulators/slack/server.hpp"

namespace muster::fake::slack {

class SocketSession : public SocketLink, public std::enable_shared_from_this<SocketSession> {
  static auto token(boost::system::error_code& error) {
    return boost::asio::redirect_error(boost::asio::use_awaitable, error);
  }

 public:
  SocketSession(Server& server, boost::beast::tcp_stream stream)
      : server_(server), socket_(std::move(stream)), parked_(server.io()) {}

  boost::asio::awaitable<void> run(boost::beast::http::request<boost::beast::http::string_body> upgrade) {
    namespace websocket = boost::beast::websocket;
    const auto self = shared_from_this();
    boost::beast::get_lowest_layer(socket_).expires_never();
    websocket::stream_base::timeout timeouts{.handshake_timeout = std::chrono::seconds(5),
                                             .idle_timeout = websocket::stream_base::none(),
                                             .keep_alive_pings = false};
    socket_.set_option(timeouts);
    socket_.text(true);
    socket_.auto_fragment(false);
    boost::system::error_code error;
    co_await socket_.async_accept(upgrade, token(error));
    if (error) co_return;
    id_ = server_.slack().hub.attach(self);
    server_.slack().ledger.flush();
    boost::asio::co_spawn(server_.io(), ping_regularly(self), boost::asio::detached);
    co_await read_until_closed();
    open_ = false;
    parked_.cancel();
    server_.slack().hub.detach(id_);
    server_.slack().ledger.flush();
  }

  void send_text(std::string text) override {
    if (deaf_) return;
    outgoing_.push_back(std::move(text));
    if (outgoing_.size() == 1) {
      boost::asio::co_spawn(server_.io(), write_all(shared_from_this()), boost::asio::detached);
    }
  }

  void send_ping(std::string payload) override {
    if (deaf_ || pinging_) return;
    pinging_ = true;
    const auto self = shared_from_this();
    payload.resize(std::min<std::size_t>(payload.size(), 125));
    socket_.async_ping(boost::beast::websocket::ping_data(payload),
                       [self](const boost::system::error_code&) { self->pinging_ = false; });
  }

  void close() override {
    if (deaf_ || closing_) return;
    closing_ = true;
    if (outgoing_.empty()) start_close();
  }

  void kill() override {
    boost::system::error_code ignored;
    auto& tcp = boost::beast::get_lowest_layer(socket_).socket();
    tcp.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    tcp.close(ignored);
    deaf_ = false;
    parked_.cancel();
  }

  void deafen() override {
    deaf_ = true;
    boost::beast::get_lowest_layer(socket_).cancel();
  }

 private:
  boost::asio::awaitable<void> read_until_closed() {
    boost::system::error_code error;
    boost::beast::flat_buffer buffer;
    for (;;) {
      co_await socket_.async_read(buffer, token(error));
      if (error) break;
      const std::string text = boost::beast::buffers_to_string(buffer.data());
      buffer.consume(buffer.size());
      server_.slack().hub.on_text(id_, text);
      server_.slack().ledger.flush();
    }
    // Deaf: TCP stays up until somebody kills it; nothing is read.
    while (deaf_) {
      parked_.expires_after(std::chrono::hours(1));
      co_await parked_.async_wait(token(error));
    }
  }

  boost::asio::awaitable<void> write_all(std::shared_ptr<SocketSession>) {
    boost::system::error_code error;
    while (!outgoing_.empty() && !error) {
      co_await socket_.async_write(boost::asio::buffer(outgoing_.front()), token(error));
      if (!outgoing_.empty()) outgoing_.pop_front();
    }
    outgoing_.clear();
    if (closing_ && !error) start_close();
  }

  void start_close() {
    const auto self = shared_from_this();
    socket_.async_close(boost::beast::websocket::close_code::normal,
                        [self](const boost::system::error_code&) {});
  }

  boost::asio::awaitable<void> ping_regularly(std::shared_ptr<SocketSession> self) {
    boost::system::error_code error;
    boost::asio::steady_timer timer(server_.io());
    while (open_) {
      timer.expires_after(
          std::chrono::milliseconds(get_int(server_.slack().workspace.config(), "ping_interval_ms", 10000)));
      co_await timer.async_wait(token(error));
      if (open_ && !closing_) self->send_ping("Ping from applink-" + std::to_string(id_));
    }
  }

  Server& server_;
  boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
  boost::asio::steady_timer parked_;
  std::deque<std::string> outgoing_;
  int id_ = 0;
  bool open_ = true;
  bool deaf_ = false;
  bool closing_ = false;
  bool pinging_ = false;
};

}  // namespace muster::fake::slack

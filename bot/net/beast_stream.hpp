// Private to bot/net: what Beast's websocket sees of a ByteStream, an Asio AsyncStream. A write gathers its
// buffers (frame head and payload) into one, so a message is one write on the socket.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "bot/net/byte_stream.hpp"

namespace muster::net {

// The connection below a WebSocket, shared with the operations under way.
struct Wire {
  std::shared_ptr<ByteStream> stream;
  boost::asio::any_io_executor executor;
  std::chrono::milliseconds write_limit;
  std::string already_read;  // came with the handshake, is read first
  std::chrono::steady_clock::time_point last_activity;
};

struct Transfer {
  boost::system::error_code ec;
  std::size_t bytes = 0;
};

[[nodiscard]] boost::asio::awaitable<Transfer> read_wire(std::shared_ptr<Wire> wire,
                                                         boost::asio::mutable_buffer into);
[[nodiscard]] boost::asio::awaitable<Transfer> write_wire(std::shared_ptr<Wire> wire, std::string bytes);
[[nodiscard]] boost::asio::awaitable<Transfer> finish_wire(std::shared_ptr<Wire> wire,
                                                           boost::beast::role_type role);

class BeastStream {
 public:
  using executor_type = boost::asio::any_io_executor;

  explicit BeastStream(std::shared_ptr<Wire> wire) : wire_{std::move(wire)} {}
  executor_type get_executor() { return wire_->executor; }
  [[nodiscard]] const std::shared_ptr<Wire>& wire() const { return wire_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    boost::asio::mutable_buffer into;
    for (auto it = boost::asio::buffer_sequence_begin(buffers);
         it != boost::asio::buffer_sequence_end(buffers); ++it) {
      into = *it;
      if (into.size() > 0) break;
    }
    return start(read_wire(wire_, into), std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    std::string bytes(boost::asio::buffer_size(buffers), '\0');
    boost::asio::buffer_copy(boost::asio::buffer(bytes), buffers);
    return start(write_wire(wire_, std::move(bytes)), std::forward<Token>(token));
  }

  // Runs the transfer and hands its outcome to the token's handler.
  template <class Token>
  auto start(boost::asio::awaitable<Transfer> transfer, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [executor = wire_->executor](auto handler, boost::asio::awaitable<Transfer> work) {
          boost::asio::co_spawn(
              executor, std::move(work),
              [handler = std::move(handler)](const std::exception_ptr& bug, Transfer done) mutable {
                if (bug) std::rethrow_exception(bug);
                std::move(handler)(done.ec, done.bytes);
              });
        },
        token, std::move(transfer));
  }

 private:
  std::shared_ptr<Wire> wire_;
};

// What Beast calls, found by argument-dependent lookup, when a WebSocket ends.
inline void beast_close_socket(BeastStream& stream) {
  stream.wire()->stream->close();
}

template <class Handler>
void async_teardown(boost::beast::role_type role, BeastStream& stream, Handler&& handler) {
  stream.start(finish_wire(stream.wire(), role),
               [handler = std::forward<Handler>(handler)](boost::system::error_code ec, std::size_t) mutable {
                 std::move(handler)(ec);
               });
}

}  // namespace muster::net

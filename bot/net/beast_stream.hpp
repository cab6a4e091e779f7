// Private to bot/net: what Beast's websocket sees of a ByteStream, an Asio AsyncStream. A write gathers its
// buffers (frame head and payload) into one, so a message is one write on the socket; messages that wait for
// each other leave in one write, and what has arrived is read at once, because it is the calls to the system
// that cost time when there are many small frames.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
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
  std::chrono::milliseconds write_limit{};
  std::string input;  // arrived, and not yet taken; at first what came with the handshake
  std::size_t taken = 0;
  std::string held_back;      // leaves with the next write
  bool more_follows = false;  // whoever writes now knows that another write comes right after
  std::chrono::steady_clock::time_point last_activity;

  // 0: nothing is there.
  [[nodiscard]] std::size_t take(boost::asio::mutable_buffer into);
};

struct Transfer {
  boost::system::error_code ec;
  std::size_t bytes = 0;
};

[[nodiscard]] boost::asio::awaitable<Transfer> read_wire(std::shared_ptr<Wire> wire,
                                                         boost::asio::mutable_buffer into);
// Writes what was held back, of which the last `count` bytes are this operation's.
[[nodiscard]] boost::asio::awaitable<Transfer> write_wire(std::shared_ptr<Wire> wire, std::size_t count);
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
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [wire = wire_](auto handler, boost::asio::mutable_buffer wanted) {
          if (const std::size_t count = wire->take(wanted); count > 0)
            return finish(*wire, count, std::move(handler));
          run(*wire, read_wire(wire, wanted), std::move(handler));
        },
        token, into);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const std::size_t count = boost::asio::buffer_size(buffers);
    const std::size_t before = wire_->held_back.size();
    wire_->held_back.resize(before + count);
    boost::asio::buffer_copy(boost::asio::buffer(wire_->held_back) + before, buffers);
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [wire = wire_](auto handler, std::size_t written) {
          if (wire->more_follows && wire->held_back.size() < kMostHeldBack)
            return finish(*wire, written, std::move(handler));
          run(*wire, write_wire(wire, written), std::move(handler));
        },
        token, count);
  }

  // Runs the transfer and hands its outcome to the handler.
  template <class Handler>
  static void run(Wire& wire, boost::asio::awaitable<Transfer> transfer, Handler handler) {
    boost::asio::co_spawn(
        wire.executor, std::move(transfer),
        [handler = std::move(handler)](const std::exception_ptr& bug, Transfer done) mutable {
          if (bug) std::rethrow_exception(bug);
          std::move(handler)(done.ec, done.bytes);
        });
  }

 private:
  static constexpr std::size_t kMostHeldBack = 64UL * 1024;

  // An operation that is done already: its handler must not run before the caller has returned.
  template <class Handler>
  static void finish(Wire& wire, std::size_t count, Handler handler) {
    boost::asio::post(wire.executor,
                      boost::asio::append(std::move(handler), boost::system::error_code{}, count));
  }

  std::shared_ptr<Wire> wire_;
};

// What Beast calls, found by argument-dependent lookup, when a WebSocket ends.
inline void beast_close_socket(BeastStream& stream) {
  stream.wire()->stream->close();
}

template <class Handler>
void async_teardown(boost::beast::role_type role, BeastStream& stream, Handler&& handler) {
  BeastStream::run(*stream.wire(), finish_wire(stream.wire(), role),
                   [handler = std::forward<Handler>(handler)](
                       boost::system::error_code ec, std::size_t) mutable { std::move(handler)(ec); });
}

}  // namespace muster::net

// What the socket tests share: an io_context that runs one coroutine under a deadline, a raw client that
// speaks bytes, and a raw server that follows a script.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "bot/net/byte_stream.hpp"
#include "bot/net/http_server.hpp"
#include "bot/net/socket_stream.hpp"

namespace muster::net {

namespace asio = boost::asio;
using namespace std::chrono_literals;

template <class T>
using Async = asio::awaitable<T>;

// Runs the test's coroutine to its end on an io_context of its own; the test fails when that takes more than
// 20 s.
inline void run(const std::function<Async<void>()>& test) {
  asio::io_context io{1};
  bool ended = false;
  asio::co_spawn(io, test(), [&](const std::exception_ptr& bug) {
    ended = true;
    io.stop();
    if (bug) std::rethrow_exception(bug);
  });
  io.run_for(20s);
  EXPECT_TRUE(ended) << "the test did not end in 20 s";
}

inline auto rethrow = [](const std::exception_ptr& bug) {
  if (bug) std::rethrow_exception(bug);
};

// Waits until the condition holds, at most for five seconds; false when it never did.
inline Async<bool> eventually(std::function<bool()> holds) {
  const Deadline deadline = deadline_in(5s);
  asio::steady_timer timer{co_await asio::this_coro::executor};
  while (!holds() && steady_now() < deadline) {
    timer.expires_after(2ms);
    co_await timer.async_wait(kAsTuple);
  }
  co_return holds();
}

// Reads until the other side ends, `enough` says so or the limit passes.
inline Async<std::string> read_until(
    ByteStream& stream,
    std::function<bool(const std::string&)> enough = [](const std::string&) { return false; },
    std::chrono::milliseconds limit = 5s) {
  std::string all;
  std::array<char, 4096> piece{};
  const Deadline deadline = deadline_in(limit);
  while (!enough(all)) {
    const auto count = co_await stream.read_some(piece, deadline);
    if (!count || *count == 0) break;
    all.append(piece.data(), *count);
  }
  co_return all;
}

inline auto ends_with(std::string tail) {
  return [tail = std::move(tail)](const std::string& all) { return all.ends_with(tail); };
}

// Sends the bytes on a fresh connection and returns all that comes until the server closes.
inline Async<std::string> say_raw(std::uint16_t port, std::string bytes) {
  auto stream = co_await tcp_connect("127.0.0.1", port, deadline_in(5s));
  if (!stream) co_return "no connection";
  if (!co_await (*stream)->write_all(std::move(bytes), deadline_in(5s))) co_return "not written";
  co_return co_await read_until(**stream);
}

// A server that runs `script` on every connection, one after the other.
class ScriptedServer {
 public:
  using Script = std::function<Async<void>(ByteStream&, int connection)>;

  ScriptedServer(asio::any_io_executor executor, Script script)
      : acceptor_{std::make_shared<asio::ip::tcp::acceptor>(
            executor, asio::ip::tcp::endpoint{asio::ip::make_address("127.0.0.1"), 0})} {
    asio::co_spawn(executor, serve(acceptor_, std::move(script)), rethrow);
  }
  ~ScriptedServer() { acceptor_->close(); }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_->local_endpoint().port(); }
  [[nodiscard]] std::string url(const std::string& target = "/") const {
    return "http://127.0.0.1:" + std::to_string(port()) + target;
  }

 private:
  static Async<void> serve(std::shared_ptr<asio::ip::tcp::acceptor> acceptor, Script script) {
    for (int connection = 1;; ++connection) {
      auto [ec, socket] = co_await acceptor->async_accept(kAsTuple);
      if (ec) co_return;
      const auto stream = make_tcp_stream(std::move(socket));
      co_await script(*stream, connection);
    }
  }

  std::shared_ptr<asio::ip::tcp::acceptor> acceptor_;
};

// Reads one request without a body.
inline Async<std::string> read_request(ByteStream& stream) {
  return read_until(stream, ends_with("\r\n\r\n"));
}

}  // namespace muster::net

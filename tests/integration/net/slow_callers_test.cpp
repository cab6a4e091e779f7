// Two thousand callers that are idle, drip or do not read: somebody else is served beside them, and they are
// sent away.
#include <sys/resource.h>

#include <algorithm>

#include "bot/net/http_server.hpp"
#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

using tcp = asio::ip::tcp;

constexpr std::size_t kSlowReaders = 8;
constexpr std::size_t kBig = 8UL * 1024 * 1024;  // more than the kernel keeps for somebody who does not read

// As many callers as there are descriptors for: both ends are ours.
std::size_t as_many_as_may_be() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t may = limit.rlim_cur == RLIM_INFINITY ? 100000 : limit.rlim_cur;
  return std::min<std::size_t>(2000, may / 2 - 200);
}

Async<HttpReply> small_or_big(HttpCall call) {
  co_return reply_with(200, "text/plain", call.path == "/big" ? std::string(kBig, 'b') : "served");
}

// What a slow caller says at first, by its number.
std::string beginning(std::size_t number) {
  if (number < kSlowReaders) return "GET /big HTTP/1.1\r\nHost: h\r\n\r\n";
  switch (number % 3) {
    case 0:
      return "";
    case 1:
      return "GET / HTTP/1.1\r\nHo";
    default:
      return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nab";
  }
}

struct Callers {
  std::vector<tcp::socket> sockets;

  Async<void> come(std::uint16_t port, std::size_t count) {
    sockets.reserve(count);
    for (std::size_t number = 0; number < count; ++number) {
      tcp::socket& socket = sockets.emplace_back(co_await asio::this_coro::executor, tcp::v4());
      if (number < kSlowReaders) socket.set_option(tcp::socket::receive_buffer_size{4096});
      co_await socket.async_connect({asio::ip::make_address("127.0.0.1"), port}, kAsTuple);
      co_await say(socket, beginning(number));
    }
  }
  // One byte more from everybody who drips.
  Async<void> drip() {
    for (std::size_t number = kSlowReaders; number < sockets.size(); ++number) {
      if (number % 3 != 0 && sockets[number].is_open()) co_await say(sockets[number], "x");
    }
  }
  // Whoever was sent away goes.
  static Async<void> say(tcp::socket& socket, std::string bytes) {
    const auto [ec, count] = co_await asio::async_write(socket, asio::buffer(bytes), kAsTuple);
    if (ec) socket.close();
  }
};

// A request of somebody at another address.
Async<std::string> ask_from_elsewhere(std::uint16_t port) {
  tcp::socket socket{co_await asio::this_coro::executor, {asio::ip::make_address("127.0.0.2"), 0}};
  co_await socket.async_connect({asio::ip::make_address("127.0.0.1"), port}, kAsTuple);
  const std::string request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  co_await asio::async_write(socket, asio::buffer(request), kAsTuple);
  const auto stream = make_tcp_stream(std::move(socket));
  co_return co_await read_until(*stream);
}

TEST(SlowCallers, SomebodyElseIsServedBesideThem) {
  run([]() -> Async<void> {
    HttpServerOptions options;
    options.max_connections = as_many_as_may_be();
    options.header_deadline = options.body_deadline = options.write_deadline = options.idle_limit =
        std::chrono::hours{1};
    HttpServer server{co_await asio::this_coro::executor, options, {.handler = small_or_big}};
    EXPECT_TRUE(server.start());
    // One address gets three quarters of all places; those who come later are sent away.
    Callers callers;
    co_await callers.come(server.port(), options.max_connections);
    const std::size_t theirs = options.max_connections - options.max_connections / 4;
    EXPECT_TRUE(co_await eventually([&] { return server.connections() == theirs; })) << server.connections();
    for (int round = 0; round < 3; ++round) {
      co_await callers.drip();
      EXPECT_TRUE((co_await ask_from_elsewhere(server.port())).ends_with("served"));
    }
    EXPECT_GE(server.connections(), theirs) << "all of them were there meanwhile";
    co_await server.stop(deadline_in(0ms));
    EXPECT_EQ(server.connections(), 0U);
  });
}

TEST(SlowCallers, AreSentAwayWhateverTheyDo) {
  run([]() -> Async<void> {
    HttpServerOptions options;
    options.header_deadline = options.body_deadline = options.write_deadline = options.idle_limit = 300ms;
    HttpServer server{co_await asio::this_coro::executor, options, {.handler = small_or_big}};
    EXPECT_TRUE(server.start());
    Callers callers;
    co_await callers.come(server.port(), 300);
    asio::steady_timer pause{co_await asio::this_coro::executor};
    for (int round = 0; round < 200 && server.connections() > 0; ++round) {
      co_await callers.drip();  // which does not prolong it
      pause.expires_after(50ms);
      co_await pause.async_wait(kAsTuple);
    }
    EXPECT_EQ(server.connections(), 0U);
    EXPECT_TRUE((co_await ask_from_elsewhere(server.port())).ends_with("served"));
    co_await server.stop(deadline_in(2s));
  });
}

}  // namespace
}  // namespace muster::net

#include "bot/net/websocket.hpp"

#include <boost/asio/detached.hpp>
#include <vector>

#include "tests/integration/net/certificates.hpp"
#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

Async<HttpReply> nothing_here(HttpCall) {
  co_return reply_with(404, "text/plain", "no");
}
Async<std::optional<HttpReply>> accept_all(const HttpCall&) {
  co_return std::nullopt;
}

using Session = std::function<Async<void>(HttpCall, std::shared_ptr<WebSocket>)>;

Async<void> echo(HttpCall, std::shared_ptr<WebSocket> socket) {
  while (true) {
    auto message = co_await socket->read();
    if (!message || !*message) co_return;
    if (!co_await socket->send(**std::move(message))) co_return;
  }
}

Async<void> read_to_the_end(HttpCall, std::shared_ptr<WebSocket> socket) {
  while (true) {
    const auto message = co_await socket->read();
    if (!message || !*message) co_return;
  }
}

void serve(Session session, const std::function<Async<void>(HttpServer&)>& test,
           HttpServerOptions options = {}) {
  run([&]() -> Async<void> {
    HttpServer server{co_await asio::this_coro::executor,
                      options,
                      {.handler = nothing_here, .upgrade = accept_all, .session = session}};
    EXPECT_TRUE(server.start());
    co_await test(server);
    co_await server.stop(deadline_in(3s));
    EXPECT_EQ(server.connections(), 0U);
  });
}

Url url_of(std::uint16_t port, std::string target = "/") {
  return Url{"ws", "127.0.0.1", port, std::move(target)};
}

Async<std::shared_ptr<WebSocket>> dial(std::uint16_t port, WebSocketOptions options = {}) {
  auto socket = co_await websocket_connect(url_of(port), nullptr, deadline_in(3s), options);
  EXPECT_TRUE(socket) << (socket ? "" : socket.error().say);
  if (!socket) throw std::runtime_error("no WebSocket");
  co_return *socket;
}

// A client without manners: it shakes hands and then sends the bytes it is told to.
struct RawClient {
  std::unique_ptr<ByteStream> stream;
  std::string received;  // since the handshake

  Async<void> say(std::string bytes) { co_await stream->write_all(std::move(bytes), deadline_in(1s)); }
  Async<std::string> hear(std::function<bool(const std::string&)> enough = [](const std::string&) {
    return false;
  }) {
    if (!enough(received)) {
      received += co_await read_until(
          *stream, [this, enough](const std::string& more) { return enough(received + more); });
    }
    co_return std::exchange(received, {});
  }
};

Async<RawClient> dial_raw(std::uint16_t port) {
  auto stream = co_await tcp_connect("127.0.0.1", port, deadline_in(3s));
  if (!stream) throw std::runtime_error("no connection");
  RawClient client{*std::move(stream), ""};
  co_await client.say(
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
      "13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  const auto whole_head = [](const std::string& got) { return got.find("\r\n\r\n") != std::string::npos; };
  const std::string answer = co_await client.hear(whole_head);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 ")) << answer;
  client.received = answer.substr(answer.find("\r\n\r\n") + 4);
  co_return client;
}

// A masked frame (with the mask 0, which leaves the payload as it is).
std::string frame(unsigned char first, std::string_view payload) {
  std::string out{static_cast<char>(first)};
  if (payload.size() < 126) {
    out += static_cast<char>(0x80U | payload.size());
  } else {
    out += {'\xFE', static_cast<char>(payload.size() >> 8U), static_cast<char>(payload.size() & 0xFFU)};
  }
  return out + std::string(4, '\0') + std::string{payload};
}

TEST(WebSocket, EchoesMessagesOfEverySize) {
  serve(echo, [](HttpServer& server) -> Async<void> {
    const auto socket = co_await dial(server.port());
    for (const std::size_t size : {0UL, 1UL, 125UL, 126UL, 65535UL, 65536UL, 200000UL}) {
      const std::string message(size, 'm');
      EXPECT_TRUE(co_await socket->send(message));
      const auto back = co_await socket->read();
      EXPECT_TRUE(back && *back && **back == message) << size;
    }
    EXPECT_TRUE(socket->is_open());
    co_await socket->close();
    EXPECT_FALSE(socket->is_open());
    EXPECT_EQ((co_await socket->send("late")).error().kind, ErrorKind::unavailable);
  });
}

TEST(WebSocket, WorksOverVerifiedTlsAndQuickly) {
  const TestAuthority authority;
  const auto identity = authority.issue("good", "DNS:localhost");
  HttpServerOptions options;
  options.tls = make_tls_server(identity.certificate_file, identity.key_file).value();
  serve(
      echo,
      [&](HttpServer& server) -> Async<void> {
        const Url url{"wss", "localhost", server.port(), "/"};
        auto socket =
            co_await websocket_connect(url, make_tls_client(authority.ca_file()).value(), deadline_in(3s));
        EXPECT_TRUE(socket);
        if (!socket) co_return;
        const auto start = steady_now();
        for (int i = 0; i < 200; ++i) {
          EXPECT_TRUE(co_await (*socket)->send(std::string(1000, 'x')));
          const auto back = co_await (*socket)->read();
          EXPECT_TRUE(back && *back);
        }
        EXPECT_LT(steady_now() - start, 4s) << "Nagle's algorithm would make it 8 s";
        co_await (*socket)->close();
        const auto untrusted = co_await websocket_connect(url, make_tls_client().value(), deadline_in(3s));
        EXPECT_EQ(untrusted.error().kind, ErrorKind::unavailable);
      },
      options);
}

TEST(WebSocket, AMessageLeavesAsOneFrame) {
  const std::string message(10000, 'm');
  serve([&message](HttpCall,
                   std::shared_ptr<WebSocket> socket) -> Async<void> { co_await socket->send(message); },
        [&message](HttpServer& server) -> Async<void> {
          auto client = co_await dial_raw(server.port());
          const std::string all =
              co_await client.hear([](const std::string& got) { return got.size() >= 10004; });
          EXPECT_EQ(all.substr(0, 4), "\x81\x7E\x27\x10");
          EXPECT_EQ(all.substr(4, 10000), message);
        });
}

TEST(WebSocket, ManySendersShareOneSocketInOrder) {
  serve(echo, [](HttpServer& server) -> Async<void> {
    const auto socket = co_await dial(server.port());
    const auto executor = co_await asio::this_coro::executor;
    int sent = 0;
    for (int i = 0; i < 50; ++i) {
      asio::co_spawn(executor, socket->send(std::to_string(i) + std::string(5000, '.')),
                     [&sent](const std::exception_ptr&, const Result<Done>& done) { sent += done ? 1 : 0; });
    }
    for (int i = 0; i < 50; ++i) {
      const auto back = co_await socket->read();
      EXPECT_TRUE(back && *back && (*back)->starts_with(std::to_string(i) + "."));
    }
    EXPECT_EQ(sent, 50);
    EXPECT_EQ(socket->unsent(), 0U);
    co_await socket->close();
  });
}

TEST(WebSocket, CountsPingsPongsAndActivity) {
  std::shared_ptr<WebSocket> server_side;
  serve(
      [&server_side](HttpCall call, std::shared_ptr<WebSocket> socket) -> Async<void> {
        server_side = socket;
        co_await read_to_the_end(std::move(call), socket);
      },
      [&server_side](HttpServer& server) -> Async<void> {
        auto client = co_await dial_raw(server.port());
        EXPECT_TRUE(co_await eventually([&] { return server_side != nullptr; }));
        const auto before = server_side->last_activity();
        co_await client.say(frame(0x89, "hi"));
        EXPECT_EQ(co_await client.hear(ends_with("hi")), "\x8A\x02hi");
        EXPECT_EQ(server_side->pings_received(), 1U);
        EXPECT_GT(server_side->last_activity(), before);
        EXPECT_TRUE(co_await server_side->ping("yo"));
        EXPECT_EQ(co_await client.hear(ends_with("yo")), "\x89\x02yo");
        co_await client.say(frame(0x8A, "something else"));
        EXPECT_TRUE(co_await eventually([&] { return server_side->pongs_received() == 1; }));
        EXPECT_EQ((co_await server_side->ping(std::string(126, 'x'))).error().kind, ErrorKind::invalid);
        server_side.reset();
      });
}

TEST(WebSocket, AServersCloseHasItsReason) {
  serve([](HttpCall,
           std::shared_ptr<WebSocket> socket) -> Async<void> { co_await socket->close(4001, "refresh"); },
        [](HttpServer& server) -> Async<void> {
          const auto socket = co_await dial(server.port());
          const auto end = co_await socket->read();
          EXPECT_TRUE(end && !*end) << "closed properly";
          EXPECT_EQ(socket->close_reason().code, 4001);
          EXPECT_EQ(socket->close_reason().text, "refresh");
          EXPECT_FALSE(socket->is_open());
        });
}

TEST(WebSocket, CloseWakesAPendingReadOfItsOwn) {
  serve(read_to_the_end, [](HttpServer& server) -> Async<void> {
    const auto socket = co_await dial(server.port());
    bool ended = false;
    asio::co_spawn(co_await asio::this_coro::executor, socket->read(),
                   [&ended](const std::exception_ptr&, const Result<std::optional<std::string>>& end) {
                     ended = end && !*end;
                   });
    co_await socket->close();
    EXPECT_TRUE(co_await eventually([&] { return ended; }));
  });
}

TEST(WebSocket, CloseWaitsOneSecondAtMost) {
  serve(
      [](HttpCall, std::shared_ptr<WebSocket> socket) -> Async<void> {
        const auto start = steady_now();
        co_await socket->close();
        EXPECT_LT(steady_now() - start, 2s);
        EXPECT_GE(steady_now() - start, 900ms);
      },
      [](HttpServer& server) -> Async<void> {
        auto client = co_await dial_raw(server.port());
        EXPECT_EQ((co_await client.hear()).substr(0, 4), "\x88\x02\x03\xE8") << "1000 and nothing more";
      });
}

TEST(WebSocket, KillWakesEverybody) {
  serve(read_to_the_end, [](HttpServer& server) -> Async<void> {
    const auto socket = co_await dial(server.port());
    ErrorKind end = ErrorKind::internal;
    asio::co_spawn(co_await asio::this_coro::executor, socket->read(),
                   [&end](const std::exception_ptr&, const Result<std::optional<std::string>>& read) {
                     if (!read) end = read.error().kind;
                   });
    asio::steady_timer settle{co_await asio::this_coro::executor, 1ms};
    co_await settle.async_wait(kAsTuple);
    socket->kill();
    EXPECT_TRUE(co_await eventually([&] { return end == ErrorKind::unavailable; }));
    EXPECT_FALSE(co_await socket->send("x"));
    EXPECT_FALSE(co_await socket->ping());
    co_await socket->close();
  });
}

TEST(WebSocket, ASilentOtherSideIsNoticed) {
  Result<std::optional<std::string>> end = std::nullopt;
  HttpServerOptions options;
  options.websocket.idle_limit = 200ms;
  serve([&end](HttpCall, std::shared_ptr<WebSocket> socket) -> Async<void> { end = co_await socket->read(); },
        [&end](HttpServer& server) -> Async<void> {
          auto client = co_await dial_raw(server.port());
          EXPECT_TRUE((co_await client.hear()).starts_with("\x89")) << "it asks for a sign of life first";
          EXPECT_TRUE(co_await eventually([&] { return !end; }));
          EXPECT_EQ(end.error().kind, ErrorKind::timeout);
        },
        options);
}

// Hundreds meet their deadline at once while they are read, written, closed and killed: Beast asserts that
// its timers are alone, and an assertion would end muster.
TEST(WebSocket, AStormOfDeadlinesEndsEachAndNothingElse) {
  constexpr int kSockets = 300;
  int begun = 0;
  int ended = 0;
  HttpServerOptions options;
  options.max_connections = 2 * kSockets;
  options.websocket.idle_limit = 400ms;
  options.websocket.write_limit = 400ms;
  const auto session = [&](HttpCall call, std::shared_ptr<WebSocket> socket) -> Async<void> {
    if (call.path == "/echo") co_return co_await echo(std::move(call), socket);
    const auto executor = co_await asio::this_coro::executor;
    const int kind = begun++ % 4;
    if (kind == 1) asio::co_spawn(executor, socket->send(std::string(200000, 'm')), asio::detached);
    if (kind >= 2) {
      asio::co_spawn(
          executor,
          [](std::shared_ptr<WebSocket> closing, bool kills) -> Async<void> {
            asio::steady_timer moment{co_await asio::this_coro::executor, 400ms};
            co_await moment.async_wait(kAsTuple);
            if (kills) closing->kill();
            co_await closing->close();
          }(socket, kind == 3),
          asio::detached);
    }
    const auto end = co_await socket->read();
    ended += !end || !*end ? 1 : 0;
  };
  serve(
      session,
      [&](HttpServer& server) -> Async<void> {
        std::vector<RawClient> clients;  // that never answer
        for (int i = 0; i < kSockets; ++i) clients.push_back(co_await dial_raw(server.port()));
        for (int round = 0; round < 3 && ended < kSockets; ++round)
          co_await eventually([&] { return ended == kSockets; });
        EXPECT_EQ(ended, kSockets);
        const auto alive =
            co_await websocket_connect(url_of(server.port(), "/echo"), nullptr, deadline_in(3s));
        EXPECT_TRUE(alive);
        if (!alive) co_return;
        EXPECT_TRUE(co_await (*alive)->send("still here"));
        EXPECT_EQ((co_await (*alive)->read()).value(), "still here");
        co_await (*alive)->close();
      },
      options);
}

TEST(WebSocket, KeepAliveKeepsAQuietSocketOpen) {
  HttpServerOptions options;
  options.websocket.idle_limit = 100ms;
  serve(
      read_to_the_end,
      [](HttpServer& server) -> Async<void> {
        const auto socket = co_await dial(server.port());
        bool ended = false;
        asio::co_spawn(
            co_await asio::this_coro::executor, socket->read(),
            [&ended](const std::exception_ptr&, const Result<std::optional<std::string>>&) { ended = true; });
        EXPECT_TRUE(co_await eventually([&] { return socket->pings_received() >= 4; }));
        EXPECT_FALSE(ended);
        co_await socket->close();
        EXPECT_TRUE(co_await eventually([&] { return ended; }));
      },
      options);
}

// What the server's read() says about these bytes.
ErrorKind verdict_on(std::string bytes, std::size_t max_message_bytes = 1000) {
  std::optional<ErrorKind> verdict;
  HttpServerOptions options;
  options.websocket.max_message_bytes = max_message_bytes;
  serve(
      [&verdict](HttpCall, std::shared_ptr<WebSocket> socket) -> Async<void> {
        const auto end = co_await socket->read();
        if (!end) verdict = end.error().kind;
      },
      [&](HttpServer& server) -> Async<void> {
        auto client = co_await dial_raw(server.port());
        co_await client.say(bytes);
        co_await client.hear();
        client.stream->close();
        EXPECT_TRUE(co_await eventually([&] { return verdict.has_value(); }));
      },
      options);
  return verdict.value_or(ErrorKind::internal);
}

TEST(WebSocket, ABrokenProtocolEndsIt) {
  const std::string long_payload(126, 'x');
  EXPECT_EQ(verdict_on(std::string("\x81\x02hi")), ErrorKind::corrupt) << "not masked";
  EXPECT_EQ(verdict_on(frame(0x82, "hi")), ErrorKind::corrupt) << "binary";
  EXPECT_EQ(verdict_on(frame(0x81, "\xC3\x28")), ErrorKind::corrupt) << "invalid UTF-8";
  EXPECT_EQ(verdict_on(frame(0x01, "a\xC3") + frame(0x80, "")), ErrorKind::corrupt)
      << "cut UTF-8, empty last fragment";
  EXPECT_EQ(verdict_on(frame(0xC1, "hi")), ErrorKind::corrupt) << "reserved bit";
  EXPECT_EQ(verdict_on(frame(0x83, "hi")), ErrorKind::corrupt) << "reserved opcode";
  EXPECT_EQ(verdict_on(frame(0x80, "hi")), ErrorKind::corrupt) << "continuation of nothing";
  EXPECT_EQ(verdict_on(frame(0x09, "hi")), ErrorKind::corrupt) << "fragmented ping";
  EXPECT_EQ(verdict_on(frame(0x89, long_payload)), ErrorKind::corrupt) << "ping over 125 bytes";
  EXPECT_EQ(verdict_on(frame(0x01, "a") + frame(0x81, "b")), ErrorKind::corrupt)
      << "a message inside a message";
  EXPECT_EQ(verdict_on(std::string("\x81\xFF\x80\0\0\0\0\0\0\x01\0\0\0\0x", 15)), ErrorKind::corrupt)
      << "length over 63 bits";
  EXPECT_EQ(verdict_on(std::string("\x81\xFE\0\x05\0\0\0\0hello", 13)), ErrorKind::corrupt)
      << "length not in its shortest form";
  EXPECT_EQ(verdict_on(frame(0x81, std::string(1001, 'x'))), ErrorKind::corrupt) << "over the limit";
  EXPECT_EQ(verdict_on(frame(0x01, std::string(600, 'x')) + frame(0x80, std::string(600, 'x'))),
            ErrorKind::corrupt)
      << "over the limit in two frames";
  EXPECT_EQ(verdict_on(frame(0x88, "\x03")), ErrorKind::corrupt) << "close with one byte";
}

TEST(WebSocket, FragmentsAndPingsBetweenThemAreOneMessage) {
  serve(echo, [](HttpServer& server) -> Async<void> {
    auto client = co_await dial_raw(server.port());
    co_await client.say(frame(0x01, "a\xC3") + frame(0x89, "") + frame(0x80, "\xA9z"));
    const std::string all = co_await client.hear(ends_with("z"));
    EXPECT_EQ(all, std::string("\x8A\x00\x81\x04"
                               "a\xC3\xA9z",
                               8));
  });
}

TEST(WebSocket, ALostConnectionIsNotAClose) {
  Result<std::optional<std::string>> end = std::nullopt;
  serve([&end](HttpCall, std::shared_ptr<WebSocket> socket) -> Async<void> { end = co_await socket->read(); },
        [&end](HttpServer& server) -> Async<void> {
          (co_await dial_raw(server.port())).stream->close();
          EXPECT_TRUE(co_await eventually([&] { return !end; }));
          EXPECT_EQ(end.error().kind, ErrorKind::unavailable);
        });
}

TEST(WebSocket, ARefusedHandshakeTellsTheStatus) {
  run([]() -> Async<void> {
    const struct {
      std::string status;
      ErrorKind kind;
      std::int64_t retry_after_s;
    } cases[] = {{"404 Not Found", ErrorKind::rejected, 0},
                 {"408 Request Timeout", ErrorKind::unavailable, 0},
                 {"503 Service Unavailable", ErrorKind::unavailable, 0},
                 {"429 Too Many Requests\r\nRetry-After: 30", ErrorKind::rate_limited, 30},
                 {"200 OK", ErrorKind::rejected, 0}};
    for (const auto& c : cases) {
      const ScriptedServer server{
          co_await asio::this_coro::executor, [&c](ByteStream& stream, int) -> Async<void> {
            co_await read_request(stream);
            co_await stream.write_all("HTTP/1.1 " + c.status + "\r\nContent-Length: 0\r\n\r\n",
                                      deadline_in(1s));
          }};
      const auto socket = co_await websocket_connect(url_of(server.port(), "/link/?ticket=verysecret"),
                                                     nullptr, deadline_in(2s));
      EXPECT_FALSE(socket);
      if (socket) continue;
      EXPECT_EQ(socket.error().kind, c.kind) << c.status;
      EXPECT_EQ(socket.error().detail, "HTTP " + c.status.substr(0, 3));
      EXPECT_EQ(socket.error().retry_after_s, c.retry_after_s);
      EXPECT_EQ((socket.error().say + socket.error().detail).find("secret"), std::string::npos);
    }
  });
}

TEST(WebSocket, ASilentHandshakeEndsAtTheDeadline) {
  run([]() -> Async<void> {
    const ScriptedServer server{co_await asio::this_coro::executor,
                                [](ByteStream& stream, int) -> Async<void> { co_await read_until(stream); }};
    const auto start = steady_now();
    const auto socket = co_await websocket_connect(url_of(server.port()), nullptr, deadline_in(100ms));
    EXPECT_FALSE(socket);
    if (!socket) EXPECT_EQ(socket.error().kind, ErrorKind::unavailable);
    EXPECT_LT(steady_now() - start, 2s);
    const auto plain =
        co_await websocket_connect(Url{"ws", "example.com", 80, "/"}, nullptr, deadline_in(100ms));
    EXPECT_EQ(plain.error().kind, ErrorKind::invalid);
  });
}

TEST(WebSocket, TheUpgradeMayBeRefused) {
  run([]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    const auto by_origin = [](const HttpCall& call) -> Async<std::optional<HttpReply>> {
      if (call.headers.get("Origin") == "https://console.example") co_return std::nullopt;
      co_return reply_with(403, "text/plain", "wrong origin");
    };
    HttpServer server{executor, {}, {.handler = nothing_here, .upgrade = by_origin, .session = echo}};
    EXPECT_TRUE(server.start());
    EXPECT_EQ((co_await websocket_connect(url_of(server.port()), nullptr, deadline_in(2s))).error().detail,
              "HTTP 403");
    WebSocketOptions options;
    options.headers = {{"Origin", "https://console.example"}};
    const auto socket = co_await dial(server.port(), options);
    EXPECT_TRUE(co_await socket->send("hi"));
    EXPECT_EQ((co_await socket->read()).value(), "hi");
    HttpServer without{executor, {}, {.handler = nothing_here}};
    EXPECT_TRUE(without.start());
    EXPECT_EQ((co_await websocket_connect(url_of(without.port()), nullptr, deadline_in(2s))).error().detail,
              "HTTP 404");
    co_await server.stop(deadline_in(3s));
    const auto end = co_await socket->read();
    EXPECT_TRUE(end && !*end);
    EXPECT_EQ(socket->close_reason().code, 1001) << "a stopping server says so";
  });
}

}  // namespace
}  // namespace muster::net

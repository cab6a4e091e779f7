// Who is trusted, and who is not.
#include "bot/net/http_client.hpp"
#include "tests/integration/net/certificates.hpp"
#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

Async<HttpReply> hello(HttpCall call) {
  co_return reply_with(200, "text/plain", call.is_tls ? "secure" : "plain");
}

class Tls : public ::testing::Test {
 protected:
  // What a GET over TLS to "https://<host>:port/" says when the server has this identity.
  Result<HttpResponse> ask(const Identity& identity, std::string host, std::shared_ptr<TlsClient> trust) {
    Result<HttpResponse> outcome = fail(ErrorKind::internal, "not run");
    run([&]() -> Async<void> {
      HttpServerOptions options;
      options.tls = make_tls_server(identity.certificate_file, identity.key_file).value();
      HttpServer server{co_await asio::this_coro::executor, options, {.handler = hello}};
      EXPECT_TRUE(server.start());
      HttpClient client{trust};
      HttpRequest request;
      request.url = "https://" + host + ":" + std::to_string(server.port()) + "/";
      outcome = co_await client.send(request);
      client.close_idle();
      co_await server.stop(deadline_in(1s));
    });
    return outcome;
  }

  std::shared_ptr<TlsClient> trust() { return make_tls_client(authority_.ca_file()).value(); }

  void expect_untrusted(const Result<HttpResponse>& outcome, std::string_view reason) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
    EXPECT_NE(outcome.error().say.find(reason), std::string::npos) << outcome.error().say;
  }

  TestAuthority authority_;
};

TEST_F(Tls, TheRightNameAndAuthorityAreTrusted) {
  const auto identity = authority_.issue("good", "DNS:localhost,IP:127.0.0.1");
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    const auto outcome = ask(identity, host, trust());
    ASSERT_TRUE(outcome) << outcome.error().say;
    EXPECT_EQ(outcome->body, "secure");
    EXPECT_EQ(outcome->headers.get("Strict-Transport-Security"), "max-age=31536000");
  }
}

TEST_F(Tls, AnotherNameIsNot) {
  expect_untrusted(ask(authority_.issue("other", "DNS:slack.com"), "localhost", trust()), "ostname mismatch");
  expect_untrusted(ask(authority_.issue("name", "DNS:localhost"), "127.0.0.1", trust()),
                   "IP address mismatch");
  expect_untrusted(ask(authority_.issue("localhost", "IP:127.0.0.1"), "localhost", trust()),
                   "ostname mismatch");
  expect_untrusted(ask(authority_.issue("wild", "DNS:*,DNS:local*"), "localhost", trust()),
                   "ostname mismatch");
}

TEST_F(Tls, AnExpiredCertificateIsNot) {
  expect_untrusted(ask(authority_.issue("old", "DNS:localhost", -1), "localhost", trust()),
                   "certificate has expired");
}

TEST_F(Tls, AnUnknownAuthorityIsNot) {
  const TestAuthority stranger;
  expect_untrusted(ask(stranger.issue("good", "DNS:localhost"), "localhost", trust()), "not trusted");
  expect_untrusted(ask(authority_.issue("good", "DNS:localhost"), "localhost", make_tls_client().value()),
                   "not trusted");
}

TEST_F(Tls, ACertificateThatIsRenewedIsTakenUpByARunningServer) {
  const auto old = authority_.issue("served", "DNS:localhost", -1);
  const auto fresh = authority_.issue("fresh", "DNS:localhost");
  const auto rename = [](const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::rename(from, to);
  };
  run([&]() -> Async<void> {
    HttpServerOptions options;
    options.tls = make_tls_server(old.certificate_file, old.key_file).value();
    HttpServer server{co_await asio::this_coro::executor, options, {.handler = hello}};
    EXPECT_TRUE(server.start());
    const auto get = [&]() -> Async<Result<HttpResponse>> {
      HttpClient client{trust()};
      HttpRequest request;
      request.url = "https://localhost:" + std::to_string(server.port()) + "/";
      auto outcome = co_await client.send(request);
      client.close_idle();
      co_return outcome;
    };
    expect_untrusted(co_await get(), "certificate has expired");
    // Half renewed: the new certificate does not belong to the old key, so the old pair stays.
    rename(fresh.certificate_file, old.certificate_file);
    expect_untrusted(co_await get(), "certificate has expired");
    rename(fresh.key_file, old.key_file);
    const auto outcome = co_await get();
    EXPECT_TRUE(outcome) << outcome.error().say;
    co_await server.stop(deadline_in(1s));
  });
}

TEST_F(Tls, AServerKnowsWhenItsCertificateEnds) {
  const auto ended = authority_.issue("ended", "DNS:localhost", -1);
  const auto fresh = authority_.issue("fresh", "DNS:localhost", 30);
  const auto server = make_tls_server(ended.certificate_file, ended.key_file).value();
  const auto days_left = [&] {
    return std::chrono::duration<double, std::ratio<86400>>(valid_until(*server) - SystemClock{}.now())
        .count();
  };
  EXPECT_NEAR(days_left(), -1, 0.1);
  std::filesystem::rename(fresh.key_file, ended.key_file);
  std::filesystem::rename(fresh.certificate_file, ended.certificate_file);
  EXPECT_NEAR(days_left(), 30, 0.1);
}

TEST_F(Tls, APlainServerIsNotSpokenTo) {
  run([&]() -> Async<void> {
    std::string heard;
    const ScriptedServer server{
        co_await asio::this_coro::executor, [&heard](ByteStream& stream, int) -> Async<void> {
          heard = co_await read_until(stream, [](const std::string& all) { return all.size() > 100; });
          co_await stream.write_all("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", deadline_in(1s));
        }};
    HttpClient client{trust()};
    HttpRequest request;
    request.url = "https://localhost:" + std::to_string(server.port()) + "/";
    request.headers = {{"Authorization", "Bearer verysecret"}};
    expect_untrusted(co_await client.send(request), "TLS handshake failed");
    EXPECT_EQ(heard.find("verysecret"), std::string::npos);
  });
}

TEST_F(Tls, AServerSilentInTheHandshakeEndsAtTheDeadline) {
  run([&]() -> Async<void> {
    const ScriptedServer server{co_await asio::this_coro::executor,
                                [](ByteStream& stream, int) -> Async<void> { co_await read_until(stream); }};
    const auto stream = co_await tls_connect("localhost", server.port(), trust(), deadline_in(100ms));
    EXPECT_FALSE(stream);
    if (!stream) EXPECT_EQ(stream.error().kind, ErrorKind::unavailable);
  });
}

TEST_F(Tls, ACutStreamIsNotAnEnd) {
  const auto identity = authority_.issue("good", "DNS:localhost");
  run([&]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::acceptor acceptor{executor, {asio::ip::make_address("127.0.0.1"), 0}};
    for (const bool politely : {true, false}) {
      asio::co_spawn(
          executor,
          [](asio::ip::tcp::acceptor& at, Identity own, bool finish) -> Async<void> {
            auto [ec, socket] = co_await at.async_accept(kAsTuple);
            auto tls = make_tls_server(own.certificate_file, own.key_file).value();
            auto stream = co_await tls_accept(std::move(socket), tls, deadline_in(2s));
            EXPECT_TRUE(stream);
            co_await (*stream)->write_all("half", deadline_in(1s));
            if (finish) co_await (*stream)->finish(deadline_in(1s));
          }(acceptor, identity, politely),
          rethrow);
      auto stream =
          co_await tls_connect("localhost", acceptor.local_endpoint().port(), trust(), deadline_in(2s));
      EXPECT_TRUE(stream);
      if (!stream) co_return;
      std::array<char, 4> four{};
      EXPECT_EQ(co_await (*stream)->read_some(four, deadline_in(2s)), 4U);
      const auto end = co_await (*stream)->read_some(four, deadline_in(2s));
      EXPECT_EQ(end.has_value(), politely) << "a stream without close_notify must not look complete";
    }
  });
}

TEST_F(Tls, FilesThatCannotServeSaySo) {
  const auto one = authority_.issue("one", "DNS:a");
  const auto two = authority_.issue("two", "DNS:a");
  EXPECT_EQ(make_tls_client(authority_.folder() / "absent.pem").error().kind, ErrorKind::invalid);
  EXPECT_EQ(make_tls_server(authority_.folder() / "absent.pem", one.key_file).error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(make_tls_server(one.certificate_file, authority_.folder() / "absent.key").error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(make_tls_server(one.certificate_file, two.key_file).error().kind, ErrorKind::invalid);
}

// With Nagle's algorithm or a message in two writes, every round trip costs 40 ms: 200 of them 8 s.
TEST_F(Tls, RoundTripsAreQuick) {
  const auto identity = authority_.issue("good", "DNS:localhost");
  run([&]() -> Async<void> {
    HttpServerOptions options;
    options.tls = make_tls_server(identity.certificate_file, identity.key_file).value();
    HttpServer server{co_await asio::this_coro::executor, options, {.handler = hello}};
    EXPECT_TRUE(server.start());
    HttpClient client{trust()};
    HttpRequest request;
    request.method = "POST";
    request.url = "https://localhost:" + std::to_string(server.port()) + "/";
    request.body = std::string(3000, 'x');
    const auto start = steady_now();
    for (int i = 0; i < 200; ++i) {
      const auto response = co_await client.send(request);
      EXPECT_TRUE(response && response->status == 200);
    }
    EXPECT_LT(steady_now() - start, 4s);
    EXPECT_EQ(client.connections_made(), 1U);
  });
}

// A proxy that opens tunnels to one server, whatever name it is asked for, and remembers what it was asked.
class OneTunnel {
 public:
  OneTunnel(asio::any_io_executor executor, std::uint16_t to, std::string answer)
      : server_{executor, [this, to, answer](ByteStream& stream, int) -> Async<void> {
                  asked = co_await read_request(stream);
                  co_await stream.write_all(answer, deadline_in(5s));
                  if (!answer.starts_with("HTTP/1.1 200")) co_return;
                  const auto inside = (co_await tcp_connect("127.0.0.1", to, deadline_in(5s))).value();
                  bool over = false;
                  asio::co_spawn(co_await asio::this_coro::executor, pump(*inside, stream),
                                 [&over](const std::exception_ptr& bug) {
                                   over = true;
                                   rethrow(bug);
                                 });
                  co_await pump(stream, *inside);
                  inside->close();
                  EXPECT_TRUE(co_await eventually([&over] { return over; }));
                }} {}

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  std::string asked;

 private:
  static Async<void> pump(ByteStream& from, ByteStream& to) {
    std::array<char, 4096> piece{};
    for (;;) {
      const auto count = co_await from.read_some(piece, deadline_in(10s));
      if (!count || *count == 0) co_return;
      if (!co_await to.write_all({piece.data(), *count}, deadline_in(10s))) co_return;
    }
  }
  ScriptedServer server_;
};

TEST_F(Tls, AProxyIsAskedForATunnelAndLearnsNothingElse) {
  const auto identity = authority_.issue("service", "DNS:service.example");
  run([&]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    HttpServerOptions options;
    options.tls = make_tls_server(identity.certificate_file, identity.key_file).value();
    HttpServer server{executor, options, {.handler = hello}};
    EXPECT_TRUE(server.start());
    OneTunnel tunnel{executor, server.port(), "HTTP/1.1 200 Connection established\r\n\r\n"};
    HttpClient client{make_tls_client(authority_.ca_file(), make_proxy(tunnel.url(), {}).value()).value()};
    HttpRequest request;
    request.url = "https://service.example/path?ticket=1";
    const auto outcome = co_await client.send(request);
    EXPECT_TRUE(outcome) << outcome.error().say;
    if (outcome) EXPECT_EQ(outcome->body, "secure");
    EXPECT_EQ(tunnel.asked.substr(0, tunnel.asked.find('\r')), "CONNECT service.example:443 HTTP/1.1");
    EXPECT_EQ(tunnel.asked.find("ticket"), std::string::npos);
    client.close_idle();
    co_await server.stop(deadline_in(1s));
  });
}

TEST_F(Tls, AProxyThatRefusesIsNamedAndTheServiceIsNotTried) {
  run([&]() -> Async<void> {
    OneTunnel tunnel{co_await asio::this_coro::executor, 1, "HTTP/1.1 403 Forbidden\r\n\r\n"};
    HttpClient client{make_tls_client(authority_.ca_file(), make_proxy(tunnel.url(), {}).value()).value()};
    HttpRequest request;
    request.url = "https://service.example/";
    const auto outcome = co_await client.send(request);
    EXPECT_FALSE(outcome);
    if (outcome) co_return;
    EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
    EXPECT_NE(outcome.error().say.find("The proxy 127.0.0.1 does not let muster through to service.example"),
              std::string::npos)
        << outcome.error().say;
  });
}

}  // namespace
}  // namespace muster::net

#include "bot/net/http_server.hpp"

#include <algorithm>
#include <boost/asio/read.hpp>

#include "bot/net/http_client.hpp"
#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

// Echoes what it understood: "METHOD path query-a=... body".
Async<HttpReply> echo(HttpCall call) {
  std::string said = call.method + " " + call.path;
  for (const auto& [name, value] : call.query) said += " " + name + "=" + value;
  co_return reply_with(200, "text/plain", said + " [" + call.body + "]");
}

// Starts a server with these handlers, runs the test against it and stops it.
void serve(HttpHandlers handlers, const std::function<Async<void>(HttpServer&)>& test,
           HttpServerOptions options = {}) {
  run([&]() -> Async<void> {
    HttpServer server{co_await asio::this_coro::executor, options, handlers};
    const auto started = server.start();
    EXPECT_TRUE(started);
    if (!started) co_return;
    co_await test(server);
    co_await server.stop(deadline_in(2s));
    EXPECT_EQ(server.connections(), 0U);
  });
}

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}
std::string last_get(const std::string& target) {
  return get(target, "Connection: close\r\n");
}

std::size_t count_of(const std::string& all, const std::string& piece) {
  std::size_t count = 0;
  for (auto at = all.find(piece); at != std::string::npos; at = all.find(piece, at + 1)) ++count;
  return count;
}

std::string body_of(const std::string& reply) {
  return reply.substr(reply.find("\r\n\r\n") + 4);
}

TEST(HttpServer, DecodesTheCall) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    EXPECT_EQ(body_of(co_await say_raw(server.port(), last_get("/a%20b/c?x=1+2&y=%26&x=3"))),
              "GET /a b/c x=1 2 y=& []");
    const std::string post =
        "POST /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    EXPECT_EQ(body_of(co_await say_raw(server.port(), post)), "POST /p [hello]");
    const std::string chunked =
        "PUT /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
    EXPECT_EQ(body_of(co_await say_raw(server.port(), chunked)), "PUT /p [abcd]");
  });
}

TEST(HttpServer, RefusesPathsThatMeanSomethingElse) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    for (const std::string target :
         {"/a/../b", "/..", "/a/.", "/%2e%2e/x", "/a%2fb", "/a%00", "/a%0a", "/%ff", "/%zz", "/?a=%"}) {
      EXPECT_TRUE((co_await say_raw(server.port(), get(target))).starts_with("HTTP/1.1 400 ")) << target;
    }
    EXPECT_TRUE((co_await say_raw(server.port(), last_get("/...a/.b"))).starts_with("HTTP/1.1 200 "));
  });
}

TEST(HttpServer, ServesPipelinedRequestsInOrder) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    const std::string all = co_await say_raw(server.port(), get("/1") + get("/2") + last_get("/3"));
    EXPECT_EQ(count_of(all, "HTTP/1.1 200 OK"), 3U);
    EXPECT_LT(all.find("GET /1"), all.find("GET /2"));
    EXPECT_LT(all.find("GET /2"), all.find("GET /3"));
  });
}

// The smuggling test proper: whatever the ambiguous request is taken for, the bytes behind it are never a
// request.
TEST(HttpServer, AnAmbiguousRequestIsTheLastOfItsConnection) {
  std::vector<std::string> served;
  const auto note = [&served](HttpCall call) -> Async<HttpReply> {
    served.push_back(call.path);
    co_return HttpReply{};
  };
  const std::string post = "POST /first HTTP/1.1\r\nHost: h\r\n";
  const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string ambiguous[] = {
      "POST /first HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: gzip\r\n\r\n",
      post + "Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
      post + "Content-Length: 0\r\nContent-Length: 36\r\n\r\n",
      post + "Content-Length: 0, 36\r\n\r\n",
      post + "Content-Length: +0\r\n\r\n",
      post + "Host: other\r\n\r\n",
      "POST /first HTTP/1.1\r\n\r\n",
      "POST /first HTTP/1.1\nHost: h\n\n",
      "GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n",
  };
  serve({.handler = note}, [&](HttpServer& server) -> Async<void> {
    for (const std::string& request : ambiguous) {
      const std::string all = co_await say_raw(server.port(), request + smuggled);
      EXPECT_TRUE(all.starts_with("HTTP/1.1 400 ")) << request << all;
      EXPECT_EQ(count_of(all, "HTTP/1.1 "), 1U) << request;
      EXPECT_NE(all.find("Connection: close"), std::string::npos);
      EXPECT_EQ(served, std::vector<std::string>{}) << request;
    }
    for (const std::string body :
         {"5;\"\n\"\r\nhello\r\n0\r\n\r\n", "0\r\nX-Admin: yes\r\n\r\n", "5\nhello\r\n0\r\n\r\n"}) {
      const std::string all =
          co_await say_raw(server.port(), post + "Transfer-Encoding: chunked\r\n\r\n" + body + smuggled);
      EXPECT_TRUE(all.starts_with("HTTP/1.1 400 ")) << body;
      EXPECT_EQ(served, std::vector<std::string>{}) << body;
    }
  });
}

TEST(HttpServer, KnowsItsMethods) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    const std::string rest = " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    const std::string head = co_await say_raw(server.port(), "HEAD /x" + rest);
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200 "));
    EXPECT_NE(head.find("Content-Length: 9\r\n"), std::string::npos) << head;  // "GET /x []"
    EXPECT_EQ(body_of(head), "");
    EXPECT_EQ(body_of(co_await say_raw(server.port(), "OPTIONS *" + rest)), "OPTIONS * []");
    for (const std::string method : {"TRACE", "CONNECT"}) {
      const std::string reply = co_await say_raw(server.port(), method + " /x" + rest);
      EXPECT_TRUE(reply.starts_with("HTTP/1.1 405 ")) << method;
      EXPECT_NE(reply.find("Allow: GET"), std::string::npos);
    }
    EXPECT_TRUE((co_await say_raw(server.port(), "BREW /x" + rest)).starts_with("HTTP/1.1 501 "));
  });
}

TEST(HttpServer, LimitsTheBodyByRoute) {
  HttpServerOptions options;
  options.max_body_bytes = 100;
  const auto limit = [](const HttpCall& call) {
    return call.path == "/small" ? std::size_t{4} : std::size_t{10};
  };
  serve(
      {.handler = echo, .body_limit = limit},
      [](HttpServer& server) -> Async<void> {
        const auto post = [](std::string path, std::string framed) {
          return "POST " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + framed;
        };
        EXPECT_TRUE((co_await say_raw(server.port(), post("/small", "Content-Length: 4\r\n\r\nabcd")))
                        .starts_with("HTTP/1.1 200 "));
        EXPECT_TRUE((co_await say_raw(server.port(), post("/small", "Content-Length: 5\r\n\r\nabcde")))
                        .starts_with("HTTP/1.1 413 "));
        EXPECT_TRUE((co_await say_raw(server.port(), post("/big", "Content-Length: 5\r\n\r\nabcde")))
                        .starts_with("HTTP/1.1 200 "));
        const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n1\r\ne\r\n0\r\n\r\n";
        EXPECT_TRUE((co_await say_raw(server.port(), post("/small", chunks))).starts_with("HTTP/1.1 413 "));
        EXPECT_TRUE((co_await say_raw(server.port(), post("/big", chunks))).starts_with("HTTP/1.1 200 "));
      },
      options);
  serve(
      {.handler = echo},
      [](HttpServer& server) -> Async<void> {
        const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ";
        EXPECT_TRUE((co_await say_raw(server.port(), head + "101\r\n\r\n")).starts_with("HTTP/1.1 413 "));
        EXPECT_TRUE((co_await say_raw(server.port(), head + "18446744073709551615\r\n\r\n"))
                        .starts_with("HTTP/1.1 413 "));
      },
      options);
}

TEST(HttpServer, TheClientReadsTheRefusalOfAnUploadItIsStillSending) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    const std::string body(3 * 1024 * 1024, 'u');
    const std::string all = co_await say_raw(
        server.port(), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
                           "\r\n\r\n" + body.substr(0, 300000));
    EXPECT_TRUE(all.starts_with("HTTP/1.1 413 ")) << all.substr(0, 100);
  });
}

TEST(HttpServer, SaysContinue) {
  serve({.handler = echo}, [](HttpServer& server) -> Async<void> {
    auto stream = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
    const std::string head =
        "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
        "2\r\n\r\n";
    co_await (*stream)->write_all(head, deadline_in(1s));
    EXPECT_EQ(co_await read_until(**stream, ends_with("\r\n\r\n")), "HTTP/1.1 100 Continue\r\n\r\n");
    co_await (*stream)->write_all("ab", deadline_in(1s));
    EXPECT_EQ(body_of(co_await read_until(**stream)), "POST / [ab]");
  });
}

TEST(HttpServer, LetsNobodyBeSlow) {
  HttpServerOptions options;
  options.header_deadline = 150ms;
  options.body_deadline = 150ms;
  options.idle_limit = 150ms;
  serve(
      {.handler = echo},
      [](HttpServer& server) -> Async<void> {
        const auto start = steady_now();
        for (const std::string begun : {"", "G", "GET / HTTP/1.1\r\nHost: h\r\n",
                                        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"}) {
          const std::string all = co_await say_raw(server.port(), begun);
          EXPECT_TRUE(all.starts_with("HTTP/1.1 408 ")) << begun << all;
        }
        // A drop every 20 ms does not prolong it.
        auto loris = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
        asio::steady_timer drip{co_await asio::this_coro::executor};
        int drops = 0;
        while (co_await (*loris)->write_all("G", deadline_in(1s)) && !(*loris)->has_input()) {
          ++drops;
          drip.expires_after(20ms);
          co_await drip.async_wait(kAsTuple);
        }
        EXPECT_LT(drops, 30);
        // An idle kept connection ends without a word.
        const std::string kept = co_await say_raw(server.port(), get("/kept"));
        EXPECT_EQ(count_of(kept, "HTTP/1.1 "), 1U) << kept;
        EXPECT_LT(steady_now() - start, 5s);
      },
      options);
}

TEST(HttpServer, LimitsItsConnections) {
  HttpServerOptions options;
  options.max_connections = 2;
  serve(
      {.handler = echo},
      [](HttpServer& server) -> Async<void> {
        auto one = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
        auto two = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
        EXPECT_TRUE(co_await eventually([&] { return server.connections() == 2; }));
        EXPECT_EQ(co_await say_raw(server.port(), ""), "");
        (*one)->close();
        EXPECT_TRUE(co_await eventually([&] { return server.connections() == 1; }));
        EXPECT_TRUE((co_await say_raw(server.port(), last_get("/"))).starts_with("HTTP/1.1 200 "));
      },
      options);
}

TEST(HttpServer, OneAddressDoesNotShutTheOthersOut) {
  HttpServerOptions options;
  options.max_connections = 4;
  serve(
      {.handler = echo},
      [](HttpServer& server) -> Async<void> {
        using asio::ip::tcp;
        std::vector<std::shared_ptr<ByteStream>> greedy;
        for (int i = 0; i < 3; ++i)
          greedy.push_back(*co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s)));
        EXPECT_TRUE(co_await eventually([&] { return server.connections() == 3; }));
        EXPECT_EQ(co_await say_raw(server.port(), ""), "");

        tcp::socket other{co_await asio::this_coro::executor,
                          tcp::endpoint{asio::ip::make_address("127.0.0.2"), 0}};
        const tcp::endpoint here{asio::ip::make_address("127.0.0.1"), server.port()};
        co_await other.async_connect(here, asio::use_awaitable);
        const std::string request = last_get("/");
        co_await asio::async_write(other, asio::buffer(request), asio::use_awaitable);
        std::string answer(12, ' ');
        co_await asio::async_read(other, asio::buffer(answer), asio::use_awaitable);
        EXPECT_EQ(answer, "HTTP/1.1 200");

        greedy.front()->close();
        EXPECT_TRUE(co_await eventually([&] { return server.connections() == 2; }));
        EXPECT_TRUE((co_await say_raw(server.port(), last_get("/"))).starts_with("HTTP/1.1 200 "));
      },
      options);
}

TEST(HttpServer, ABugInAHandlerIsA500WithoutInternals) {
  const auto buggy = [](HttpCall) -> Async<HttpReply> {
    throw std::runtime_error("secret internals");
    co_return HttpReply{};
  };
  serve({.handler = buggy}, [](HttpServer& server) -> Async<void> {
    const std::string all = co_await say_raw(server.port(), last_get("/"));
    EXPECT_TRUE(all.starts_with("HTTP/1.1 500 ")) << all;
    EXPECT_EQ(all.find("secret"), std::string::npos);
  });
}

TEST(HttpServer, EveryReplyHasTheSecurityHeaders) {
  const auto handler = [](HttpCall call) -> Async<HttpReply> {
    HttpReply reply = reply_with(200, "text/html", "x");
    if (call.path == "/own") reply.headers.set("Cache-Control", "max-age=60");
    if (call.path == "/split") reply.headers.set("X-Name", "a\r\nSet-Cookie: stolen=1");
    if (call.path == "/framing") reply.headers.set("content-length", "7");
    co_return reply;
  };
  serve({.handler = handler}, [](HttpServer& server) -> Async<void> {
    for (const std::string& request :
         {last_get("/"), std::string{"broken\r\n\r\n"}, std::string{"TRACE / HTTP/1.1\r\nHost: h\r\n\r\n"}}) {
      const std::string all = co_await say_raw(server.port(), request);
      for (const std::string field :
           {"Content-Security-Policy: default-src 'none'", "frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
            "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
            "Cache-Control: no-store"}) {
        EXPECT_EQ(count_of(all, field), 1U) << field << " in " << all;
      }
      EXPECT_EQ(all.find("Strict-Transport-Security"), std::string::npos) << "only over TLS";
    }
    const std::string own = co_await say_raw(server.port(), last_get("/own"));
    EXPECT_EQ(count_of(own, "Cache-Control: max-age=60"), 1U);
    EXPECT_EQ(own.find("no-store"), std::string::npos);
    EXPECT_EQ((co_await say_raw(server.port(), last_get("/split"))).find("stolen"), std::string::npos);
    EXPECT_EQ(count_of(co_await say_raw(server.port(), last_get("/framing")), "ontent-"), 4U)
        << "one length, type, policy, options";
  });
}

TEST(HttpServer, StopLetsARequestUnderWayEnd) {
  bool entered = false;
  const auto slow = [&entered](HttpCall) -> Async<HttpReply> {
    entered = true;
    asio::steady_timer work{co_await asio::this_coro::executor, 200ms};
    co_await work.async_wait(kAsTuple);
    co_return reply_with(200, "text/plain", "done");
  };
  serve({.handler = slow}, [&entered](HttpServer& server) -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    std::string answer;
    bool answered = false;
    asio::co_spawn(executor, say_raw(server.port(), get("/")),
                   [&](const std::exception_ptr&, std::string all) {
                     answer = std::move(all);
                     answered = true;
                   });
    auto idle = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
    EXPECT_TRUE(co_await eventually([&] { return entered && server.connections() == 2; }));
    co_await server.stop(deadline_in(3s));
    EXPECT_TRUE(co_await eventually([&] { return answered; }));
    EXPECT_TRUE(answer.ends_with("done")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(co_await read_until(**idle), "");
    EXPECT_FALSE(co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s)))
        << "nobody listens any more";
  });
}

TEST(HttpServer, StopEndsAtItsDeadline) {
  bool entered = false;
  const auto stuck = [&entered](HttpCall) -> Async<HttpReply> {
    entered = true;
    asio::steady_timer work{co_await asio::this_coro::executor, 1500ms};
    co_await work.async_wait(kAsTuple);
    co_return HttpReply{};
  };
  run([&]() -> Async<void> {
    HttpServer server{co_await asio::this_coro::executor, {}, {.handler = stuck}};
    EXPECT_TRUE(server.start());
    auto stream = co_await tcp_connect("127.0.0.1", server.port(), deadline_in(1s));
    co_await (*stream)->write_all(get("/"), deadline_in(1s));
    EXPECT_TRUE(co_await eventually([&] { return entered; }));
    const auto start = steady_now();
    co_await server.stop(deadline_in(100ms));
    EXPECT_LT(steady_now() - start, 1400ms);
    EXPECT_EQ(co_await read_until(**stream), "") << "the connection was closed";
    EXPECT_TRUE(co_await eventually([&] { return server.connections() == 0; }));
  });
}

TEST(HttpServer, AnAddressThatIsTakenOrWrongSaysSo) {
  run([]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    HttpServer first{executor, {}, {.handler = echo}};
    EXPECT_TRUE(first.start());
    HttpServerOptions taken;
    taken.port = first.port();
    HttpServer second{executor, taken, {.handler = echo}};
    const auto refused = second.start();
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_NE(refused.error().say.find(std::to_string(first.port())), std::string::npos);
    HttpServerOptions name;
    name.host = "example.com";
    HttpServer third{executor, name, {.handler = echo}};
    EXPECT_EQ(third.start().error().kind, ErrorKind::invalid);
  });
}

TEST(HttpServer, TellsThePeersAddress) {
  const auto who = [](HttpCall call) -> Async<HttpReply> {
    co_return reply_with(200, "text/plain", call.remote_address);
  };
  serve({.handler = who}, [](HttpServer& server) -> Async<void> {
    const std::string spoofed = get("/", "X-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n");
    EXPECT_EQ(body_of(co_await say_raw(server.port(), spoofed)), "127.0.0.1");
  });
}

}  // namespace
}  // namespace muster::net

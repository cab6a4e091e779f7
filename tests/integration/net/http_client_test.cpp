#include "bot/net/http_client.hpp"

#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

HttpRequest get(std::string url, std::chrono::milliseconds timeout = 5s) {
  HttpRequest request;
  request.url = std::move(url);
  request.timeout = timeout;
  return request;
}

HttpRequest post(std::string url, std::string body) {
  HttpRequest request = get(std::move(url));
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

// Answers one request with these bytes and closes.
ScriptedServer::Script answering(std::string bytes) {
  return [bytes = std::move(bytes)](ByteStream& stream, int) -> Async<void> {
    co_await read_request(stream);
    co_await stream.write_all(bytes, deadline_in(5s));
    co_await stream.finish(deadline_in(1s));
  };
}

TEST(HttpClient, SendsWhatWasAskedAndReadsTheAnswer) {
  run([]() -> Async<void> {
    std::string seen;
    const ScriptedServer server{
        co_await asio::this_coro::executor, [&seen](ByteStream& stream, int) -> Async<void> {
          seen = co_await read_until(stream, ends_with("a=1"));
          co_await stream.write_all("HTTP/1.1 201 Created\r\nX-Id: 7\r\nContent-Length: 2\r\n\r\nok",
                                    deadline_in(5s));
        }};
    HttpClient client{nullptr};
    auto request = post(server.url("/x?y=z"), "a=1");
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Authorization", "Bearer t"}};
    const auto response = co_await client.send(request);
    EXPECT_TRUE(response);
    if (!response) co_return;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->headers.get("x-id"), "7");
    EXPECT_EQ(response->body, "ok");
    EXPECT_EQ(seen, "POST /x?y=z HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                        "\r\nContent-Type: application/x-www-form-urlencoded\r\nAuthorization: Bearer "
                        "t\r\nUser-Agent: muster\r\n"
                        "Accept-Encoding: identity\r\nContent-Length: 3\r\n\r\na=1");
  });
}

TEST(HttpClient, ReadsEveryKindOfBody) {
  const struct {
    std::string answer;
    int status;
    std::string body;
  } cases[] = {
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, "abcde"},
      {"HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, "until the end"},
      {"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x"},
      {"HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
      {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "
       "OK\r\nContent-Length: 2\r\n\r\nhi",
       200, "hi"},
      {"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops", 500, "oops"},
      {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 302, ""},
  };
  for (const auto& c : cases) {
    run([&c]() -> Async<void> {
      const ScriptedServer server{co_await asio::this_coro::executor, answering(c.answer)};
      HttpClient client{nullptr};
      const auto response = co_await client.send(get(server.url()));
      EXPECT_TRUE(response) << c.answer;
      if (!response) co_return;
      EXPECT_EQ(response->status, c.status);
      EXPECT_EQ(response->body, c.body);
    });
  }
}

TEST(HttpClient, HeadHasNoBodyWhateverItsLengthSays) {
  run([]() -> Async<void> {
    const ScriptedServer server{co_await asio::this_coro::executor,
                                answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")};
    HttpClient client{nullptr};
    auto request = get(server.url());
    request.method = "HEAD";
    const auto response = co_await client.send(request);
    EXPECT_TRUE(response && response->body.empty());
  });
}

TEST(HttpClient, KeepsAndReusesConnections) {
  run([]() -> Async<void> {
    const ScriptedServer server{
        co_await asio::this_coro::executor, [](ByteStream& stream, int connection) -> Async<void> {
          for (int i = 0; i < 3; ++i) {
            co_await read_request(stream);
            co_await stream.write_all("HTTP/1.1 200 OK\r\nX-Connection: " + std::to_string(connection) +
                                          "\r\nContent-Length: 0\r\n\r\n",
                                      deadline_in(5s));
          }
        }};
    HttpClient client{nullptr};
    for (int i = 0; i < 6; ++i) {
      // After three answers the server closes; the client must notice before it writes, so a POST is as safe
      // as a GET.
      const auto response = co_await client.send(i % 2 == 0 ? get(server.url()) : post(server.url(), ""));
      EXPECT_TRUE(response) << i << (response ? "" : response.error().detail);
      if (response) {
        EXPECT_EQ(response->headers.get("X-Connection"), i < 3 ? "1" : "2") << i;
      }
    }
    EXPECT_EQ(client.connections_made(), 2U);
    client.close_idle();
  });
}

TEST(HttpClient, DropsConnectionsThatTheAnswerOrTheirAgeEnds) {
  run([]() -> Async<void> {
    int served = 0;
    const ScriptedServer server{
        co_await asio::this_coro::executor, [&served](ByteStream& stream, int) -> Async<void> {
          co_await read_request(stream);
          const std::string close = ++served == 1 ? "Connection: close\r\n" : "";
          co_await stream.write_all("HTTP/1.1 200 OK\r\n" + close + "Content-Length: 0\r\n\r\n",
                                    deadline_in(5s));
        }};
    HttpClientOptions options;
    options.max_idle_time = 0ms;
    HttpClient client{nullptr, options};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(co_await client.send(get(server.url())));
    EXPECT_EQ(client.connections_made(), 3U);
  });
}

// The first connection serves one request and dies silently under the second.
ScriptedServer::Script dying_after_one(int& requests) {
  return [&requests](ByteStream& stream, int connection) -> Async<void> {
    for (int i = 0; i < 2; ++i) {
      if ((co_await read_request(stream)).empty()) co_return;
      ++requests;
      if (connection == 1 && i == 1) co_return;
      co_await stream.write_all("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", deadline_in(5s));
    }
  };
}

TEST(HttpClient, RepeatsOnlyHarmlessRequestsOnADeadKeptConnection) {
  run([]() -> Async<void> {
    int requests = 0;
    const ScriptedServer server{co_await asio::this_coro::executor, dying_after_one(requests)};
    HttpClient client{nullptr};
    EXPECT_TRUE(co_await client.send(get(server.url())));
    EXPECT_TRUE(co_await client.send(get(server.url())));
    EXPECT_EQ(requests, 3);
    EXPECT_EQ(client.connections_made(), 2U);
  });
  run([]() -> Async<void> {
    int requests = 0;
    const ScriptedServer server{co_await asio::this_coro::executor, dying_after_one(requests)};
    HttpClient client{nullptr};
    EXPECT_TRUE(co_await client.send(get(server.url())));
    const auto response = co_await client.send(post(server.url(), ""));
    EXPECT_FALSE(response);
    if (!response) EXPECT_EQ(response.error().kind, ErrorKind::timeout) << "a POST may have happened";
    EXPECT_EQ(requests, 2);
    auto repeatable = post(server.url(), "");
    repeatable.repeatable = true;
    EXPECT_TRUE(co_await client.send(repeatable));
  });
}

Async<Error> failure_of(std::string answer, std::size_t max_response_bytes = 1000) {
  const ScriptedServer server{co_await asio::this_coro::executor, answering(std::move(answer))};
  HttpClient client{nullptr};
  auto request = get(server.url("/?ticket=verysecret"));
  request.max_response_bytes = max_response_bytes;
  const auto response = co_await client.send(request);
  EXPECT_FALSE(response);
  if (response) co_return Error{};
  EXPECT_EQ((response.error().say + response.error().detail).find("secret"), std::string::npos);
  co_return response.error();
}

TEST(HttpClient, AnAnswerThatIsCutLeavesTheOutcomeUnknown) {
  for (const std::string answer : {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
    run([&answer]() -> Async<void> {
      EXPECT_EQ((co_await failure_of(answer)).kind, ErrorKind::timeout) << answer;
    });
  }
}

TEST(HttpClient, AnAnswerThatIsWrongOrTooLargeIsCorrupt) {
  const std::string big(1001, 'x');
  for (const std::string& answer :
       {std::string{"SSH-2.0-OpenSSH_9.2\r\n\r\n"}, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + big,
        "HTTP/1.1 200 OK\r\n\r\n" + big,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n" + big + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'h') + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(200000, 'e')}) {
    run([&answer]() -> Async<void> {
      EXPECT_EQ((co_await failure_of(answer)).kind, ErrorKind::corrupt) << answer.substr(0, 60);
    });
  }
}

TEST(HttpClient, ADrippingAnswerEndsAtTheDeadline) {
  run([]() -> Async<void> {
    const ScriptedServer server{co_await asio::this_coro::executor,
                                [](ByteStream& stream, int) -> Async<void> {
                                  co_await read_request(stream);
                                  asio::steady_timer drip{co_await asio::this_coro::executor};
                                  while (co_await stream.write_all("H", deadline_in(1s))) {
                                    drip.expires_after(20ms);
                                    co_await drip.async_wait(kAsTuple);
                                    co_await stream.write_all("TTP/1.1 200 OK\r\nX: ", deadline_in(1s));
                                  }
                                }};
    HttpClient client{nullptr};
    const auto start = steady_now();
    const auto response = co_await client.send(get(server.url(), 200ms));
    EXPECT_FALSE(response);
    if (!response) EXPECT_EQ(response.error().kind, ErrorKind::timeout);
    EXPECT_GE(steady_now() - start, 200ms);
    EXPECT_LT(steady_now() - start, 3s);
  });
}

TEST(HttpClient, ASilentServerEndsAtTheDeadline) {
  run([]() -> Async<void> {
    const ScriptedServer server{co_await asio::this_coro::executor,
                                [](ByteStream& stream, int) -> Async<void> { co_await read_until(stream); }};
    HttpClient client{nullptr};
    const auto response = co_await client.send(get(server.url(), 100ms));
    EXPECT_FALSE(response);
    if (!response) EXPECT_EQ(response.error().kind, ErrorKind::timeout);
  });
}

TEST(HttpClient, NobodyListeningMeansNothingWasSent) {
  run([]() -> Async<void> {
    std::uint16_t port = 0;
    {
      const ScriptedServer gone{co_await asio::this_coro::executor, answering("")};
      port = gone.port();
    }
    HttpClient client{nullptr};
    const auto response = co_await client.send(get("http://127.0.0.1:" + std::to_string(port) + "/"));
    EXPECT_FALSE(response);
    if (!response) {
      EXPECT_EQ(response.error().kind, ErrorKind::unavailable);
      EXPECT_NE(response.error().say.find("127.0.0.1"), std::string::npos);
    }
  });
}

TEST(HttpClient, TriesEveryAddressOfAName) {
  run([]() -> Async<void> {
    // "localhost" is ::1 first on most machines; nobody listens there.
    const ScriptedServer server{co_await asio::this_coro::executor,
                                answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")};
    HttpClient client{nullptr};
    EXPECT_TRUE(co_await client.send(get("http://localhost:" + std::to_string(server.port()) + "/")));
  });
}

TEST(HttpClient, RefusesRequestsThatMustNotLeave) {
  run([]() -> Async<void> {
    HttpClient client{nullptr};
    HttpRequest injected = get("http://127.0.0.1:1/");
    injected.headers = {{"X", "a\r\nY: b"}};
    HttpRequest framed = get("http://127.0.0.1:1/");
    framed.headers = {{"content-length", "5"}};
    HttpRequest method = get("http://127.0.0.1:1/");
    method.method = "GET /x";
    for (const HttpRequest& bad :
         {injected, framed, method, get("http://example.com/"), get("ws://127.0.0.1:1/"), get("x")}) {
      const auto response = co_await client.send(bad);
      EXPECT_FALSE(response);
      if (!response) EXPECT_EQ(response.error().kind, ErrorKind::invalid) << bad.url;
    }
  });
}

}  // namespace
}  // namespace muster::net

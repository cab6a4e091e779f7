#include "bot/net/http_gate.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

// What the gate says about the bytes of one request: 200 when all of it is accepted, 0 when more bytes are
// needed.
int verdict(std::string_view bytes, std::size_t max_body = 1000) {
  const auto length = find_head(bytes);
  if (!length) return length.error().status;
  if (*length == 0) return 0;
  const auto head = parse_head(bytes.substr(0, *length));
  if (!head) return head.error().status;
  if (!head->chunked) return 200;
  ChunkDecoder decoder{max_body};
  const auto taken = decoder.feed(bytes.substr(*length));
  if (!taken) return taken.error().status;
  return decoder.done() ? 200 : 0;
}

std::string post(std::string_view fields, std::string_view body = "") {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + std::string{fields} + "\r\n" + std::string{body};
}
std::string chunked(std::string_view body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

TEST(HttpGate, AcceptsOrdinaryRequests) {
  for (const std::string& good : {
           std::string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
           std::string{"GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
           std::string{"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"},
           std::string{"GET http://a/x?y HTTP/1.1\r\nHost: A\r\n\r\n"},
           std::string{"HEAD /a%20b?c=d HTTP/1.1\r\nhOsT:a:8080\r\nX:\r\nY: \t z \t\r\n\r\n"},
           post("Content-Length: 5\r\n", "hello"),
           post("Content-Length: 0\r\n"),
           post("transfer-encoding: Chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
           chunked("5;a=b\r\nhello\r\nA\r\n0123456789\r\n0;last\r\n\r\n"),
           chunked("000\r\n\r\n"),
       }) {
    EXPECT_EQ(verdict(good), 200) << good;
  }
}

// Finding by finding: every form that two HTTP parsers are known to read differently.
TEST(HttpGate, RefusesAmbiguousFraming) {
  const struct {
    std::string_view name;
    std::string bytes;
  } cases[] = {
      {"chunked on HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"two codings, chunked first", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")},
      {"two codings, chunked last", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {"chunked twice in a list", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
      {"chunked twice as fields",
       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"another coding", post("Transfer-Encoding: gzip\r\n")},
      {"identity", post("Transfer-Encoding: identity\r\n")},
      {"empty coding", post("Transfer-Encoding:\r\n")},
      {"lookalike coding", post("Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n", "hello")},
      {"quoted coding", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
      {"coding with a vertical tab", post("Transfer-Encoding: \x0B"
                                          "chunked\r\n",
                                          "0\r\n\r\n")},
      {"coding beside a length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
      {"length beside a coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"length as a list", post("Content-Length: 5, 5\r\n", "hello")},
      {"length twice, the same", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")},
      {"length twice, different", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")},
      {"signed length", post("Content-Length: +5\r\n", "hello")},
      {"negative length", post("Content-Length: -5\r\n")},
      {"hexadecimal length", post("Content-Length: 0x5\r\n", "hello")},
      {"length with a leading zero", post("Content-Length: 05\r\n", "hello")},
      {"empty length", post("Content-Length: \r\n")},
      {"length over 64 bits", post("Content-Length: 18446744073709551621\r\n", "hello")},
      {"blank before the colon", post("Content-Length : 5\r\n", "hello")},
      {"folded field", post("X: a\r\n b\r\n")},
      {"folded first field", "GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n"},
      {"folded with a tab", post("Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n")},
      {"no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n"},
      {"no Host on 1.0", "GET / HTTP/1.0\r\n\r\n"},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"two equal Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"},
      {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
      {"Host as a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"},
      {"Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"another host in the target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"user in the target", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
      {"bare LF as the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
      {"bare CR in a field", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n"},
      {"NUL in a value", post("X: b" + std::string(1, '\0') + "c\r\n")},
      {"control character in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\x01: b\r\n\r\n"},
      {"field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nXY\r\n\r\n"},
      {"field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"},
      {"Connection with something else than tokens", post("Connection: keep-alive, a/b\r\n")},
      {"Connection with an empty token", post("Connection: keep-alive,,close\r\n")},
      {"empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"blank at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
      {"blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"no version", "GET /\r\nHost: a\r\n\r\n"},
      {"lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n"},
      {"version of three parts", "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n"},
      {"fragment in the target", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"relative target", "GET x HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"star for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"byte over 127 in the target", "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"WebSocket with a body",
       "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nContent-Length: "
       "1\r\n\r\nx"},
      {"chunk extension over the limit", chunked("5;" + std::string(64, 'a') + "\r\nhello\r\n0\r\n\r\n")},
      {"chunk extension without end", chunked("5;" + std::string(100000, 'a'))},
      {"bare LF in a quoted chunk extension", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")},
      {"chunk extension that is no token", chunked("5;a/b\r\nhello\r\n0\r\n\r\n")},
      {"quoted chunk extension", chunked("5;a=\"b\"\r\nhello\r\n0\r\n\r\n")},
      {"chunk extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n")},
      {"bare LF after the chunk size", chunked("5\nhello\r\n0\r\n\r\n")},
      {"bare CR after the chunk size", chunked("5\rhello\r\n0\r\n\r\n")},
      {"bare LF after the chunk", chunked("5\r\nhello\n0\r\n\r\n")},
      {"chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")},
      {"blank after the chunk size", chunked("5 \r\nhello\r\n0\r\n\r\n")},
      {"chunk size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")},
      {"negative chunk size", chunked("-5\r\nhello\r\n0\r\n\r\n")},
      {"empty chunk size", chunked("\r\nhello\r\n0\r\n\r\n")},
      {"chunk size over 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")},
      {"trailer", chunked("0\r\nX-Slack-Signature: v0=1\r\n\r\n")},
      {"bare LF at the end", chunked("0\r\n\n")},
  };
  for (const auto& c : cases) EXPECT_EQ(verdict(c.bytes), 400) << c.name;
}

TEST(HttpGate, OtherRefusalsHaveTheirOwnStatus) {
  const std::string host = " HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(verdict("TRACE /" + host + "\r\n"), 405);
  EXPECT_EQ(verdict("CONNECT a:1" + host + "\r\n"), 405);
  EXPECT_EQ(verdict("BREW /" + host + "\r\n"), 501);
  EXPECT_EQ(verdict("get /" + host + "\r\n"), 501);
  EXPECT_EQ(verdict("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(verdict("GET / HTTP/1.2\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(verdict(post("Expect: 200-maybe\r\n")), 417);
  EXPECT_EQ(verdict(chunked("FFFFFFFFFFFFFFFF\r\n")), 413);
  EXPECT_EQ(verdict(chunked("3E9\r\n")), 413);
}

TEST(HttpGate, LimitsAreExact) {
  const auto target = [](std::size_t bytes) {
    return "GET /" + std::string(bytes - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  EXPECT_EQ(verdict(target(4096)), 200);
  EXPECT_EQ(verdict(target(4097)), 414);
  EXPECT_EQ(verdict(target(20000)), 414);
  const auto fields = [](int count) {
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < count; ++i) head += "X: y\r\n";
    return head + "\r\n";
  };
  EXPECT_EQ(verdict(fields(100)), 200);
  EXPECT_EQ(verdict(fields(101)), 431);
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  const auto head = [&](std::size_t bytes) {
    return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(verdict(head(16384)), 200);
  EXPECT_EQ(verdict(head(16385)), 431);
  const std::string extension(63, 'e');
  EXPECT_EQ(verdict(chunked("5;" + extension + "\r\nhello\r\n0\r\n\r\n")), 200);
  EXPECT_EQ(verdict(chunked("3E8\r\n" + std::string(1000, 'b') + "\r\n0\r\n\r\n")), 200);
  EXPECT_EQ(verdict(chunked("3E8\r\n" + std::string(1000, 'b') + "\r\n1\r\nb\r\n0\r\n\r\n")), 413);
}

TEST(HttpGate, WaitsForTheWholeHeadHoweverItArrives) {
  const std::string request = "GET /x HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
  for (std::size_t cut = 0; cut < request.size(); ++cut) {
    EXPECT_EQ(find_head(request.substr(0, cut)), std::size_t{0}) << cut;
  }
  EXPECT_EQ(find_head(request + "GET \n"), request.size());
}

TEST(HttpGate, ParsesWhatTheServerNeeds) {
  const auto head = parse_head(
      "GET http://h:1?q=1 HTTP/1.1\r\nHost: h:1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
      "X-A: 1\r\nx-a: 2\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, "GET");
  EXPECT_EQ(head->target, "/?q=1");
  EXPECT_TRUE(head->wants_websocket);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_EQ(head->headers.count("X-A"), 2U);
  const auto close = parse_head(
      "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(close);
  EXPECT_FALSE(close->keep_alive);
  EXPECT_TRUE(close->expects_continue);
  EXPECT_EQ(close->content_length, 7U);
  EXPECT_FALSE(parse_head("GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(ChunkDecoder, DecodesByteByByteAndStopsAtTheEnd) {
  const std::string wire = "5\r\nhello\r\n1;x\r\n!\r\n0\r\n\r\n";
  ChunkDecoder decoder{100};
  for (const char& c : wire) {
    EXPECT_FALSE(decoder.done());
    EXPECT_EQ(decoder.feed({&c, 1}), 1U);
  }
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(decoder.take_body(), "hello!");
  ChunkDecoder whole{100};
  EXPECT_EQ(whole.feed(wire + "GET / HTTP/1.1"), wire.size());
  EXPECT_EQ(whole.take_body(), "hello!");
}

}  // namespace
}  // namespace muster::net

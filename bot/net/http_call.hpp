// What a handler of our HTTP server gets and gives. Pure.
#pragma once

#include <map>
#include <string>

#include "bot/net/http_gate.hpp"
#include "bot/net/http_headers.hpp"
#include "bot/net/peer_certificate.hpp"

namespace muster::net {

// A request as a handler sees it.
struct HttpCall {
  std::string
      method;  // GET POST PUT PATCH DELETE OPTIONS. A HEAD arrives as GET; the server drops the reply's body.
  std::string path;  // percent-decoded; starts with '/', valid UTF-8 without control characters, "." or ".."
                     // segments and encoded slashes (all refused with 400). "*" only for OPTIONS.
  std::string target{};                      // path and query as they were sent: what signatures cover
  std::map<std::string, std::string> query;  // decoded; of two with one name the first wins
  HttpHeaders headers;
  std::string body;
  std::string remote_address;  // the peer of the socket. X-Forwarded-For is the caller's to believe or not.
  bool is_tls = false;
  PeerCertificate client{};
};

struct HttpReply {
  int status = 200;
  HttpHeaders
      headers;  // Content-Length and Connection are the server's; the security headers below are defaults
  std::string body{};
};

// Content-Type with charset, body. kind: "text/plain", "text/html", "application/json".
[[nodiscard]] HttpReply reply_with(int status, std::string kind, std::string body);

// Sets, where the reply has none of that name: Content-Security-Policy (own scripts, styles, images and
// connections only, no framing), X-Content-Type-Options, Referrer-Policy, Cross-Origin-Opener-Policy,
// Cross-Origin-Resource-Policy, Cache-Control: no-store and, over TLS, Strict-Transport-Security. The server
// applies it to every reply.
void add_security_headers(HttpReply& reply, bool is_tls);

// The call of an accepted head, still without its body. 400 for a path or query that cannot be decoded.
[[nodiscard]] Gated<HttpCall> make_call(const RequestHead& head, std::string remote_address, bool is_tls);

// The reply as it goes on the wire. Fields with a line break or control character are left out and logged: a
// handler put foreign text into a header. A HEAD keeps the Content-Length and loses the body.
[[nodiscard]] std::string reply_bytes(HttpReply reply, bool is_tls, bool to_head, bool keep_alive);

}  // namespace muster::net

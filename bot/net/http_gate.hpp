// The strict gate in front of our HTTP server: what is ambiguous is refused, never repaired, because a proxy
// in front of us may have read it differently (request smuggling). Sans I/O and pure: the server feeds bytes
// and obeys.
//
// Refused, among others: any Transfer-Encoding but a single "chunked", Transfer-Encoding beside
// Content-Length or on HTTP/1.0, Content-Length twice or as a list, folded fields, a missing or second Host,
// a bare CR or LF, control characters, trailers, chunk extensions over 64 bytes or not plain tokens, an
// absolute target that names another host. After a refusal the connection is closed, so nothing behind it is
// ever taken for a request. Rules: RFC 9112 sections 2.2, 3.2, 5, 6, 7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bot/net/http_headers.hpp"

namespace muster::net {

struct HttpLimits {
  std::size_t head_bytes = 16UL * 1024;
  std::size_t fields = 100;
  std::size_t target_bytes = 4UL * 1024;
};

struct HttpRefusal {
  int status = 400;
  std::string why;  // for the log and the answer; never quotes the input
};

template <class T>
using Gated = std::expected<T, HttpRefusal>;

struct RequestHead {
  std::string method;  // GET HEAD POST PUT PATCH DELETE OPTIONS
  std::string target;  // origin form ("/path?query") or "*"
  int minor = 1;       // HTTP/1.<minor>
  HttpHeaders headers;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool wants_websocket = false;  // a GET with Upgrade: websocket and Connection: upgrade
};

// Length of the head including its empty line, 0 when more bytes are needed. Refuses early: a bare LF or a
// head over the limit is seen before the end arrives.
[[nodiscard]] Gated<std::size_t> find_head(std::string_view received, const HttpLimits& limits = {});

// head: exactly the bytes find_head counted. Statuses: 400, 405 (TRACE, CONNECT), 414, 417, 431, 501, 505.
[[nodiscard]] Gated<RequestHead> parse_head(std::string_view head, const HttpLimits& limits = {});

// Decodes a chunked body piece by piece.
class ChunkDecoder {
 public:
  explicit ChunkDecoder(std::size_t max_body_bytes) : max_body_bytes_{max_body_bytes} {}

  // Takes what belongs to the body from the front of `received` and returns how many bytes that were; the
  // rest, once done(), is the next request. 413 when the body grows over the limit, 400 for anything
  // ambiguous.
  [[nodiscard]] Gated<std::size_t> feed(std::string_view received);
  [[nodiscard]] bool done() const { return state_ == State::done; }
  [[nodiscard]] std::string take_body() { return std::move(body_); }

 private:
  enum class State : std::uint8_t { size_line, data, data_end, last_line, done };
  [[nodiscard]] Gated<std::size_t> feed_line(std::string_view received);
  [[nodiscard]] Gated<std::size_t> feed_data(std::string_view received);
  [[nodiscard]] std::optional<HttpRefusal> end_line();
  [[nodiscard]] std::optional<HttpRefusal> take_size_line();

  std::size_t max_body_bytes_;
  State state_ = State::size_line;
  std::string line_;
  std::uint64_t left_ = 0;
  std::string body_;
};

}  // namespace muster::net

// The HTTP gate: the same verdict however the bytes are cut, and what it accepts Beast's parser understands
// the same way. (The reverse does not hold and is why the gate exists.)
#include "bot/net/http_gate.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace http = boost::beast::http;
using namespace muster::net;

constexpr std::size_t kMaxBody = 4096;

void must(bool holds) {
  if (!holds) std::abort();
}

// A whole request, or nothing when the gate refused it or it was not complete.
struct Understood {
  RequestHead head;
  std::string body;
  std::size_t bytes = 0;
};

std::optional<Understood> understand(std::string_view input, std::size_t piece) {
  const auto length = find_head(input);
  if (!length || *length == 0) return std::nullopt;
  const auto head = parse_head(input.substr(0, *length));
  if (!head) return std::nullopt;
  Understood request{*head, "", *length};
  if (head->chunked) {
    ChunkDecoder decoder{kMaxBody};
    while (!decoder.done() && request.bytes < input.size()) {
      const auto taken = decoder.feed(input.substr(request.bytes, piece));
      if (!taken) return std::nullopt;
      request.bytes += *taken;
    }
    if (!decoder.done()) return std::nullopt;
    request.body = decoder.take_body();
    must(request.body.size() <= kMaxBody);
  } else if (const auto body = head->content_length.value_or(0); body > 0) {
    if (body > input.size() - *length) return std::nullopt;
    request.body = input.substr(*length, body);
    request.bytes += body;
  }
  return request;
}

void agree_with_beast(std::string_view input, const Understood& request) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(64U * 1024);
  boost::system::error_code ec;
  std::size_t used = 0;
  while (!parser.is_done() && !ec && used < input.size()) {
    used += parser.put(boost::asio::buffer(input.substr(used)), ec);
  }
  must(!ec && parser.is_done() && used == request.bytes);
  const auto& message = parser.get();
  must(message.method_string() == request.head.method);
  must(message.body() == request.body);
  const auto fields = std::distance(message.base().begin(), message.base().end());
  must(static_cast<std::size_t>(fields) == request.head.headers.fields().size());
  must(message[http::field::host] == request.head.headers.get("Host"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(bytes), size};

  // A head once found does not depend on what follows it.
  const auto length = find_head(input);
  if (length && *length > 0) must(find_head(input.substr(0, *length)) == *length);

  const auto whole = understand(input, input.size());
  const auto dripped = understand(input, 1);
  must(whole.has_value() == dripped.has_value());
  if (!whole) return 0;
  must(whole->body == dripped->body && whole->bytes == dripped->bytes);
  must(whole->head.headers.count("Host") == 1);
  must(whole->head.target == "*" || whole->head.target.starts_with('/'));
  must(!(whole->head.chunked && whole->head.content_length));
  agree_with_beast(input, *whole);
  return 0;
}

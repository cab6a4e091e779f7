#include "bot/net/http_client.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <map>
#include <optional>
#include <vector>

#include "bot/net/url.hpp"

namespace muster::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::uint32_t kMaxHeadBytes = 64U * 1024;
constexpr std::size_t kMaxUnparsedBytes =
    128UL * 1024;  // an endless chunk extension is held back by the parser

// A request ready for the wire.
struct Prepared {
  Url url;
  std::string wire;
  bool repeatable = false;
};

bool is_repeatable(std::string_view method) {
  static constexpr std::array<std::string_view, 5> kRepeatable{"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};
  return std::ranges::find(kRepeatable, method) != kRepeatable.end();
}

std::unexpected<Error> bad_request(std::string say) {
  return fail(ErrorKind::invalid, std::move(say));
}

Result<Prepared> prepare(const HttpRequest& request, const std::string& user_agent) {
  MUSTER_TRY(auto url, parse_service_url(request.url));
  if (url.scheme != "http" && url.scheme != "https")
    return bad_request("An HTTP request needs an http or https URL.");
  if (!is_valid_field(request.method, "")) return bad_request("The HTTP method is malformed.");
  HttpHeaders headers = request.headers;
  for (const auto* const own : {"Host", "Content-Length", "Transfer-Encoding", "Connection"}) {
    if (headers.has(own))
      return bad_request(std::string{"The header "} + own + " is set by the HTTP client.");
  }
  headers.set_default("User-Agent", user_agent);
  headers.set_default("Accept-Encoding", "identity");
  const bool says_length = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                           request.method == "PATCH";
  if (says_length) headers.add("Content-Length", std::to_string(request.body.size()));

  std::string wire = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n";
  for (const auto& [name, value] : headers.fields()) {
    if (!is_valid_field(name, value))
      return bad_request("A header of the request to " + url.host +
                         " has a line break or control character.");
    wire += name + ": " + value + "\r\n";
  }
  wire += "\r\n" + request.body;
  return Prepared{std::move(url), std::move(wire), request.repeatable || is_repeatable(request.method)};
}

std::unexpected<Error> outcome_lost(const Prepared& request, const Error& cause) {
  const bool late = cause.kind == ErrorKind::timeout;
  return fail(ErrorKind::timeout,
              late ? request.url.host + " did not answer in time."
                   : "The connection to " + request.url.host + " was lost before it answered.",
              cause.detail);
}

std::unexpected<Error> bad_answer(const Prepared& request, const boost::system::error_code& ec) {
  if (ec == http::error::body_limit) {
    return fail(ErrorKind::corrupt, "The answer of " + request.url.host + " is larger than allowed.",
                ec.message());
  }
  return fail(ErrorKind::corrupt, "The answer of " + request.url.host + " is not valid HTTP.", ec.message());
}

// Beast's response parser, fed by hand; interim (1xx) answers are skipped.
class ResponseReader {
 public:
  ResponseReader(bool to_head, std::size_t max_body_bytes)
      : to_head_{to_head}, max_body_bytes_{max_body_bytes} {
    restart();
  }

  boost::system::error_code feed(std::string_view bytes) {
    boost::system::error_code ec;
    unparsed_ += bytes;
    while (!unparsed_.empty() && !done()) {
      const std::size_t used = parser_->put(asio::buffer(unparsed_), ec);
      unparsed_.erase(0, used);
      if (ec == http::error::need_more) {
        return unparsed_.size() > kMaxUnparsedBytes ? make_error_code(http::error::header_limit)
                                                    : boost::system::error_code{};
      }
      if (ec) return ec;
      if (parser_->is_done() && is_interim()) restart();
    }
    return {};
  }
  boost::system::error_code feed_end() {
    boost::system::error_code ec = http::error::end_of_stream;
    if (parser_->got_some()) parser_->put_eof(ec = {});
    return ec;
  }
  [[nodiscard]] bool done() const { return parser_->is_done() && !is_interim(); }
  [[nodiscard]] bool keeps_connection() const { return parser_->keep_alive() && unparsed_.empty(); }

  HttpResponse take() {
    auto message = parser_->release();
    HttpResponse response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message.base()) response.headers.add(field.name_string(), field.value());
    response.body = std::move(message.body());
    return response;
  }

 private:
  void restart() {
    parser_.emplace();
    parser_->eager(true);
    parser_->skip(to_head_);
    parser_->header_limit(kMaxHeadBytes);
    parser_->body_limit(max_body_bytes_);
  }
  [[nodiscard]] bool is_interim() const {
    const unsigned status = parser_->get().result_int();
    return status >= 100 && status < 200 && status != 101;
  }

  bool to_head_;
  std::size_t max_body_bytes_;
  std::optional<http::response_parser<http::string_body>> parser_;
  std::string unparsed_;
};

struct Attempt {
  Result<HttpResponse> result;
  bool heard_something = false;
  bool keep = false;  // the connection may serve another request
};

// The references live in send(), which awaits this.
asio::awaitable<Attempt> exchange(ByteStream& stream, const Prepared& request, const HttpRequest& asked,
                                  Deadline deadline) {
  Attempt attempt;
  if (const auto written = co_await stream.write_all(request.wire, deadline); !written) {
    attempt.result = outcome_lost(request, written.error());
    co_return attempt;
  }
  ResponseReader reader{asked.method == "HEAD", asked.max_response_bytes};
  std::array<char, 16384> piece{};
  while (!reader.done()) {
    const auto count = co_await stream.read_some(piece, deadline);
    if (!count) {
      attempt.result = outcome_lost(request, count.error());
      co_return attempt;
    }
    attempt.heard_something = attempt.heard_something || *count > 0;
    const auto ec = *count > 0 ? reader.feed({piece.data(), *count}) : reader.feed_end();
    if (!ec && (*count > 0 || reader.done())) continue;
    const bool cut = *count == 0;
    attempt.result = cut ? outcome_lost(request, Error{ErrorKind::unavailable, "", "the answer was cut"})
                         : bad_answer(request, ec);
    co_return attempt;
  }
  attempt.keep = reader.keeps_connection();
  attempt.result = reader.take();
  co_return attempt;
}

}  // namespace

class HttpClient::Impl {
 public:
  Impl(std::shared_ptr<TlsClient> trust, HttpClientOptions options)
      : trust_{std::move(trust)}, options_{std::move(options)} {}

  asio::awaitable<Result<HttpResponse>> send(HttpRequest asked) {
    MUSTER_CO_TRY(const auto request, prepare(asked, options_.user_agent));
    const Deadline deadline = deadline_in(asked.timeout);
    const std::string host = request.url.scheme + "://" + request.url.authority();
    if (auto stream = take_idle(host)) {
      auto attempt = co_await exchange(*stream, request, asked, deadline);
      const bool dead = !attempt.result && !attempt.heard_something && steady_now() < deadline;
      if (!dead || !request.repeatable) co_return settle(host, std::move(stream), std::move(attempt));
    }
    const Deadline connected_by = std::min(deadline, deadline_in(options_.connect_timeout));
    MUSTER_CO_TRY(auto stream, co_await connect_to(request.url, trust_, connected_by));
    ++connections_made_;
    auto attempt = co_await exchange(*stream, request, asked, deadline);
    co_return settle(host, std::move(stream), std::move(attempt));
  }

  [[nodiscard]] std::size_t connections_made() const { return connections_made_; }
  void close_idle() { idle_.clear(); }

 private:
  struct Idle {
    std::unique_ptr<ByteStream> stream;
    Deadline until;
  };

  std::unique_ptr<ByteStream> take_idle(const std::string& host) {
    auto& waiting = idle_[host];
    while (!waiting.empty()) {
      Idle newest = std::move(waiting.back());
      waiting.pop_back();
      // Input that nobody asked for is the server's goodbye: the connection is as good as closed.
      if (steady_now() < newest.until && !newest.stream->has_input()) return std::move(newest.stream);
    }
    return nullptr;
  }

  Result<HttpResponse> settle(const std::string& host, std::unique_ptr<ByteStream> stream, Attempt attempt) {
    for (auto& [name, waiting] : idle_) {
      std::erase_if(waiting, [now = steady_now()](const Idle& idle) { return idle.until <= now; });
    }
    auto& waiting = idle_[host];
    if (attempt.keep && waiting.size() < options_.max_idle_per_host) {
      waiting.push_back({std::move(stream), deadline_in(options_.max_idle_time)});
    }
    return std::move(attempt.result);
  }

  std::shared_ptr<TlsClient> trust_;
  HttpClientOptions options_;
  std::map<std::string, std::vector<Idle>> idle_;
  std::size_t connections_made_ = 0;
};

HttpClient::HttpClient(std::shared_ptr<TlsClient> trust, HttpClientOptions options)
    : impl_{std::make_unique<Impl>(std::move(trust), std::move(options))} {}
HttpClient::~HttpClient() = default;

asio::awaitable<Result<HttpResponse>> HttpClient::send(HttpRequest request) {
  return impl_->send(std::move(request));
}
std::size_t HttpClient::connections_made() const {
  return impl_->connections_made();
}
void HttpClient::close_idle() {
  impl_->close_idle();
}

}  // namespace muster::net

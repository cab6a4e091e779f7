#include "tests/emulators/teams/post.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace muster::fake::teams {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t kMostAnswer = 16ULL * 1024 * 1024;

struct Target {
  std::string host;
  std::string port = "80";
  std::string path = "/";
};

// Only http:// URLs. An empty host: not one.
Target read_url(const std::string& url) {
  static const std::string kScheme = "http://";
  if (!url.starts_with(kScheme)) return {};
  const std::size_t slash = url.find('/', kScheme.size());
  const std::string authority = url.substr(kScheme.size(), slash - kScheme.size());
  Target target;
  if (slash != std::string::npos) target.path = url.substr(slash);
  const std::size_t colon = authority.rfind(':');
  target.host = authority.substr(0, colon);
  if (colon != std::string::npos) target.port = authority.substr(colon + 1);
  return target;
}

}  // namespace

struct Post::Connection {
  asio::ip::tcp::resolver resolver;
  boost::beast::tcp_stream stream;
  bool given_up = false;
};

Post::Post(asio::io_context& io)
    : connection_(new Connection{asio::ip::tcp::resolver(io), boost::beast::tcp_stream(io)}) {}

Post::~Post() = default;

void Post::give_up() {
  connection_->given_up = true;
  connection_->resolver.cancel();
  connection_->stream.cancel();
}

asio::awaitable<PostOutcome> Post::run(std::string url,
                                       std::vector<std::pair<std::string, std::string>> headers,
                                       std::string body) {
  const Target target = read_url(url);
  if (target.host.empty()) co_return PostOutcome{.error = "no messaging endpoint: \"" + url + "\""};
  boost::system::error_code error;
  const auto done = [&error] { return asio::redirect_error(asio::use_awaitable, error); };
  const auto failed = [&](const char* what) {
    return PostOutcome{.error =
                           connection_->given_up ? "no answer in time" : what + (": " + error.message())};
  };
  const auto endpoints = co_await connection_->resolver.async_resolve(target.host, target.port, done());
  if (error || connection_->given_up) co_return failed("cannot resolve");
  co_await connection_->stream.async_connect(endpoints, done());
  if (error || connection_->given_up) co_return failed("cannot connect");
  http::request<http::string_body> request(http::verb::post, target.path, 11);
  request.set(http::field::host, target.host + ":" + target.port);
  for (const auto& [name, value] : headers) request.set(name, value);
  request.keep_alive(false);
  request.body() = std::move(body);
  request.prepare_payload();
  co_await http::async_write(connection_->stream, request, done());
  if (error || connection_->given_up) co_return failed("cannot send");
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kMostAnswer);
  co_await http::async_read(connection_->stream, buffer, parser, done());
  if (error) co_return failed("no answer");
  boost::system::error_code ignored;
  connection_->stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  auto response = parser.release();
  co_return PostOutcome{.status = static_cast<int>(response.result_int()),
                        .body = std::move(response.body())};
}

}  // namespace muster::fake::teams

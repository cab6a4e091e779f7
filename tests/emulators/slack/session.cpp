#include "tests/emulators/slack/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "tests/emulators/slack/server.hpp"
#include "tests/emulators/slack/socket_session.hpp"

namespace muster::fake_slack {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Request = http::request<http::string_body>;

constexpr std::uint64_t kMostBody = 128ULL * 1024 * 1024;

HttpRequest neutral(Request&& request) {
  const std::string target(request.target());
  const std::size_t mark = target.find('?');
  return {.verb = std::string(request.method_string()),
          .path = target.substr(0, mark),
          .query = mark == std::string::npos ? "" : target.substr(mark + 1),
          .content_type = std::string(request[http::field::content_type]),
          .authorization = std::string(request[http::field::authorization]),
          .body = std::move(request.body())};
}

http::response<http::string_body> wire_reply(const HttpReply& reply, bool keep_alive) {
  http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
  response.set(http::field::content_type, reply.content_type);
  for (const auto& [name, value] : reply.headers) response.set(name, value);
  response.body() = reply.body;
  response.keep_alive(keep_alive);
  response.prepare_payload();
  return response;
}

asio::awaitable<void> pause(Server& server, long ms) {
  if (ms <= 0) co_return;
  asio::steady_timer timer(server.io(), std::chrono::milliseconds(ms));
  co_await timer.async_wait(asio::use_awaitable);
}

// Half of the answer, then nothing.
asio::awaitable<void> send_half(beast::tcp_stream& stream,
                                const http::response<http::string_body>& response) {
  std::ostringstream text;
  text << response.base() << response.body().substr(0, response.body().size() / 2);
  const std::string half = text.str();
  boost::system::error_code ignored;
  co_await asio::async_write(stream, asio::buffer(half), asio::redirect_error(asio::use_awaitable, ignored));
}

// Answers requests on the stream. True if the last one asks for a WebSocket and may have it (then `upgrade`
// holds it).
asio::awaitable<bool> serve_http(Server& server, beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                 Request& upgrade) {
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(kMostBody);
    boost::system::error_code error;
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    Request request = parser.release();
    const bool keep_alive = request.keep_alive();
    HttpReply reply;
    if (beast::websocket::is_upgrade(request)) {
      const std::string target(request.target());
      const std::size_t mark = target.find('?');
      reply.status = server.refuse_upgrade(target.substr(0, mark),
                                           mark == std::string::npos ? "" : target.substr(mark + 1));
      if (reply.status == 0) {
        upgrade = std::move(request);
        co_return true;
      }
    } else {
      reply = co_await server.answer(neutral(std::move(request)));
    }
    co_await pause(server, reply.delay_ms);
    if (reply.delivery == Delivery::cut) co_return false;
    if (reply.delivery == Delivery::hang) {
      char byte;
      co_await stream.async_read_some(asio::buffer(&byte, 1),
                                      asio::redirect_error(asio::use_awaitable, error));
      co_return false;
    }
    const auto response = wire_reply(reply, keep_alive);
    if (reply.delivery == Delivery::cut_body) {
      co_await send_half(stream, response);
      co_return false;
    }
    co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, error));
    if (error || !keep_alive) co_return false;
  }
}

}  // namespace

asio::awaitable<void> serve_session(Server& server, beast::tcp_stream stream, beast::flat_buffer buffer) {
  Request upgrade;
  if (co_await serve_http(server, stream, buffer, upgrade)) {
    co_await std::make_shared<SocketSession>(server, std::move(stream))->run(std::move(upgrade));
  }
}

}  // namespace muster::fake_slack

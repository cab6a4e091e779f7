#include "tests/emulators/common/http_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <sstream>

namespace muster::fake {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr std::uint64_t kMostBody = 128ULL * 1024 * 1024;

HttpRequest neutral(WireRequest&& request) {
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

asio::awaitable<void> pause(asio::io_context& io, long ms) {
  if (ms <= 0) co_return;
  asio::steady_timer timer(io, std::chrono::milliseconds(ms));
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

}  // namespace

unsigned short listen_on_loopback(tcp::acceptor& acceptor, unsigned short port) {
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(asio::socket_base::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen();
  return acceptor.local_endpoint().port();
}

asio::awaitable<void> accept_forever(asio::io_context& io, tcp::acceptor& acceptor,
                                     std::function<asio::awaitable<void>(tcp::socket socket)> serve) {
  for (;;) {
    boost::system::error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) continue;
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(io, serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<bool> serve_http(asio::io_context& io, const HttpHooks& hooks, beast::tcp_stream& stream,
                                 beast::flat_buffer& buffer, WireRequest& upgrade) {
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(kMostBody);
    boost::system::error_code error;
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    WireRequest request = parser.release();
    const bool keep_alive = request.keep_alive();
    HttpReply reply;
    if (hooks.refuse_upgrade && beast::websocket::is_upgrade(request)) {
      const std::string target(request.target());
      const std::size_t mark = target.find('?');
      reply.status = hooks.refuse_upgrade(target.substr(0, mark),
                                          mark == std::string::npos ? "" : target.substr(mark + 1));
      if (reply.status == 0) {
        upgrade = std::move(request);
        co_return true;
      }
    } else {
      reply = co_await hooks.answer(neutral(std::move(request)));
    }
    co_await pause(io, reply.delay_ms);
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

}  // namespace muster::fake

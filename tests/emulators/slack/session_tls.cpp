#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "tests/emulators/slack/http_session.hpp"
#include "tests/emulators/slack/session.hpp"

namespace muster::fake_slack {

asio::awaitable<void> serve_tls(Server& server, asio::ssl::context& tls, beast::tcp_stream stream,
                                beast::flat_buffer buffer) {
  using TlsStream = beast::ssl_stream<beast::tcp_stream>;
  TlsStream secure(std::move(stream), tls);
  boost::system::error_code error;
  const std::size_t used = co_await secure.async_handshake(asio::ssl::stream_base::server, buffer.data(),
                                                           asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  buffer.consume(used);
  Request upgrade;
  if (co_await serve_http(server, secure, buffer, upgrade)) {
    co_await std::make_shared<SocketSession<TlsStream>>(server, std::move(secure))->run(std::move(upgrade));
  }
}

}  // namespace muster::fake_slack

#include "tests/emulators/slack/http_session.hpp"
#include "tests/emulators/slack/session.hpp"

namespace muster::fake_slack {

asio::awaitable<void> serve_plain(Server& server, beast::tcp_stream stream, beast::flat_buffer buffer) {
  Request upgrade;
  if (co_await serve_http(server, stream, buffer, upgrade)) {
    co_await std::make_shared<SocketSession<beast::tcp_stream>>(server, std::move(stream))
        ->run(std::move(upgrade));
  }
}

}  // namespace muster::fake_slack

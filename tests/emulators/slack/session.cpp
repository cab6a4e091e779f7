#include "tests/emulators/slack/session.hpp"

#include "tests/emulators/common/http_server.hpp"
#include "tests/emulators/slack/server.hpp"
#include "tests/emulators/slack/socket_session.hpp"

namespace muster::fake::slack {

boost::asio::awaitable<void> serve_session(Server& server, boost::beast::tcp_stream stream,
                                           boost::beast::flat_buffer buffer) {
  const HttpHooks hooks{
      .answer = [&server](HttpRequest request) { return server.answer(std::move(request)); },
      .refuse_upgrade = [&server](const std::string& path,
                                  const std::string& query) { return server.refuse_upgrade(path, query); }};
  WireRequest upgrade;
  if (co_await serve_http(server.io(), hooks, stream, buffer, upgrade)) {
    co_await std::make_shared<SocketSession>(server, std::move(stream))->run(std::move(upgrade));
  }
}

}  // namespace muster::fake::slack

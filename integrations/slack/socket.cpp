#include "integrations/slack/socket.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/log.hpp"
#include "bot/net/url.hpp"

namespace muster::slack {

namespace asio = boost::asio;

asio::awaitable<Result<std::shared_ptr<net::WebSocket>>> open_socket(std::shared_ptr<WebApi> app_api,
                                                                     std::shared_ptr<net::TlsClient> trust,
                                                                     std::chrono::milliseconds limit,
                                                                     net::WebSocketOptions options) {
  const net::Deadline deadline = net::deadline_in(limit);
  MUSTER_CO_TRY(const ApiAnswer answer,
                co_await app_api->call("apps.connections.open", {}, {.timeout = limit, .patience = {}}));
  MUSTER_CO_TRY(net::Url url, net::parse_service_url(text_of(answer, "url")));
  co_return co_await net::websocket_connect(std::move(url), std::move(trust), deadline, std::move(options));
}

void Socket::take(const std::string& text, const OnArrival& on_arrival) {
  auto frame = read_frame(text, self_, clock_.now());
  if (!frame) {
    log_warn("Slack sent a frame that cannot be read", {{"detail", frame.error().detail}});
    return;
  }
  if (auto* hello = std::get_if<Hello>(&*frame)) {
    hello_ = *hello;
    wake();
  } else if (auto* disconnect = std::get_if<Disconnect>(&*frame)) {
    told_to_go_ = std::move(disconnect->reason);
    wake();
  } else if (auto* arrival = std::get_if<Arrival>(&*frame)) {
    on_arrival(std::move(*arrival));
  }
}

asio::awaitable<void> Socket::run(std::shared_ptr<Socket> socket, OnArrival on_arrival) {
  for (;;) {
    const auto text = co_await socket->ws_->read();
    if (!text) {
      socket->fell_silent_ = text.error().kind == ErrorKind::timeout;
      break;
    }
    if (!*text) break;
    socket->take(**text, on_arrival);
  }
  socket->over_ = true;
  socket->ws_->kill();
  socket->wake();
}

asio::awaitable<void> Socket::keep_pinging(std::shared_ptr<Socket> socket, std::chrono::milliseconds every) {
  asio::steady_timer timer{co_await asio::this_coro::executor};
  auto next = steady_now() + every;
  while (!socket->over_) {
    co_await socket->changed(next);
    if (socket->over_ || steady_now() < next) continue;
    next += every;
    // A failed ping is a broken connection, which the pending read notices.
    (void)co_await socket->ws_->ping("muster");
  }
}

asio::awaitable<void> Socket::changed(TimePoint deadline) {
  // One timer for whoever waits, set to the earliest deadline: the others are woken early and look again.
  boost::system::error_code ignored;
  if (changed_.expiry() <= steady_now() || deadline < changed_.expiry()) changed_.expires_at(deadline);
  co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace muster::slack

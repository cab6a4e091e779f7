#include "bot/console/live_feed.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "bot/base/log.hpp"

namespace muster::console {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostUnsent = 500;

asio::awaitable<void> send_frame(std::shared_ptr<net::WebSocket> socket, std::string frame) {
  // A socket that is over ends in its own session; there is nothing to do here.
  [[maybe_unused]] const auto sent = co_await socket->send(std::move(frame));
}

}  // namespace

LiveFeed::Membership LiveFeed::join(Listener listener) {
  listeners_.emplace(++last_id_, std::move(listener));
  return Membership{*this, last_id_};
}

void LiveFeed::tell(const std::string& frame, const std::function<bool(const Listener&)>& may_hear) {
  for (const auto& [id, listener] : listeners_) {
    if (!may_hear(listener)) continue;
    if (listener.socket->unsent() > kMostUnsent)
      listener.socket->kill();
    else
      send(listener.socket, frame);
  }
}

void LiveFeed::drop_session(const std::string& token_hash) {
  for (const auto& [id, listener] : listeners_) {
    if (listener.session == token_hash) listener.socket->kill();
  }
}

void LiveFeed::send(std::shared_ptr<net::WebSocket> socket, std::string frame) {
  asio::co_spawn(io_, send_frame(std::move(socket), std::move(frame)), [](const std::exception_ptr& mistake) {
    if (!mistake) return;
    try {
      std::rethrow_exception(mistake);
    } catch (const std::exception& e) {
      log_error("sending to a live socket threw", {{"what", e.what()}});
    }
  });
}

}  // namespace muster::console

#include "integrations/slack/socket_mode.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>
#include <vector>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/net/stop_signal.hpp"
#include "bot/net/task_group.hpp"
#include "integrations/slack/reconnect_policy.hpp"
#include "integrations/slack/socket.hpp"

namespace muster::slack {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view kAlert =
    "Slack does not let muster connect. Check slack.app_token (xapp-…, scope connections:write) and that "
    "Socket Mode is "
    "on in the app's settings; muster tries again every five minutes.";

// Our own idle watch ends a silent socket; the pings are ours too.
net::WebSocketOptions socket_options(milliseconds silent_limit) {
  return {.idle_limit = silent_limit};
}

}  // namespace

class SocketMode::Impl : public std::enable_shared_from_this<SocketMode::Impl> {
 public:
  Impl(asio::any_io_executor executor, std::shared_ptr<WebApi> app_api, std::shared_ptr<net::TlsClient> trust,
       const Clock& clock, SocketModeOptions options)
      : executor_{executor},
        app_api_{std::move(app_api)},
        trust_{std::move(trust)},
        clock_{clock},
        options_{options},
        tasks_{executor},
        handlers_{executor},
        stop_{executor},
        open_turn_{executor} {}

  void start(Self self, Hooks hooks) {
    self_ = std::move(self);
    hooks_ = std::move(hooks);
    hole_since_ = Time{};
    for (int line = 0; line < options_.lines; ++line)
      tasks_.spawn("socket mode line", run_line(shared_from_this(), line));
  }

  static asio::awaitable<void> stop(std::shared_ptr<Impl> impl, Socket::TimePoint deadline);

  [[nodiscard]] int live_sockets() const {
    return static_cast<int>(
        std::ranges::count_if(sockets_, [](const auto& socket) { return socket->live(); }));
  }
  [[nodiscard]] std::string trouble() const { return live_sockets() > 0 ? std::string{} : trouble_; }

 private:
  using SocketPtr = std::shared_ptr<Socket>;

  static asio::awaitable<void> run_line(std::shared_ptr<Impl> impl, int line);
  static asio::awaitable<Result<SocketPtr>> open(std::shared_ptr<Impl> impl);
  static asio::awaitable<Reconnect> watch(std::shared_ptr<Impl> impl, SocketPtr socket,
                                          ReconnectPolicy& policy, Socket::TimePoint renew_at);
  static asio::awaitable<void> read_socket(std::shared_ptr<Impl> impl, SocketPtr socket);
  static asio::awaitable<void> drain(std::shared_ptr<Impl> impl, SocketPtr socket);
  static asio::awaitable<void> send_ack(std::shared_ptr<Impl> impl, SocketPtr socket, std::string ack);

  void usable(const Socket& socket);
  void ended(const SocketPtr& socket);
  void report(const Error& error, const Reconnect& next);
  std::function<double()> chance() {
    return [this] { return std::uniform_real_distribution<double>{0, 1}(random_); };
  }

  asio::any_io_executor executor_;
  std::shared_ptr<WebApi> app_api_;
  std::shared_ptr<net::TlsClient> trust_;
  const Clock& clock_;
  SocketModeOptions options_;
  Self self_;
  Hooks hooks_;
  net::TaskGroup tasks_;     // lines, readers, pingers
  net::TaskGroup handlers_;  // envelopes
  net::StopSignal stop_;
  asio::steady_timer open_turn_;  // cancelled when the one call of apps.connections.open under way is done
  bool opening_ = false;
  std::vector<SocketPtr> sockets_;  // open ones, oldest first
  std::optional<Time> hole_since_;
  std::string trouble_ = "connecting";
  std::mt19937_64 random_{std::random_device{}()};
};

// Single flight: apps.connections.open is scarce, and two lines asking at once would only wait for each other
// at Slack.
asio::awaitable<Result<SocketMode::Impl::SocketPtr>> SocketMode::Impl::open(std::shared_ptr<Impl> impl) {
  boost::system::error_code ignored;
  while (impl->opening_) {
    impl->open_turn_.expires_after(std::chrono::seconds{30});
    co_await impl->open_turn_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  impl->opening_ = true;
  auto ws = co_await open_socket(impl->app_api_, impl->trust_, impl->options_.hello_limit,
                                 socket_options(impl->options_.silent_limit));
  impl->opening_ = false;
  impl->open_turn_.cancel();
  if (!ws) co_return std::unexpected(std::move(ws).error());
  auto socket = std::make_shared<Socket>(impl->executor_, *std::move(ws), impl->self_, impl->clock_);
  impl->sockets_.push_back(socket);
  impl->tasks_.spawn("socket reader", read_socket(impl, socket));
  const auto deadline = steady_now() + impl->options_.hello_limit;
  while (!socket->hello() && !socket->over() && !socket->told_to_go() && !impl->stop_.raised() &&
         steady_now() < deadline) {
    co_await socket->changed(deadline);
  }
  if (socket->live()) {
    impl->tasks_.spawn("socket pings", Socket::keep_pinging(socket, impl->options_.ping_every));
    co_return socket;
  }
  const bool told = socket->told_to_go().has_value();
  const std::string why = told ? *socket->told_to_go() : "no hello";
  socket->ws()->kill();
  co_return fail(told ? ErrorKind::conflict : ErrorKind::timeout,
                 "Slack ended the connection before greeting.", why);
}

asio::awaitable<void> SocketMode::Impl::read_socket(std::shared_ptr<Impl> impl, SocketPtr socket) {
  co_await Socket::run(socket, [impl, socket](Arrival arrival) {
    if (impl->stop_.raised()) return;  // not acknowledged: Slack delivers it again, to the next process
    SendAck ack = [impl, socket](std::string text) { return send_ack(impl, socket, std::move(text)); };
    impl->handlers_.spawn("envelope", impl->hooks_.arrived(std::move(arrival), std::move(ack)));
  });
  impl->ended(socket);
}

asio::awaitable<void> SocketMode::Impl::send_ack(std::shared_ptr<Impl> impl, SocketPtr socket,
                                                 std::string ack) {
  if (!socket->over() && co_await socket->ws()->send(ack)) {
    crash_point("slack_acknowledged");
    co_return;
  }
  const std::vector<SocketPtr> others = impl->sockets_;
  for (const SocketPtr& other : others) {
    if (other != socket && other->live() && co_await other->ws()->send(ack)) co_return;
  }
  log_warn("An acknowledgement could not be sent; Slack will deliver the event again");
}

void SocketMode::Impl::usable(const Socket& socket) {
  const int ours = live_sockets();
  const int theirs = socket.hello()->num_connections;
  log_info("Slack socket is usable",
           {{"sockets", std::to_string(ours)}, {"counted_by_slack", std::to_string(theirs)}});
  if (theirs > ours + options_.lines) {
    log_warn(
        "Slack counts more sockets than muster holds: old ones that time out, or another process with the "
        "same app "
        "token, which would take half of the messages",
        {{"counted_by_slack", std::to_string(theirs)}});
  }
  trouble_.clear();
  if (const auto since = std::exchange(hole_since_, std::nullopt)) hooks_.hole(*since);
}

void SocketMode::Impl::ended(const SocketPtr& socket) {
  std::erase(sockets_, socket);
  if (!socket->hello() || stop_.raised()) return;
  const Time last_heard =
      clock_.now() - std::chrono::duration_cast<Duration>(steady_now() - socket->ws()->last_activity());
  if (socket->fell_silent()) log_warn("A Slack socket fell silent and was dropped");
  if (live_sockets() == 0) {
    trouble_ = "no connection to Slack";
    if (!hole_since_) hole_since_ = last_heard;
  } else if (socket->fell_silent()) {
    hooks_.hole(last_heard);  // what was sent into the dead socket is lost, although the other one lives
  }
}

void SocketMode::Impl::report(const Error& error, const Reconnect& next) {
  if (live_sockets() == 0) trouble_ = error.say;
  const std::string wait = std::to_string(next.wait.count());
  if (next.alert) {
    log_error(kAlert, {{"detail", error.detail}});
  } else {
    log_warn("Connecting to Slack failed", {{"detail", error.detail}, {"again_in_ms", wait}});
  }
}

// Until the socket has to be replaced: what to do then.
asio::awaitable<Reconnect> SocketMode::Impl::watch(std::shared_ptr<Impl> impl, SocketPtr socket,
                                                   ReconnectPolicy& policy, Socket::TimePoint renew_at) {
  while (!socket->over() && !socket->told_to_go() && !impl->stop_.raised() && steady_now() < renew_at) {
    co_await socket->changed(std::min(renew_at, steady_now() + std::chrono::hours{1}));
  }
  if (impl->stop_.raised()) co_return Reconnect{};
  if (const auto& reason = socket->told_to_go()) {
    const Reconnect next = policy.disconnect(*reason, steady_now());
    log_info("Slack asks for a new socket",
             {{"reason", *reason}, {"in_ms", std::to_string(next.wait.count())}});
    if (next.alert) log_error(kAlert, {{"detail", *reason}});
    if (*reason == "link_disabled") impl->trouble_ = "Socket Mode is switched off for the Slack app";
    co_return next;
  }
  if (!socket->over()) co_return Reconnect{.keep_old = true};
  co_return policy.lost(steady_now());
}

// A replaced socket is read until it closes or its time is up.
asio::awaitable<void> SocketMode::Impl::drain(std::shared_ptr<Impl> impl, SocketPtr socket) {
  const auto deadline = steady_now() + impl->options_.drain_limit;
  while (!socket->over() && !impl->stop_.raised() && steady_now() < deadline)
    co_await socket->changed(deadline);
  co_await socket->ws()->close();
}

asio::awaitable<void> SocketMode::Impl::run_line(std::shared_ptr<Impl> impl, int line) {
  ReconnectPolicy policy{impl->chance()};
  SocketPtr old;
  Reconnect next{.wait = impl->options_.second_line_after * line};
  bool staggered = line == 0;
  while (!impl->stop_.raised()) {
    co_await impl->stop_.pause(next.wait);
    if (impl->stop_.raised()) break;
    auto opened = co_await open(impl);
    if (!opened) {
      const Error& error = opened.error();
      next = error.kind == ErrorKind::conflict ? policy.disconnect(error.detail, steady_now())
                                               : policy.open_failed(error, steady_now());
      impl->report(error, next);
      continue;
    }
    const SocketPtr socket = *std::move(opened);
    policy.hello(steady_now());
    impl->usable(*socket);
    if (old) impl->tasks_.spawn("socket drain", drain(impl, std::exchange(old, nullptr)));
    // The second line's first socket is renewed after half its lifetime, so that the two are never recycled
    // together.
    auto renew_at = Socket::TimePoint::max();
    const std::int64_t lifetime = socket->hello()->expected_lifetime_s;
    if (!std::exchange(staggered, true) && lifetime >= 600)
      renew_at = steady_now() + std::chrono::seconds{lifetime / 2};
    next = co_await watch(impl, socket, policy, renew_at);
    if (next.keep_old && !socket->over()) {
      old = socket;
    } else if (!impl->stop_.raised()) {
      impl->tasks_.spawn("socket close", drain(impl, socket));
    }
  }
}

asio::awaitable<void> SocketMode::Impl::stop(std::shared_ptr<Impl> impl, Socket::TimePoint deadline) {
  impl->stop_.raise();
  // What is being handled may still be acknowledged on its socket.
  (void)co_await impl->handlers_.wait_until_idle(deadline);
  const std::vector<SocketPtr> open = impl->sockets_;
  for (const SocketPtr& socket : open) socket->wake();
  for (const SocketPtr& socket : open) co_await socket->ws()->close(1001, "stopping");
  if (!co_await impl->tasks_.wait_until_idle(std::max(deadline, steady_now() + milliseconds{1500}))) {
    log_warn("Slack sockets did not end in time");
  }
  impl->hooks_ = {};
}

SocketMode::SocketMode(asio::any_io_executor executor, std::shared_ptr<WebApi> app_api,
                       std::shared_ptr<net::TlsClient> trust, const Clock& clock, SocketModeOptions options)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(app_api), std::move(trust), clock,
                                   options)} {}

SocketMode::~SocketMode() = default;

void SocketMode::start(Self self, Hooks hooks) {
  impl_->start(std::move(self), std::move(hooks));
}

asio::awaitable<void> SocketMode::stop(Socket::TimePoint deadline) {
  return Impl::stop(impl_, deadline);
}

int SocketMode::live_sockets() const {
  return impl_->live_sockets();
}

std::string SocketMode::trouble() const {
  return impl_->trouble();
}

asio::awaitable<Result<Hello>> SocketMode::try_once(std::shared_ptr<WebApi> app_api,
                                                    std::shared_ptr<net::TlsClient> trust,
                                                    milliseconds limit) {
  MUSTER_CO_TRY(const auto ws,
                co_await open_socket(std::move(app_api), std::move(trust), limit, socket_options(limit)));
  const auto text = co_await ws->read();
  co_await ws->close();
  if (!text) co_return std::unexpected(text.error());
  if (!*text) co_return fail(ErrorKind::unavailable, "Slack closed the socket at once.");
  MUSTER_CO_TRY(const Frame frame, read_frame(**text, {}, {}));
  if (const auto* hello = std::get_if<Hello>(&frame)) co_return *hello;
  const auto* disconnect = std::get_if<Disconnect>(&frame);
  const std::string why = disconnect == nullptr ? "something else than hello" : disconnect->reason;
  co_return fail(ErrorKind::rejected, "Slack opened a socket but did not greet: " + why + ".", why);
}

}  // namespace muster::slack

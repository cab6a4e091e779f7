#include "bot/net/websocket.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <charconv>

#include "bot/base/utf8.hpp"
#include "bot/net/beast_stream.hpp"
#include "bot/net/turnstile.hpp"
#include "bot/net/watchdog.hpp"

namespace muster::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

namespace {

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kCloseTime{1};
constexpr std::size_t kMaxPingBytes = 125;  // RFC 6455 section 5.5
// Beast masks and writes a client's frame in pieces of this size; a frame that fits leaves in one write.
constexpr std::size_t kWriteBufferBytes = 64UL * 1024;
constexpr std::size_t kReadAhead = 16UL * 1024;

std::unexpected<Error> is_over() {
  return fail(ErrorKind::unavailable, "The WebSocket is closed.", "the WebSocket is closed");
}

std::shared_ptr<Wire> make_wire(std::shared_ptr<ByteStream> stream, asio::any_io_executor executor,
                                const WebSocketOptions& options, std::string already_read) {
  auto wire = std::make_shared<Wire>();
  wire->stream = std::move(stream);
  wire->executor = std::move(executor);
  wire->write_limit = options.write_limit;
  wire->input = std::move(already_read);
  wire->last_activity = steady_now();
  return wire;
}

class BeastWebSocket final : public WebSocket, public std::enable_shared_from_this<BeastWebSocket> {
 public:
  using Stream = websocket::stream<BeastStream, false>;  // false: no permessage-deflate

  BeastWebSocket(std::shared_ptr<Wire> wire, const WebSocketOptions& options)
      : wire_{std::move(wire)},
        ws_{BeastStream{wire_}},
        sending_{wire_->executor},
        pinging_{wire_->executor} {
    ws_.auto_fragment(false);  // Beast's default cuts a message into 4 KiB frames
    ws_.text(true);
    ws_.write_buffer_bytes(kWriteBufferBytes);
    ws_.read_message_max(options.max_message_bytes);
    const bool watched = options.idle_limit.count() > 0;
    ws_.set_option(websocket::stream_base::timeout{
        .handshake_timeout = websocket::stream_base::none(),  // our own watchdogs limit handshake and close
        .idle_timeout = watched ? options.idle_limit : websocket::stream_base::none(),
        .keep_alive_pings = watched});
    ws_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      if (kind == websocket::frame_type::ping) ++pings_received_;
      if (kind == websocket::frame_type::pong) ++pongs_received_;
    });
  }
  ~BeastWebSocket() override { BeastWebSocket::kill(); }

  Stream& beast() { return ws_; }

  asio::awaitable<Result<std::optional<std::string>>> read() override {
    const auto self = shared_from_this();
    buffer_.clear();
    const auto [ec, bytes] = co_await ws_.async_read(buffer_, kTuple);
    if (ec) co_return ended(ec);
    std::string message{static_cast<const char*>(buffer_.data().data()), bytes};
    // Beast 1.81 checks UTF-8 itself but misses a character cut off by an empty last fragment.
    const bool is_text = ws_.got_text();
    if (is_text && is_valid_utf8(message)) co_return message;
    co_await close(is_text ? 1007 : 1003, is_text ? "not UTF-8" : "text only");
    co_return fail(ErrorKind::corrupt, "The other side of the WebSocket sent something that is not text.",
                   is_text ? "invalid UTF-8" : "binary message");
  }

  asio::awaitable<Result<Done>> send(std::string text) override {
    const auto self = shared_from_this();
    if (!is_valid_utf8(text)) co_return fail(ErrorKind::invalid, "A WebSocket message must be UTF-8.");
    if (!is_open()) co_return is_over();
    ++unsent_;
    const bool my_turn = co_await sending_.enter();
    error_code ec = asio::error::operation_aborted;
    if (my_turn) {
      wire_->more_follows = unsent_ > 1 && !closing_;
      std::tie(ec, std::ignore) = co_await ws_.async_write(asio::buffer(text), kTuple);
      sending_.leave();
    }
    --unsent_;
    if (ec) co_return is_over();
    co_return Done{};
  }

  asio::awaitable<Result<Done>> ping(std::string payload) override {
    const auto self = shared_from_this();
    if (payload.size() > kMaxPingBytes) {
      co_return fail(ErrorKind::invalid, "A ping carries at most 125 bytes.");
    }
    if (!is_open() || !co_await pinging_.enter()) co_return is_over();
    const auto [ec] = co_await ws_.async_ping(websocket::ping_data{payload.data(), payload.size()}, kTuple);
    pinging_.leave();
    if (ec) co_return is_over();
    co_return Done{};
  }

  asio::awaitable<void> close(std::uint16_t code, std::string reason) override {
    const auto self = shared_from_this();
    if (std::exchange(closing_, true)) co_return;
    wire_->more_follows = false;  // whoever still waits to send is refused
    if (ws_.is_open()) {
      const Watchdog watchdog{wire_->executor, deadline_in(kCloseTime),
                              [wire = wire_] { wire->stream->close(); }};
      co_await ws_.async_close(
          websocket::close_reason{static_cast<websocket::close_code>(code), shorten(reason, 30)}, kTuple);
    }
    kill();
  }

  void kill() noexcept override {
    killed_ = true;
    sending_.shut();
    pinging_.shut();
    wire_->stream->close();
  }

  [[nodiscard]] bool is_open() const override { return !killed_ && !closing_ && ws_.is_open(); }
  [[nodiscard]] std::chrono::steady_clock::time_point last_activity() const override {
    return wire_->last_activity;
  }
  [[nodiscard]] std::uint64_t pings_received() const override { return pings_received_; }
  [[nodiscard]] std::uint64_t pongs_received() const override { return pongs_received_; }
  [[nodiscard]] std::size_t unsent() const override { return unsent_; }
  [[nodiscard]] CloseReason close_reason() const override {
    const auto& reason = ws_.reason();
    return {reason.code, std::string{reason.reason.data(), reason.reason.size()}};
  }

 private:
  // What an ended read means; the socket is over in every case.
  Result<std::optional<std::string>> ended(error_code ec) {
    const bool asked_for = closing_;
    kill();
    if (ec == websocket::error::closed || asked_for) return std::nullopt;
    if (ec == beast::error::timeout) {
      return fail(ErrorKind::timeout, "The other side of the WebSocket has gone silent.",
                  "idle limit passed");
    }
    if (ec == websocket::condition::protocol_violation || ec == websocket::error::message_too_big ||
        ec == websocket::error::buffer_overflow) {
      return fail(ErrorKind::corrupt, "The other side broke the WebSocket protocol.", ec.message());
    }
    return fail(ErrorKind::unavailable, "The WebSocket's connection was lost.", ec.message());
  }

  std::shared_ptr<Wire> wire_;
  Stream ws_;
  beast::flat_buffer buffer_;
  Turnstile sending_;
  Turnstile pinging_;
  bool closing_ = false;
  bool killed_ = false;
  std::size_t unsent_ = 0;
  std::uint64_t pings_received_ = 0;
  std::uint64_t pongs_received_ = 0;
};

std::unexpected<Error> declined(const std::string& host, const websocket::response_type& response) {
  const unsigned status = response.result_int();
  const std::string detail = "HTTP " + std::to_string(status);
  const std::string say = host + " refused the WebSocket with " + detail + ".";
  if (status == 429) {
    Error error{ErrorKind::rate_limited, say, detail, 0};
    const auto wait = response[http::field::retry_after];
    std::from_chars(wait.data(), wait.data() + wait.size(), error.retry_after_s);
    return std::unexpected(std::move(error));
  }
  const bool may_pass = status == 408 || status >= 500;
  return fail(may_pass ? ErrorKind::unavailable : ErrorKind::rejected, say, detail);
}

}  // namespace

std::size_t Wire::take(asio::mutable_buffer into) {
  const std::size_t count = asio::buffer_copy(into, asio::buffer(input) + taken);
  taken += count;
  return count;
}

asio::awaitable<Transfer> read_wire(std::shared_ptr<Wire> wire, asio::mutable_buffer into) {
  wire->input.resize(kReadAhead);
  wire->taken = kReadAhead;
  // No deadline: Beast's idle timer closes the stream.
  const auto bytes = co_await wire->stream->read_some(wire->input, kNoDeadline);
  if (!bytes) co_return Transfer{asio::error::connection_reset, 0};
  if (*bytes == 0) co_return Transfer{asio::error::eof, 0};
  wire->input.resize(*bytes);
  wire->taken = 0;
  wire->last_activity = steady_now();
  co_return Transfer{{}, wire->take(into)};
}

asio::awaitable<Transfer> write_wire(std::shared_ptr<Wire> wire, std::size_t count) {
  const auto written =
      co_await wire->stream->write_all(std::exchange(wire->held_back, {}), deadline_in(wire->write_limit));
  if (!written) co_return Transfer{asio::error::connection_reset, 0};
  co_return Transfer{{}, count};
}

// A client closes at once: some servers answer the close frame but keep the connection open. A server lets
// its close frame arrive.
asio::awaitable<Transfer> finish_wire(std::shared_ptr<Wire> wire, beast::role_type role) {
  if (role == beast::role_type::server) co_await wire->stream->finish(deadline_in(kCloseTime));
  wire->stream->close();
  co_return Transfer{};
}

asio::awaitable<Result<std::shared_ptr<WebSocket>>> websocket_connect(Url url,
                                                                      std::shared_ptr<TlsClient> trust,
                                                                      Deadline deadline,
                                                                      WebSocketOptions options) {
  MUSTER_CO_CHECK(check_transport(url));
  for (const auto& [name, value] : options.headers.fields()) {
    if (!is_valid_field(name, value))
      co_return fail(ErrorKind::invalid, "A header of the WebSocket request is malformed.");
  }
  MUSTER_CO_TRY(std::shared_ptr<ByteStream> stream, co_await connect_to(url, std::move(trust), deadline));
  const auto wire = make_wire(stream, co_await asio::this_coro::executor, options, "");
  auto socket = std::make_shared<BeastWebSocket>(wire, options);
  socket->beast().set_option(
      websocket::stream_base::decorator([headers = options.headers](websocket::request_type& request) {
        request.set(http::field::user_agent, "muster");
        for (const auto& [name, value] : headers.fields()) request.set(name, value);
      }));
  const Watchdog watchdog{wire->executor, deadline, [wire] { wire->stream->close(); }};
  websocket::response_type response;
  const auto [ec] = co_await socket->beast().async_handshake(response, url.authority(), url.target, kTuple);
  if (ec == websocket::error::upgrade_declined) co_return declined(url.host, response);
  if (ec) {
    const std::string why = watchdog.expired() ? "no answer in time" : ec.message();
    co_return fail(ErrorKind::unavailable, "No WebSocket connection to " + url.host + ": " + why + ".", why);
  }
  co_return socket;
}

asio::awaitable<Result<std::shared_ptr<WebSocket>>> websocket_accept(std::shared_ptr<ByteStream> stream,
                                                                     std::string target, HttpHeaders request,
                                                                     std::string already_read,
                                                                     Deadline deadline,
                                                                     WebSocketOptions options) {
  const auto wire =
      make_wire(std::move(stream), co_await asio::this_coro::executor, options, std::move(already_read));
  auto socket = std::make_shared<BeastWebSocket>(wire, options);
  http::request<http::string_body> upgrade{http::verb::get, target, 11};
  for (const auto& [name, value] : request.fields()) upgrade.insert(name, value);
  const Watchdog watchdog{wire->executor, deadline, [wire] { wire->stream->close(); }};
  const auto [ec] = co_await socket->beast().async_accept(upgrade, kTuple);
  if (ec) co_return fail(ErrorKind::corrupt, "That is not a WebSocket handshake.", ec.message());
  co_return socket;
}

}  // namespace muster::net

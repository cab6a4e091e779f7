#include "bot/net/http_connection.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/watchdog.hpp"

namespace muster::net {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kFinishTime{1};

// The other side went away in the middle of a request: nobody is left to answer.
HttpRefusal gone() {
  return HttpRefusal{0, "connection ended"};
}

HttpReply reply_to_refusal(const HttpRefusal& refusal, const HttpHandlers& handlers,
                           const std::string& path) {
  HttpReply reply = handlers.refused ? handlers.refused(refusal, path)
                                     : reply_with(refusal.status, "text/plain", refusal.why + "\n");
  if (refusal.status == 405) reply.headers.set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  return reply;
}

asio::awaitable<void> say_and_close(std::shared_ptr<ByteStream> stream, std::string bytes) {
  co_await stream->write_all(std::move(bytes), deadline_in(kFinishTime));
  stream->close();
}

asio::awaitable<void> say_going_away(std::shared_ptr<WebSocket> socket) {
  co_await socket->close(1001, "server stops");
}

}  // namespace

void report_bug(const std::exception_ptr& bug) {
  give_up_if_out_of_memory(bug);
  if (!bug) return;
  try {
    std::rethrow_exception(bug);
  } catch (const std::exception& e) {
    log_error("an exception ended a connection", {{"what", e.what()}});
  }
}

HttpConnection::HttpConnection(asio::any_io_executor executor, std::shared_ptr<const HttpServerState> server,
                               std::shared_ptr<ByteStream> stream)
    : executor_{std::move(executor)}, server_{std::move(server)}, stream_{std::move(stream)} {}

asio::awaitable<void> HttpConnection::run() {
  const auto self = shared_from_this();
  Next next = Next::another_request;
  while (next == Next::another_request) {
    next = server_->stopping ? Next::finish : co_await serve_one();
    first_request_ = false;
  }
  idle_ = true;
  if (next == Next::finish) co_await stream_->finish(deadline_in(kFinishTime));
  stream_->close();
}

void HttpConnection::ask_to_end() {
  if (socket_) {
    asio::co_spawn(executor_, say_going_away(socket_), report_bug);
  } else if (idle_) {
    stream_->close();
  }
}

void HttpConnection::kill() noexcept {
  if (socket_) socket_->kill();
  stream_->close();
}

asio::awaitable<HttpConnection::Next> HttpConnection::serve_one() {
  const HttpServerState& server = *server_;
  path_.clear();
  const auto head = co_await read_head();
  if (!head) co_return co_await refuse(head.error());
  auto call = make_call(*head, stream_->remote_address(), server.options.tls != nullptr);
  if (!call) co_return co_await refuse(call.error());
  path_ = call->path;
  call->client = stream_->peer_certificate();
  if (head->wants_websocket) co_return co_await serve_websocket(*head, *std::move(call));

  const std::size_t limit =
      server.handlers.body_limit ? server.handlers.body_limit(*call) : server.options.max_body_bytes;
  auto body = co_await read_body(*head, limit);
  if (!body) co_return co_await refuse(body.error());
  call->body = *std::move(body);
  auto reply = co_await ask_handler(*std::move(call));
  co_return co_await answer(std::move(reply), head->method == "HEAD", head->keep_alive && !server.stopping);
}

asio::awaitable<Gated<RequestHead>> HttpConnection::read_head() {
  const HttpServerOptions& options = server_->options;
  std::optional<Watchdog> watchdog;
  const auto must_be_whole = [&] {
    watchdog.emplace(executor_, deadline_in(options.header_deadline), [this] { give_up_on_slow_client(); });
  };
  const auto may_be_idle = [&] {
    watchdog.emplace(executor_, deadline_in(options.idle_limit), [this] { stream_->close(); });
  };
  idle_ = received_.empty();
  if (idle_ && !first_request_) {
    may_be_idle();
  } else {
    must_be_whole();
  }
  while (true) {
    const auto length = find_head(received_, options.limits);
    if (!length) co_return std::unexpected(length.error());
    if (*length > 0) {
      auto head = parse_head(std::string_view{received_}.substr(0, *length), options.limits);
      received_.erase(0, *length);
      co_return head;
    }
    if (!co_await receive_more()) co_return std::unexpected(gone());
    if (idle_ && !first_request_) must_be_whole();
    idle_ = false;
  }
}

asio::awaitable<Gated<std::string>> HttpConnection::read_body(const RequestHead& head, std::size_t limit) {
  const std::uint64_t length = head.content_length.value_or(0);
  if (length > limit) co_return std::unexpected(HttpRefusal{413, "body too large"});
  if (length == 0 && !head.chunked) co_return std::string{};
  const Watchdog watchdog{executor_, deadline_in(server_->options.body_deadline),
                          [this] { give_up_on_slow_client(); }};
  if (head.expects_continue && received_.empty()) {
    const auto written = co_await stream_->write_all("HTTP/1.1 100 Continue\r\n\r\n",
                                                     deadline_in(server_->options.write_deadline));
    if (!written) co_return std::unexpected(gone());
  }
  ChunkDecoder decoder{limit};
  while (true) {
    if (!head.chunked && received_.size() >= length) {
      std::string body = received_.substr(0, length);
      received_.erase(0, length);
      co_return body;
    }
    if (head.chunked) {
      const auto taken = decoder.feed(received_);
      if (!taken) co_return std::unexpected(taken.error());
      received_.erase(0, *taken);
      if (decoder.done()) co_return decoder.take_body();
    }
    if (!co_await receive_more()) co_return std::unexpected(gone());
  }
}

asio::awaitable<bool> HttpConnection::receive_more() {
  std::array<char, 8192> piece{};
  const auto count = co_await stream_->read_some(piece, kNoDeadline);  // the caller's watchdog ends it
  if (!count || *count == 0) co_return false;
  received_.append(piece.data(), *count);
  co_return true;
}

// The read is still pending, so the answer is written beside it; closing then ends the read.
void HttpConnection::give_up_on_slow_client() {
  auto bytes = reply_bytes(reply_to_refusal({408, "request too slow"}, server_->handlers, path_),
                           server_->options.tls != nullptr, false, false);
  asio::co_spawn(executor_, say_and_close(stream_, std::move(bytes)), report_bug);
}

asio::awaitable<HttpReply> HttpConnection::ask_handler(HttpCall call) {
  const std::string what = call.method + " " + call.path;
  try {
    co_return co_await server_->handlers.handler(std::move(call));
  } catch (const std::exception& bug) {
    const std::string id = random_hex(4);
    log_error("a handler failed", {{"error_id", id}, {"request", what}, {"what", bug.what()}});
    co_return reply_with(500, "text/plain", "Something went wrong here. The log knows it as " + id + ".\n");
  }
}

asio::awaitable<HttpConnection::Next> HttpConnection::serve_websocket(const RequestHead& head,
                                                                      HttpCall call) {
  const HttpServerState& server = *server_;
  std::optional<HttpReply> refused = reply_with(404, "text/plain", "No WebSocket here.\n");
  if (server.handlers.upgrade) refused = co_await server.handlers.upgrade(call);
  if (refused) co_return co_await answer(*std::move(refused), false, false);
  auto socket =
      co_await websocket_accept(stream_, head.target, head.headers, std::move(received_),
                                deadline_in(server.options.header_deadline), server.options.websocket);
  if (!socket) co_return Next::finish;
  socket_ = *socket;
  if (server.stopping) ask_to_end();
  co_await server.handlers.session(std::move(call), socket_);
  co_await socket_->close();
  co_return Next::over;
}

asio::awaitable<HttpConnection::Next> HttpConnection::refuse(HttpRefusal refusal) {
  if (refusal.status == 0) co_return Next::over;
  log_info("a request was refused", {{"status", std::to_string(refusal.status)}, {"why", refusal.why}});
  co_return co_await answer(reply_to_refusal(refusal, server_->handlers, path_), false, false);
}

asio::awaitable<HttpConnection::Next> HttpConnection::answer(HttpReply reply, bool to_head, bool keep_alive) {
  auto bytes = reply_bytes(std::move(reply), server_->options.tls != nullptr, to_head, keep_alive);
  const auto written =
      co_await stream_->write_all(std::move(bytes), deadline_in(server_->options.write_deadline));
  if (!written) co_return Next::over;
  co_return keep_alive ? Next::another_request : Next::finish;
}

}  // namespace muster::net

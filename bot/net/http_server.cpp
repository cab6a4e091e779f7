#include "bot/net/http_server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <set>

#include "bot/base/log.hpp"
#include "bot/net/http_connection.hpp"
#include "bot/net/socket_stream.hpp"

namespace muster::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kAcceptPause{
    100};  // after a failed accept: out of file descriptors, mostly
constexpr std::chrono::seconds kUnwindTime{1};
// Descriptors that callers never get: for the database, the chats and the phones, which must work when
// callers are many.
constexpr std::size_t kKept = 128;
constexpr std::size_t kFewest = 16;

// As many connections as the process may hold beside what it needs itself.
std::size_t most_connections(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t allowed = limit.rlim_cur;
  return std::min(wanted, std::max(kFewest, allowed > kKept ? allowed - kKept : 0));
}

std::unexpected<Error> cannot_listen(const HttpServerOptions& options, const error_code& ec) {
  return fail(ErrorKind::unavailable,
              "Cannot listen on " + options.host + " port " + std::to_string(options.port) + ": " +
                  ec.message() + ". Choose another address or port, or stop the program that uses it.",
              ec.message());
}

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<HttpServer::Impl> {
 public:
  Impl(asio::any_io_executor executor, HttpServerOptions options, HttpHandlers handlers)
      : executor_{executor},
        state_{std::make_shared<HttpServerState>(HttpServerState{std::move(options), std::move(handlers)})},
        acceptor_{executor},
        changed_{executor} {}

  Result<Done> start() {
    state_->options.max_connections = most_connections(state_->options.max_connections);
    const HttpServerOptions& options = state_->options;
    error_code ec;
    const auto address = asio::ip::make_address(options.host, ec);
    if (ec)
      return fail(ErrorKind::invalid, "\"" + options.host + "\" is not an IP address to listen on.",
                  ec.message());
    const tcp::endpoint endpoint{address, options.port};
    acceptor_.open(endpoint.protocol(), ec);
    if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address{true}, ec);
    if (!ec) acceptor_.bind(endpoint, ec);
    if (!ec) acceptor_.listen(tcp::acceptor::max_listen_connections, ec);
    if (ec) return cannot_listen(options, ec);
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(executor_, accept_loop(shared_from_this()), report_bug);
    return Done{};
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t connections() const { return open_.size() + handshakes_; }

  asio::awaitable<void> stop(Deadline deadline) {
    const auto self = shared_from_this();
    accept_no_more();
    for (const auto& connection : open_) connection->ask_to_end();
    co_await wait_until_empty(deadline);
    for (const auto& connection : open_) connection->kill();
    co_await wait_until_empty(deadline_in(kUnwindTime));
  }

  void close_at_once() {
    accept_no_more();
    for (const auto& connection : open_) connection->kill();
  }

 private:
  using Self = std::shared_ptr<Impl>;

  static asio::awaitable<void> accept_loop(Self self) {
    while (self->acceptor_.is_open()) {
      auto [ec, socket] = co_await self->acceptor_.async_accept(kAsTuple);
      if (!self->acceptor_.is_open()) co_return;
      if (ec) {
        log_warn("accepting a connection failed", {{"cause", ec.message()}});
        asio::steady_timer pause{self->executor_, kAcceptPause};
        co_await pause.async_wait(kAsTuple);
      } else if (self->has_room_for(address_of(socket))) {
        asio::co_spawn(self->executor_, serve(self, std::move(socket)), report_bug);
      }
    }
  }

  static asio::ip::address address_of(const tcp::socket& socket) {
    error_code gone;
    return socket.remote_endpoint(gone).address();
  }

  // One address never gets the last quarter: whoever floods muster does not shut the others out.
  [[nodiscard]] bool has_room_for(const asio::ip::address& caller) const {
    const std::size_t most = state_->options.max_connections;
    const auto known = by_address_.find(caller);
    return connections() < most && (known == by_address_.end() || known->second < most - most / 4);
  }

  static asio::awaitable<void> serve(Self self, tcp::socket socket) {
    const Counted counted{*self, address_of(socket)};
    std::shared_ptr<ByteStream> stream;
    if (const auto& tls = self->state_->options.tls) {
      ++self->handshakes_;
      auto secured =
          co_await tls_accept(std::move(socket), tls, deadline_in(self->state_->options.header_deadline));
      --self->handshakes_;
      self->changed_.cancel();
      if (secured) stream = *std::move(secured);
    } else {
      stream = make_tcp_stream(std::move(socket));
    }
    if (!stream) co_return;
    const auto connection =
        std::make_shared<HttpConnection>(self->executor_, self->state_, std::move(stream));
    const Member member{*self, connection};
    co_await connection->run();
  }

  // Keeps a connection in the set for as long as it is served, also when an exception ends it.
  class Member {
   public:
    Member(Impl& server, std::shared_ptr<HttpConnection> connection)
        : server_{server}, connection_{std::move(connection)} {
      server_.open_.insert(connection_);
    }
    ~Member() {
      server_.open_.erase(connection_);
      server_.changed_.cancel();
    }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

   private:
    Impl& server_;
    std::shared_ptr<HttpConnection> connection_;
  };

  // Counts a connection for its address, from before the handshake to its end.
  class Counted {
   public:
    Counted(Impl& server, asio::ip::address address) : server_{server}, address_{std::move(address)} {
      ++server_.by_address_[address_];
    }
    ~Counted() {
      if (--server_.by_address_[address_] == 0) server_.by_address_.erase(address_);
    }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

   private:
    Impl& server_;
    asio::ip::address address_;
  };

  void accept_no_more() {
    state_->stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
  }

  asio::awaitable<void> wait_until_empty(Deadline deadline) {
    while (connections() > 0 && steady_now() < deadline) {
      changed_.expires_at(deadline);
      co_await changed_.async_wait(kAsTuple);
    }
  }

  asio::any_io_executor executor_;
  std::shared_ptr<HttpServerState> state_;
  tcp::acceptor acceptor_;
  asio::steady_timer changed_;  // cancelled whenever a connection has ended
  std::set<std::shared_ptr<HttpConnection>> open_;
  std::map<asio::ip::address, std::size_t> by_address_;
  std::size_t handshakes_ = 0;
  std::uint16_t port_ = 0;
};

HttpServer::HttpServer(asio::any_io_executor executor, HttpServerOptions options, HttpHandlers handlers)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(options), std::move(handlers))} {}

HttpServer::~HttpServer() {
  impl_->close_at_once();
}

Result<Done> HttpServer::start() {
  return impl_->start();
}
std::uint16_t HttpServer::port() const {
  return impl_->port();
}
std::size_t HttpServer::connections() const {
  return impl_->connections();
}
asio::awaitable<void> HttpServer::stop(Deadline deadline) {
  return impl_->stop(deadline);
}

}  // namespace muster::net

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <vector>

#include "bot/net/address_book.hpp"
#include "bot/net/socket_stream.hpp"

namespace muster::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kLingerBytes = 1024UL * 1024;
constexpr std::size_t kTunnelAnswerBytes = 16UL * 1024;
constexpr std::chrono::milliseconds kLookUpTime{3000};

std::unexpected<Error> cannot_reach(const std::string& host, std::string why) {
  return fail(ErrorKind::unavailable,
              "Cannot connect to " + host + ": " + why + ". Check the address and that the service is up.",
              why);
}

// A lookup that outlives its waiter: getaddrinfo cannot be interrupted, so at the deadline the waiter leaves
// and the answer, when it comes, is dropped with this.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor) : resolver{executor}, finished{executor} {}
  tcp::resolver resolver;
  asio::steady_timer finished;
  bool has_answer = false;
  error_code ec;
  std::vector<tcp::endpoint> endpoints;
};

asio::awaitable<Result<std::vector<tcp::endpoint>>> look_up(std::string host, std::uint16_t port,
                                                            Deadline deadline) {
  const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
  lookup->finished.expires_at(deadline);
  lookup->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                 [lookup](error_code ec, const tcp::resolver::results_type& results) {
                                   lookup->has_answer = true;
                                   lookup->ec = ec;
                                   for (const auto& entry : results)
                                     lookup->endpoints.push_back(entry.endpoint());
                                   lookup->finished.cancel();
                                 });
  co_await lookup->finished.async_wait(kAsTuple);
  if (!lookup->has_answer) co_return cannot_reach(host, "looking up its name took too long");
  if (lookup->ec) co_return cannot_reach(host, "its name cannot be looked up (" + lookup->ec.message() + ")");
  if (lookup->endpoints.empty()) co_return cannot_reach(host, "its name has no address");
  co_return lookup->endpoints;
}

asio::awaitable<Result<std::vector<tcp::endpoint>>> resolve(std::string host, std::uint16_t port,
                                                            Deadline deadline) {
  thread_local AddressBook book;  // of the io thread
  error_code not_an_address;
  if (const auto address = asio::ip::make_address(host, not_an_address); !not_an_address) {
    co_return std::vector{tcp::endpoint{address, port}};
  }
  // A look-up that hangs must leave time to connect to what is remembered.
  const Deadline patience = book.knows(host, port) ? std::min(deadline, deadline_in(kLookUpTime)) : deadline;
  co_return book.settle(host, port, co_await look_up(host, port, patience), steady_now());
}

// "" or why not.
asio::awaitable<std::string> try_endpoint(tcp::socket& socket, tcp::endpoint endpoint, Deadline deadline) {
  error_code ec;
  socket.close(ec);
  const Watchdog watchdog{socket.get_executor(), deadline, [&socket] {
                            error_code ignored;
                            socket.close(ignored);
                          }};
  std::tie(ec) = co_await socket.async_connect(endpoint, kAsTuple);
  if (watchdog.expired()) co_return "no answer in time";
  co_return ec ? ec.message() : "";
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect_socket(std::string host, std::uint16_t port, Deadline deadline) {
  MUSTER_CO_TRY(const auto endpoints, co_await resolve(host, port, deadline));
  tcp::socket socket{co_await asio::this_coro::executor};
  std::string why;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    // An equal share of what is left for every address, so that one that swallows packets leaves time for the
    // next.
    const auto now = steady_now();
    const auto share = (deadline - now) / static_cast<int>(endpoints.size() - i);
    why = co_await try_endpoint(socket, endpoints[i],
                                deadline == kNoDeadline ? now + kConnectTime : now + share);
    if (why.empty()) co_return socket;
  }
  co_return cannot_reach(host, why);
}

asio::awaitable<Result<tcp::socket>> connect_through(Proxy proxy, Url to, Deadline deadline) {
  MUSTER_CO_TRY(auto socket, co_await connect_socket(proxy.url.host, proxy.url.port, deadline));
  const Watchdog watchdog{socket.get_executor(), deadline, [&socket] {
                            error_code ignored;
                            socket.close(ignored);
                          }};
  const std::string request = tunnel_request(to);
  auto [ec, count] = co_await asio::async_write(socket, asio::buffer(request), kAsTuple);
  std::string answer;
  std::array<char, 1024> piece{};
  while (!ec && answer.find("\r\n\r\n") == std::string::npos && answer.size() < kTunnelAnswerBytes) {
    std::tie(ec, count) = co_await socket.async_read_some(asio::buffer(piece), kAsTuple);
    answer.append(piece.data(), count);
  }
  std::string why = ec ? ec.message() : tunnel_refusal(answer);
  if (watchdog.expired()) why = "no answer in time";
  if (why.empty()) co_return socket;
  co_return fail(
      ErrorKind::unavailable,
      "The proxy " + proxy.url.host + " does not let muster through to " + to.host + ": " + why + ".", why);
}

asio::awaitable<Result<std::unique_ptr<ByteStream>>> tcp_connect(std::string host, std::uint16_t port,
                                                                 Deadline deadline) {
  MUSTER_CO_TRY(auto socket, co_await connect_socket(std::move(host), port, deadline));
  co_return make_tcp_stream(std::move(socket));
}

asio::awaitable<Result<std::unique_ptr<ByteStream>>> connect_to(Url url, std::shared_ptr<TlsClient> trust,
                                                                Deadline deadline) {
  if (!url.secure()) co_return co_await tcp_connect(url.host, url.port, deadline);
  co_return co_await tls_connect(url.host, url.port, std::move(trust), deadline);
}

std::unique_ptr<ByteStream> make_tcp_stream(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  return std::make_unique<SocketStream<tcp::socket>>(std::move(socket));
}

std::string address_of_peer(const tcp::socket& socket) {
  error_code ec;
  const auto peer = socket.remote_endpoint(ec);
  return ec ? std::string{} : peer.address().to_string();
}

bool has_pending_input(tcp::socket& socket) {
  if (!socket.is_open()) return true;
  char byte = 0;
  const auto received = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return received >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

asio::awaitable<void> linger(tcp::socket& socket, Deadline deadline) {
  const Watchdog watchdog{socket.get_executor(), deadline, [&socket] {
                            error_code ignored;
                            socket.close(ignored);
                          }};
  error_code ec;
  socket.shutdown(tcp::socket::shutdown_send, ec);
  std::array<char, 4096> waste{};
  std::size_t wasted = 0;
  while (!ec && wasted < kLingerBytes) {
    std::size_t count = 0;
    std::tie(ec, count) = co_await socket.async_read_some(asio::buffer(waste), kAsTuple);
    wasted += count;
  }
}

}  // namespace muster::net

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <map>
#include <optional>
#include <set>

#include "bot/net/address_book.hpp"
#include "bot/net/connect_race.hpp"
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

// One look-up of a name, for all who wait for it. getaddrinfo cannot be interrupted, and names are looked up
// one after the other: whoever waits leaves at the deadline, nobody asks for the same name behind it, so that
// each name has its turn, and an answer that comes late is remembered for the next.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor) : resolver{executor} {}
  tcp::resolver resolver;
  std::optional<Result<Endpoints>> answer;
  std::set<asio::steady_timer*> waiting;
};

class Waiting {
 public:
  Waiting(Lookup& lookup, asio::steady_timer& timer) : lookup_{lookup}, timer_{timer} {
    lookup_.waiting.insert(&timer_);
  }
  ~Waiting() { lookup_.waiting.erase(&timer_); }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  Lookup& lookup_;
  asio::steady_timer& timer_;
};

struct Names {
  AddressBook book;
  std::map<std::pair<std::string, std::uint16_t>, std::weak_ptr<Lookup>> under_way;
};
thread_local Names name_service;  // of the io thread

Result<Endpoints> read_answer(const std::string& host, error_code ec,
                              const tcp::resolver::results_type& results) {
  if (ec) return cannot_reach(host, "its name cannot be looked up (" + ec.message() + ")");
  Endpoints endpoints;
  for (const auto& entry : results) endpoints.push_back(entry.endpoint());
  if (endpoints.empty()) return cannot_reach(host, "its name has no address");
  return endpoints;
}

std::shared_ptr<Lookup> look_up(const asio::any_io_executor& executor, const std::string& host,
                                std::uint16_t port) {
  auto& under_way = name_service.under_way[{host, port}];
  if (auto lookup = under_way.lock()) return lookup;
  const auto lookup = std::make_shared<Lookup>(executor);
  under_way = lookup;
  lookup->resolver.async_resolve(
      host, std::to_string(port), tcp::resolver::numeric_service,
      [lookup, host, port](error_code ec, const tcp::resolver::results_type& results) {
        name_service.under_way.erase({host, port});
        lookup->answer = read_answer(host, ec, results);
        if (*lookup->answer)
          static_cast<void>(name_service.book.settle(host, port, *lookup->answer, steady_now()));
        for (asio::steady_timer* timer : lookup->waiting) timer->cancel();
      });
  return lookup;
}

asio::awaitable<Result<Endpoints>> resolve(std::string host, std::uint16_t port, Deadline deadline) {
  error_code not_an_address;
  if (const auto address = asio::ip::make_address(host, not_an_address); !not_an_address) {
    co_return Endpoints{{address, port}};
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto lookup = look_up(executor, host, port);
  // A look-up that hangs must leave time to connect to what is remembered.
  const Deadline patience =
      name_service.book.knows(host, port) ? std::min(deadline, deadline_in(kLookUpTime)) : deadline;
  asio::steady_timer timer{executor, patience};
  const Waiting waiting{*lookup, timer};
  if (!lookup->answer) co_await timer.async_wait(kAsTuple);
  Result<Endpoints> answer = cannot_reach(host, "looking up its name took too long");
  if (lookup->answer) answer = *lookup->answer;
  co_return name_service.book.settle(host, port, std::move(answer), steady_now());
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect_socket(std::string host, std::uint16_t port, Deadline deadline) {
  MUSTER_CO_TRY(const auto endpoints, co_await resolve(host, port, deadline));
  auto socket = co_await connect_race(endpoints, deadline);
  if (socket) co_return *std::move(socket);
  co_return cannot_reach(host, socket.error());
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

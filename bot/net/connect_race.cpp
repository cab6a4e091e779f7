#include "bot/net/connect_race.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <iterator>
#include <list>
#include <memory>
#include <optional>

#include "bot/net/byte_stream.hpp"
#include "bot/net/socket_stream.hpp"

namespace muster::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// For how long an attempt is alone before the next address is tried beside it.
constexpr std::chrono::milliseconds kHeadStart{300};

// The attempts under way. Their handlers hold it: what ends after the race finds that it is over.
class Race : public std::enable_shared_from_this<Race> {
 public:
  explicit Race(const asio::any_io_executor& executor) : executor_{executor}, changed_{executor} {}

  void start(const tcp::endpoint& endpoint) {
    tcp::socket& socket = attempts_.emplace_back(executor_);
    ++under_way_;
    socket.async_connect(endpoint,
                         [race = shared_from_this(), &socket](error_code ec) { race->ended(socket, ec); });
  }

  // Until one is connected, all failed or the time has come.
  asio::awaitable<void> wait(Deadline until) {
    while (!winner_ && under_way_ > 0 && steady_now() < until) {
      changed_.expires_at(until);
      co_await changed_.async_wait(kAsTuple);
    }
  }

  // Ends every attempt but the one that is connected, if any is.
  std::optional<tcp::socket> finish() {
    std::optional<tcp::socket> won;
    if (winner_) won = std::move(*winner_);
    over_ = true;
    for (tcp::socket& socket : attempts_) {
      error_code ignored;
      socket.close(ignored);
    }
    return won;
  }

  [[nodiscard]] bool is_won() const { return winner_ != nullptr; }
  [[nodiscard]] const std::string& why() const { return why_; }  // the last one failed; empty: none did

 private:
  void ended(tcp::socket& socket, error_code ec) {
    if (over_) return;
    --under_way_;
    if (ec) why_ = ec.message();
    if (!ec && winner_ == nullptr) winner_ = &socket;
    changed_.cancel();
  }

  asio::any_io_executor executor_;
  asio::steady_timer changed_;
  std::list<tcp::socket> attempts_;
  int under_way_ = 0;
  tcp::socket* winner_ = nullptr;
  bool over_ = false;
  std::string why_;
};

}  // namespace

Endpoints by_turns(const Endpoints& endpoints) {
  Endpoints one;
  Endpoints other;
  std::ranges::partition_copy(
      endpoints, std::back_inserter(one), std::back_inserter(other),
      [&](const tcp::endpoint& endpoint) { return endpoint.protocol() == endpoints.front().protocol(); });
  Endpoints turns;
  for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
    if (i < one.size()) turns.push_back(one[i]);
    if (i < other.size()) turns.push_back(other[i]);
  }
  return turns;
}

asio::awaitable<std::expected<tcp::socket, std::string>> connect_race(Endpoints endpoints,
                                                                      Deadline deadline) {
  if (deadline == kNoDeadline) deadline = deadline_in(kConnectTime);
  const auto race = std::make_shared<Race>(co_await asio::this_coro::executor);
  for (const tcp::endpoint& endpoint : by_turns(endpoints)) {
    race->start(endpoint);
    co_await race->wait(std::min(deadline, deadline_in(kHeadStart)));
    if (race->is_won() || steady_now() >= deadline) break;
  }
  co_await race->wait(deadline);
  const bool late = steady_now() >= deadline;
  if (auto won = race->finish()) co_return *std::move(won);
  co_return std::unexpected{late || race->why().empty() ? "no answer in time" : race->why()};
}

}  // namespace muster::net

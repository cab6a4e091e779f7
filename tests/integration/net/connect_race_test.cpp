#include "bot/net/connect_race.hpp"

#include <list>

#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

using tcp = asio::ip::tcp;

tcp::endpoint at(const std::string& address, std::uint16_t port) {
  return {asio::ip::make_address(address), port};
}

// An address that swallows what it is sent: it listens, its queue is full and nobody takes callers out of it.
class Swallowing {
 public:
  explicit Swallowing(const asio::any_io_executor& executor)
      : executor_{executor}, acceptor_{executor, tcp::v4()} {
    acceptor_.bind(at("127.0.0.1", 0));
    acceptor_.listen(0);
    for (int i = 0; i < 4; ++i)
      callers_.emplace_back(executor).async_connect(acceptor_.local_endpoint(), [](auto) {});
  }
  [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  // Whether another caller hears nothing, as was meant.
  Async<bool> swallows() {
    tcp::socket caller{executor_};
    const Watchdog watchdog{executor_, deadline_in(200ms), [&caller] { caller.close(); }};
    const auto [ec] = co_await caller.async_connect(endpoint(), kAsTuple);
    co_return watchdog.expired() && ec == asio::error::operation_aborted;
  }

 private:
  asio::any_io_executor executor_;
  tcp::acceptor acceptor_;
  std::list<tcp::socket> callers_;
};

TEST(ConnectRace, AnAddressThatSwallowsEverythingDoesNotKeepTheNextWaiting) {
  run([]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    Swallowing silent{executor};
    EXPECT_TRUE(co_await silent.swallows());
    tcp::acceptor good{executor, at("127.0.0.1", 0)};
    // Half of an hour is the first one's, if it is waited for; the test ends after seconds.
    const auto socket =
        co_await connect_race({silent.endpoint(), good.local_endpoint()}, deadline_in(std::chrono::hours{1}));
    EXPECT_TRUE(socket) << (socket ? "" : socket.error());
    if (socket) EXPECT_EQ(socket->remote_endpoint(), good.local_endpoint());
  });
}

TEST(ConnectRace, OneThatRefusesMakesWayAtOnceAndTheLastWordIsTold) {
  run([]() -> Async<void> {
    const auto executor = co_await asio::this_coro::executor;
    tcp::acceptor good{executor, at("127.0.0.1", 0)};
    const tcp::endpoint nobody = at("127.0.0.2", good.local_endpoint().port());
    const auto socket =
        co_await connect_race({nobody, nobody, good.local_endpoint()}, deadline_in(std::chrono::hours{1}));
    EXPECT_TRUE(socket) << (socket ? "" : socket.error());
    const auto refused = co_await connect_race({nobody, nobody}, deadline_in(std::chrono::hours{1}));
    EXPECT_FALSE(refused);
    if (!refused) EXPECT_EQ(refused.error(), "Connection refused");
  });
}

TEST(ConnectRace, WhereNobodyAnswersItEndsAtTheDeadline) {
  run([]() -> Async<void> {
    Swallowing silent{co_await asio::this_coro::executor};
    const auto socket = co_await connect_race({silent.endpoint(), silent.endpoint()}, deadline_in(500ms));
    EXPECT_FALSE(socket);
    if (!socket) EXPECT_EQ(socket.error(), "no answer in time");
  });
}

TEST(ConnectRace, FamiliesTakeTurns) {
  const tcp::endpoint six1 = at("2001:db8::1", 443);
  const tcp::endpoint six2 = at("2001:db8::2", 443);
  const tcp::endpoint six3 = at("2001:db8::3", 443);
  const tcp::endpoint four = at("192.0.2.1", 443);
  EXPECT_EQ(by_turns({six1, six2, six3, four}), (Endpoints{six1, four, six2, six3}));
  EXPECT_EQ(by_turns({four, six1}), (Endpoints{four, six1}));
  EXPECT_EQ(by_turns({four}), (Endpoints{four}));
}

}  // namespace
}  // namespace muster::net

#include "bot/cli/test_clock.hpp"

#ifdef MUSTER_TEST_HOOKS

#include <cstdlib>

#include "bot/net/http_server.hpp"

namespace muster::cli {

std::chrono::days test_ahead() {
  const char* days = std::getenv("MUSTER_AHEAD_DAYS");
  return std::chrono::days{days == nullptr ? 0 : std::atoi(days)};
}

struct TestClock::Impl {
  bool wanted = false;
  ShiftedClock clock;
  std::unique_ptr<net::HttpServer> server;
};

TestClock::TestClock(bool wanted) : impl_{std::make_unique<Impl>()} {
  impl_->wanted = wanted;
  impl_->clock.advance(test_ahead());
}
TestClock::~TestClock() = default;

const Clock& TestClock::clock() const {
  return impl_->clock;
}

Result<Done> TestClock::open(const boost::asio::any_io_executor& io, std::function<void()> moved) {
  if (!impl_->wanted) return Done{};
  net::HttpHandlers handlers;
  handlers.handler = [impl = impl_.get(), moved = std::move(moved)](
                         net::HttpCall call) -> boost::asio::awaitable<net::HttpReply> {
    const auto seconds = call.query.find("seconds");
    if (seconds != call.query.end())
      impl->clock.advance(std::chrono::seconds{std::atoll(seconds->second.c_str())});
    moved();
    net::HttpReply reply;
    reply.body = iso_seconds(impl->clock.now());
    co_return reply;
  };
  impl_->server = std::make_unique<net::HttpServer>(io, net::HttpServerOptions{}, std::move(handlers));
  return impl_->server->start();
}

std::string TestClock::address() const {
  return impl_->server ? "http://127.0.0.1:" + std::to_string(impl_->server->port()) : std::string{};
}

}  // namespace muster::cli

#else

namespace muster::cli {

std::chrono::days test_ahead() {
  return std::chrono::days{0};
}

struct TestClock::Impl {
  SystemClock clock;
};

TestClock::TestClock(bool /*wanted*/) : impl_{std::make_unique<Impl>()} {}
TestClock::~TestClock() = default;
const Clock& TestClock::clock() const {
  return impl_->clock;
}
Result<Done> TestClock::open(const boost::asio::any_io_executor& /*io*/, std::function<void()> /*moved*/) {
  return Done{};
}
std::string TestClock::address() const {
  return {};
}

}  // namespace muster::cli

#endif

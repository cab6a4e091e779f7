// SingleFlight: of several coroutines that want the same thing one fetches it; the others wait for what it
// gets. io thread only. Coroutines inside may outlive it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "bot/base/result.hpp"

namespace muster::teams {

template <class T>
class SingleFlight {
 public:
  explicit SingleFlight(boost::asio::any_io_executor executor)
      : shared_{std::make_shared<Shared>(std::move(executor))} {}

  [[nodiscard]] bool is_busy() const { return shared_->flight != nullptr; }

  // fetch: a coroutine function to Result<T>. unavailable: whoever fetched was stopped in the middle.
  template <class Fetch>
  boost::asio::awaitable<Result<T>> run(Fetch fetch) {
    const std::shared_ptr<Shared> shared = shared_;
    if (const std::shared_ptr<Flight> flight = shared->flight) {
      co_await flight->landed.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
      if (flight->result) co_return *flight->result;
      co_return fail(ErrorKind::unavailable, "muster stopped asking.");
    }
    const auto flight = std::make_shared<Flight>(shared->executor);
    const Landing landing{shared, flight};
    shared->flight = flight;
    flight->result = co_await fetch();
    co_return *flight->result;
  }

 private:
  struct Flight {
    explicit Flight(const boost::asio::any_io_executor& executor)
        : landed{executor, boost::asio::steady_timer::time_point::max()} {}
    boost::asio::steady_timer landed;  // never expires; is cancelled when there is a result
    std::optional<Result<T>> result{};
  };
  struct Shared {
    explicit Shared(boost::asio::any_io_executor io) : executor{std::move(io)} {}
    boost::asio::any_io_executor executor;
    std::shared_ptr<Flight> flight{};
  };
  // Also when the coroutine is destroyed in the middle.
  struct Landing {
    std::shared_ptr<Shared> shared;
    std::shared_ptr<Flight> flight;
    Landing(std::shared_ptr<Shared> in, std::shared_ptr<Flight> of)
        : shared{std::move(in)}, flight{std::move(of)} {}
    Landing(const Landing&) = delete;
    Landing& operator=(const Landing&) = delete;
    ~Landing() {
      shared->flight = nullptr;
      flight->landed.cancel();
    }
  };

  std::shared_ptr<Shared> shared_;
};

}  // namespace muster::teams

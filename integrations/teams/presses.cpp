#include "integrations/teams/presses.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

// Longer than Teams takes to repeat, shorter than it takes a person to mean it once more.
constexpr std::chrono::seconds kRepeats{60};

}  // namespace

asio::awaitable<Result<Answer>> Presses::submit(std::string what, Inbound inbound) {
  std::shared_ptr<SingleFlight<Answer>>& flight = flights_[what];
  if (!flight) flight = std::make_shared<SingleFlight<Answer>>(io_);
  const auto held = flight;
  const bool is_first = !held->is_busy();
  auto answer = co_await held->run([&] { return decide(what, std::move(inbound)); });
  if (is_first) flights_.erase(what);
  co_return answer;
}

asio::awaitable<Result<Answer>> Presses::decide(std::string what, Inbound inbound) {
  const std::string prefix = what + "/";
  const Time since = clock_.now() - kRepeats;
  MUSTER_CO_TRY(const std::string before, co_await reader_.read([prefix, since](Reader& reader) {
    return reader.done_since(prefix, since);
  }));
  inbound.origin_key = before.empty() ? prefix + inbound.origin_key : before;
  co_return co_await intake_.submit(std::move(inbound));
}

}  // namespace muster::teams

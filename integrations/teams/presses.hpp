// Presses: a click or a submitted form is done once, however often Teams sends it. When an answer is late,
// Teams repeats an invoke with the same id, and a second layer once more, half a minute later, with a new one
// (botbuilder-dotnet issue 5005). io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>

#include "bot/ports/integration.hpp"
#include "integrations/teams/single_flight.hpp"

namespace muster::teams {

class Presses {
 public:
  explicit Presses(const IntegrationDeps& deps)
      : io_{deps.io}, intake_{deps.intake}, reader_{deps.reader}, clock_{deps.clock} {}

  // `what` is the same for repetitions and no other press: the message, the rendering, who, and what is typed
  // by it. inbound.origin_key distinguishes the deliveries. Done already a moment ago: its answer again. What
  // was refused is decided anew.
  boost::asio::awaitable<Result<Answer>> submit(std::string what, Inbound inbound);

 private:
  boost::asio::awaitable<Result<Answer>> decide(std::string what, Inbound inbound);

  boost::asio::any_io_executor io_;
  Intake& intake_;
  ReaderPool& reader_;
  const Clock& clock_;
  std::map<std::string, std::shared_ptr<SingleFlight<Answer>>> flights_;
};

}  // namespace muster::teams

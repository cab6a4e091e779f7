// ShiftKeeper: puts on record what the layers of muster.yaml say for the days to come, at each start and once
// a day. So who was on call stays known when the file is edited: what was recorded counts for the time before
// the edit was started with. io thread only; what it is given outlives it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bot/base/clock.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/intake.hpp"

namespace muster {

class ShiftKeeper {
 public:
  ShiftKeeper(const boost::asio::any_io_executor& io, const Clock& clock, Intake& intake, const Board& board)
      : clock_{clock}, intake_{intake}, board_{board}, tick_{io} {}

  // Until stop().
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<void> record(const Schedule& schedule);

  const Clock& clock_;
  Intake& intake_;
  const Board& board_;
  boost::asio::steady_timer tick_;
  bool stopping_ = false;
};

}  // namespace muster

// Core: what the parts of the Slack integration share. Held by every coroutine of theirs, so it outlives
// them; intake, board and clock are the wiring's and outlive all. io thread only.
#pragma once

#include <memory>
#include <string>

#include "bot/base/recent_keys.hpp"
#include "bot/net/stop_signal.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/incident_rooms.hpp"
#include "bot/ports/intake.hpp"
#include "integrations/slack/directory.hpp"
#include "integrations/slack/event_order.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/slack/web_api.hpp"

namespace muster::slack {

struct Core {
  Core(const asio::any_io_executor& executor, std::shared_ptr<WebApi> bot_api, Intake& i, const Board& b,
       const Clock& c)
      : api{bot_api},
        intake{i},
        board{b},
        clock{c},
        directory{bot_api, b},
        incident_rooms{std::string{kPlatform}, b},
        stop{executor} {}

  std::shared_ptr<WebApi> api;
  Intake& intake;
  const Board& board;
  const Clock& clock;
  Directory directory;
  IncidentRooms incident_rooms;
  net::StopSignal stop;
  Self self;            // empty until auth.test succeeded
  std::string trouble;  // why we do not know who we are; empty when we do
  RecentKeys answered;  // origin keys whose asker has had the answer
  EventOrder order;     // of what socket events told
  std::string command;
  bool allow_external = false;
  SlackHooks hooks;
};

// What muster made can be told from what others made only when it knows who it is.
inline Result<Done> known(const Core& core) {
  if (!core.self.bot_user.empty()) return Done{};
  return fail(ErrorKind::unavailable, "Slack has not said yet who muster is.", core.trouble);
}

using CorePtr = std::shared_ptr<Core>;

}  // namespace muster::slack

// The whole fake, as the Web API, the control API and the acknowledgements see it. One thread.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/clock.hpp"
#include "tests/emulators/common/injections.hpp"
#include "tests/emulators/common/ledger.hpp"
#include "tests/emulators/common/refusal.hpp"
#include "tests/emulators/slack/rate_limits.hpp"
#include "tests/emulators/slack/socket_hub.hpp"
#include "tests/emulators/slack/workspace.hpp"

namespace muster::fake::slack {

struct Slack {
  Clock& clock;
  Ledger& ledger;
  Workspace& workspace;
  SocketHub& hub;
  Injections& injections;
  RateLimits& limits;
  std::string http_url = {};    // "http://127.0.0.1:1234"
  std::string socket_url = {};  // "ws://127.0.0.1:1234"
  // The envelopes sent since the current control call began: what it reports.
  std::vector<Json> sent = {};
};

// A Slack error word that ends a call.
using SlackError = Refusal;

}  // namespace muster::fake::slack

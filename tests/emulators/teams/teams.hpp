// The whole fake, as the APIs, the control API and the answers of the bot see it. One thread.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/injections.hpp"
#include "tests/emulators/common/refusal.hpp"
#include "tests/emulators/teams/key_ring.hpp"
#include "tests/emulators/teams/rate_limits.hpp"
#include "tests/emulators/teams/world.hpp"

namespace muster::fake::teams {

class Courier;

struct Teams {
  Clock& clock;
  Ledger& ledger;
  World& world;
  Injections& injections;
  RateLimits& limits;
  KeyRing& ring;
  Courier& courier;
  std::string base_url = {};  // "http://127.0.0.1:1234"
  // The activities sent since the current control call began: what it reports.
  std::vector<Json> sent = {};

  std::string service_url() const {
    const std::string base = get_string(world.config(), "service_url_base");
    return (base.empty() ? base_url : base) + get_string(world.config(), "service_url_path");
  }
};

// Ends a control call with those words.
[[noreturn]] inline void refuse(const std::string& words, Json extra = Json::object()) {
  throw Refusal{words, std::move(extra)};
}

// An error answer of the connector or of Graph, from whatever depth it is found out.
struct ServiceError {
  int status;
  std::string code;
  std::string message;
  int retry_after_s = 0;  // 0: not said
};

}  // namespace muster::fake::teams

// Keys of what comes in: sources, routes, maintenance, heartbeats.
#include "bot/runtime/config_adapters.hpp"

namespace muster {

void alert_keys(Keys& /*keys*/, Settings& /*settings*/) {}

}  // namespace muster

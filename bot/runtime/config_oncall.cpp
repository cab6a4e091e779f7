// Keys of who is on call: schedules, escalations, how people are reached.
#include "bot/runtime/config_adapters.hpp"

namespace muster {

void oncall_keys(Keys& /*keys*/, Settings& /*settings*/) {}

}  // namespace muster

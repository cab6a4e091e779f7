// Timers of the daily page that proves every way to one person.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

[[nodiscard]] Outcome synthetic_due(const Context& ctx);
[[nodiscard]] Outcome synthetic_check(const TimerFired& fired, const Context& ctx);

}  // namespace muster

// Groups of alerts: what is done about them besides what a call of their source brings.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

// A group that flapped has been quiet for a while.
[[nodiscard]] Outcome alerts_quiet(const TimerFired& fired, const Context& ctx);

// Whether the asker may know of these alerts: not those of incidents they do not see, nor of private routes.
[[nodiscard]] bool may_know(const AlertGroup& group, const Context& ctx);

}  // namespace muster

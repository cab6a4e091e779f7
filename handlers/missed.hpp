// Commands that arrive long after they were typed: Slack could not be heard, or kept its events back. The
// incident may have moved on, so that nothing is done unasked.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

[[nodiscard]] bool is_too_late(Time typed_at, Time now);

// The timeline lists it, and the room hears that nothing was done; elsewhere whoever typed it is told.
[[nodiscard]] Outcome ask_again(const CommandTyped& command, Time typed_at, const Context& ctx);

}  // namespace muster

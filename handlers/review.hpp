// The timer of the weekly operations review.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

[[nodiscard]] Outcome review_due(const TimerFired& fired, const Context& ctx);

}  // namespace muster

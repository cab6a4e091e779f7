// How pages go out and what comes back: shared by the verbs and happenings about pages.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

// The outbox handed a page to its provider, or gave it up.
[[nodiscard]] Outcome page_went_out(const SendPage& sent, const EffectDelivered& delivered,
                                    const Context& ctx);
[[nodiscard]] Outcome page_did_not(const SendPage& sent, const EffectGivenUp& given_up, const Context& ctx);

}  // namespace muster

// Messages that pile up for a place while its chat cannot be reached. Pure.
#pragma once

#include <list>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/store.hpp"

namespace muster {

// What can be said at once instead: for each incident's room, three messages or more of which the first has
// waited for five minutes. Only what tells of the timeline and was never tried counts: what asks for
// something, or is worded for an audience, is said as it is, and a message that may have been said is looked
// for.
[[nodiscard]] std::vector<MessagesPiledUp> piled_up(const std::list<OutboxRow>& lane, Time now);

}  // namespace muster

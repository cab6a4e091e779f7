// Late is different from now: what an outage held back is said only when it is still true. Pure.
#pragma once

#include <string_view>

#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// True when the message `wording` about an event need not be said any more: a page that was acknowledged, a
// reminder of a promise that was kept, a prompt for a role that somebody took.
[[nodiscard]] bool is_stale(std::string_view wording, const Event& about, const Incident& incident);

// False when the incident became private after something was promised to people who may not hear of it:
// announcements, an audience that is not for private incidents, a person who is not on it.
[[nodiscard]] bool may_be_said(const Destination& to, const Incident& incident, const Policy& policy);

}  // namespace muster

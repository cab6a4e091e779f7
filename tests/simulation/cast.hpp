// Who takes part in the simulation, and how their organisation works.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster::simulation {

// Policy with people in several zones, teams on call, services, vendors, rooms for every audience, holidays.
[[nodiscard]] Policy cast_policy();

// Everybody who may speak, on every chat they use. Some are strangers met in chat only, some are guests.
[[nodiscard]] std::vector<Identity> cast_identities(const Policy& policy);

// Zones people travel to; the clocks of each behave differently.
[[nodiscard]] const std::vector<std::string>& zones();

}  // namespace muster::simulation

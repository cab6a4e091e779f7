// What GET /control/wait can wait for.
#pragma once

#include <optional>

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// The answer if the condition that the query names holds now. Throws Refusal for a query that names none.
std::optional<Json> check_condition(const Teams& teams, const Json& query);

}  // namespace muster::fake::teams

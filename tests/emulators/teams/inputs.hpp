// What a person enters into the inputs of a card, as Teams' client takes it.
#pragma once

#include "tests/emulators/teams/world.hpp"

namespace muster::fake::teams {

// {input id: string} as the action at that path of the card submits it: `given` over what the inputs hold
// already; empty ones left out. Throws Refusal, with `inputs` (the ids), for what the client would not let
// pass.
Json fill_inputs(const World& world, const Json& card, const std::string& action_path, const Json& given);

}  // namespace muster::fake::teams

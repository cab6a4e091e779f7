// What is wrong with an Adaptive Card: by the schema of version 1.5, and by Teams' own rules.
#pragma once

#include <string>

#include "tests/emulators/teams/world.hpp"

namespace muster::fake::teams {

// In a message, as the answer to a click, or in a dialog, where only Action.Submit works.
enum class CardUse { message, answer, dialog };

// [{path, problem}]; empty if the card is fine.
Json check_card(const World& world, const Json& card, CardUse use);
// The mention entities of a text: each must occur in it and name somebody known.
void check_mentions(const World& world, const Json& entities, const std::string& text,
                    const std::string& path, Json& problems);
void add_problem(Json& problems, const std::string& path, const std::string& problem);

// For check_card: the two halves.
void check_schema(const Json& card, Json& problems);
void check_teams_rules(const World& world, const Json& card, CardUse use, Json& problems);

}  // namespace muster::fake::teams

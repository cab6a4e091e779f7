// Everything inside a card, in reading order.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::teams {

// Calls `visit` for every object of the card: elements, columns, cells, inlines, facts, actions, cards inside
// Action.ShowCard. `fallback` content is left out: Teams renders what it knows.
void walk_card(const Json& card, const std::function<void(const Json& part, const std::string& path)>& visit);

struct CardPart {
  Json part;
  std::string path;
};

// The inputs that an action at `action_path` submits: those of its own card and of the cards around it, not
// those of an Action.ShowCard beside it.
std::vector<Json> card_inputs(const Json& card, const std::string& action_path);
// All inputs.
std::vector<Json> card_inputs(const Json& card);
// Those a person can press: buttons and what carries a selectAction. Not refresh.
std::vector<CardPart> card_actions(const Json& card);

}  // namespace muster::fake::teams

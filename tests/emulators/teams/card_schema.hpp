// Adaptive Cards 1.5 as data: which members each type has, and of what kind they are. Written by hand from
// the published schema (adaptivecards.io/explorer); peers/ compares its verdicts with the schema itself.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace muster::fake::teams {

struct CardMember {
  // s string, b boolean, n number, o object, any, sn string or number, so string or object, nb number or
  // boolean; a word with a capital: one of the values of that list (any case); otherwise what is nested
  // there: elements, actions, action, select (an action that is no Action.ShowCard), columns, facts, choices,
  // inlines, images, rows, cells, column_definitions, targets, card, sources, refresh
  std::string kind;
  bool required = false;
};
using CardMembers = std::map<std::string, CardMember>;

// The members of that type, "type" included; null if Adaptive Cards 1.5 has no such type.
const CardMembers* card_members(const std::string& type);
// The values of a list such as "Color", in lower case.
const std::vector<std::string>& card_values(const std::string& list);
// Whether that type may stand in a body, or in a list of actions.
bool is_element_type(const std::string& type);
bool is_action_type(const std::string& type);

}  // namespace muster::fake::teams

#include "tests/emulators/teams/card_walk.hpp"

namespace muster::fake::teams {
namespace {

using Visit = std::function<void(const Json&, const std::string&)>;

void walk(const Json& value, const std::string& path, const Visit& visit) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) walk(value[i], path + "/" + std::to_string(i), visit);
    return;
  }
  if (!value.is_object()) return;
  visit(value, path);
  // In the order in which they are read.
  for (const char* key : {"body", "items", "columns", "rows", "cells", "inlines", "images", "facts",
                          "selectAction", "inlineAction", "actions", "card"}) {
    if (value.contains(key)) walk(value[key], path + "/" + key, visit);
  }
}

}  // namespace

void walk_card(const Json& card, const Visit& visit) {
  walk(card, "", visit);
}

std::vector<Json> card_inputs(const Json& card, const std::string& action_path) {
  std::vector<Json> found;
  walk_card(card, [&](const Json& part, const std::string& path) {
    if (!get_string(part, "type").starts_with("Input.")) return;
    const std::size_t inner_card = path.rfind("/card/");
    const std::string reach = inner_card == std::string::npos ? "" : path.substr(0, inner_card + 6);
    if (action_path.starts_with(reach)) found.push_back(part);
  });
  return found;
}

std::vector<Json> card_inputs(const Json& card) {
  std::vector<Json> found;
  walk_card(card, [&](const Json& part, const std::string&) {
    if (get_string(part, "type").starts_with("Input.")) found.push_back(part);
  });
  return found;
}

std::vector<CardPart> card_actions(const Json& card) {
  std::vector<CardPart> found;
  walk_card(card, [&](const Json& part, const std::string& path) {
    if (get_string(part, "type").starts_with("Action.")) found.push_back({part, path});
  });
  return found;
}

}  // namespace muster::fake::teams

// What a Teams client does with a form: it shows the inputs and submits their values beside the button's
// data.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::teams {

// The inputs of a card by id.
inline std::map<std::string, nlohmann::json> inputs_of(const nlohmann::json& card) {
  std::map<std::string, nlohmann::json> inputs;
  for (const nlohmann::json& element : card.at("body")) {
    if (element.value("type", "").starts_with("Input.")) inputs[element.at("id")] = element;
  }
  return inputs;
}

// value.data of task/submit: initial values unless something was typed; an input left empty is not there.
inline nlohmann::json submitted(const nlohmann::json& card,
                                const std::map<std::string, std::string>& typed = {}) {
  nlohmann::json data = card.at("actions").at(0).at("data");
  for (const auto& [id, input] : inputs_of(card)) {
    const auto given = typed.find(id);
    const std::string value = given != typed.end() ? given->second : input.value("value", "");
    if (!value.empty()) data[id] = value;
  }
  return data;
}

}  // namespace muster::teams

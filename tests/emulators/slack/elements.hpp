// The controls inside blocks, as a person meets them: finding one, choosing in it, reading what is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::slack {

// The interactive elements of a block: of an actions block, an input, a section's accessory.
std::vector<Json> elements_of(const Json& block);

struct FoundElement {
  Json element;
  std::string block_id;
};
// The first control with that action_id, block_id and label (each only if not empty).
std::optional<FoundElement> find_element(const Json& blocks, const std::string& action_id,
                                         const std::string& block_id, const std::string& label);

// What payloads say of a control that holds `value` (string, list of strings, null): {"type":…, "value":…} or
// "selected_option" and so on, by the kind of element. Nothing if the control does not offer that value.
std::optional<Json> chosen(const Json& element, const Json& value);
// What it holds before anybody touched it.
Json initial_value(const Json& element);
bool is_empty_value(const Json& chosen);

// state.values: of every control that keeps a value; `state` ({block_id:{action_id:chosen}}) over the initial
// values.
Json input_values(const Json& blocks, const Json& state);

}  // namespace muster::fake::slack

// The fields of a dialog as inputs of an Adaptive Card, and their values as a client submits them. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/text/dialog.hpp"

namespace muster::teams {

// The input and, below it, what is wrong with it (when `trouble` is not empty) and its hint. A choice without
// options is typed. A person is chosen from those with an identity on Teams, at most `most_people` of them,
// and from the directory as far as Teams searches it.
[[nodiscard]] std::vector<nlohmann::json> field_elements(const Field& field, const People& people,
                                                         std::size_t most_people, const std::string& trouble);

// A paragraph in the colour of attention.
[[nodiscard]] nlohmann::json trouble_element(const std::string& say);

// What was put in, as the grammar writes it. Data is the submitted object, with the field's value as a text
// (absent when left empty); what the field does not allow is left out.
[[nodiscard]] std::string value_of(const Field& field, const nlohmann::json& data);

}  // namespace muster::teams

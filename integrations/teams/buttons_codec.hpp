// The buttons of a neutral Message as action sets of an Adaptive Card (card_codec.hpp says which action a
// button becomes). Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "bot/text/message.hpp"
#include "integrations/teams/card_codec.hpp"

namespace muster::teams {

// Where a card is shown: within a dialog Teams knows neither Action.Execute nor task/fetch.
enum class Stage : std::uint8_t { message, dialog };

// Bytes it takes as an element of an array.
[[nodiscard]] std::size_t size_of(const nlohmann::json& json);

// An ActionSet for each Buttons block of the message, null where there is nothing to press. Together at most
// `most` bytes; left_out is set when buttons had to go for that.
[[nodiscard]] std::vector<nlohmann::json> button_rows(const Message& message, const CardStyle& style,
                                                      Stage stage, std::size_t most, bool& left_out);

// An Action.Submit of {"muster": data}.
[[nodiscard]] nlohmann::json submit_action(std::string_view title, nlohmann::json data);

// The card itself, within `most` bytes.
[[nodiscard]] nlohmann::json card_of(const Message& message, const People& people, const CardStyle& style,
                                     Stage stage, std::size_t most);

}  // namespace muster::teams

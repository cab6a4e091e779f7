// What a person reads in an activity or a card.
#pragma once

#include <string>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::teams {

// The texts of a card, one a line, as they were written: <at>…</at> stays.
std::string card_markup(const Json& card);
// The same as a person reads it, with the card's fallbackText at the end.
std::string card_text(const Json& card);
// The text of the activity, then of its cards.
std::string activity_text(const Json& activity);
// Without <at> tags, entities such as &amp; decoded.
std::string plain(const std::string& markup);
// & < > " escaped.
std::string escape_html(const std::string& text);

// The Adaptive Cards among the attachments.
Json cards_of(const Json& activity);
inline constexpr const char* kCardType = "application/vnd.microsoft.card.adaptive";

}  // namespace muster::fake::teams

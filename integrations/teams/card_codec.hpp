// A neutral Message as an Adaptive Card 1.5, which is the newest that Teams documents for bots and dialogs.
// Whatever the message, a card takes at most kCardBytes: text is shortened first and says so, buttons keep
// their room. Pure.
//
// A button carries the command it types, in `data`: {"muster": {"command": …, "nonce": …}}. Nobody signs
// data, so rights are checked when it comes back.
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"
#include "bot/text/message.hpp"

namespace muster::teams {

// Bytes of UTF-8 as dump_json() writes it. Teams refuses messages of about 100 KB, counted in UTF-16; older
// documents say 28 KB.
inline constexpr std::size_t kCardBytes = 25'000;

// Verbs of Action.Execute.
inline constexpr std::string_view kCommandVerb = "command";
inline constexpr std::string_view kRefreshVerb = "refresh";

struct CardStyle {
  std::string nonce;   // of this rendering: every button carries it, so that an invoke Teams repeats is known
  std::string card{};  // "room", "announcement", …: a card that is edited in place; empty: a message
  IncidentNumber incident{};                                     // of that card
  std::string tenant{};                                          // for links to channels
  std::string team{};                                            // group id, for the same
  std::function<bool(std::string_view command)> opens_dialog{};  // pressing it opens a form or shows a view
};

// Buttons: one that opens a link is Action.OpenUrl; one that opens a dialog or asks first is an Action.Submit
// with task/fetch (with "confirm": the question, when it has one); any other is Action.Execute with the verb
// "command", and for clients that do not know that an Action.Submit of the same data. A button whose command
// or link is too long to carry is dropped.
//
// A card that is edited in place can be refreshed by hand (verb "refresh", data {"muster": {"card": …,
// "incident": …}}), never by itself: a channel full of viewers would ask all at once.
[[nodiscard]] nlohmann::json adaptive_card(const Message& message, const People& people,
                                           const CardStyle& style);

// A card for a dialog that only shows something.
[[nodiscard]] nlohmann::json notice_card(const std::string& title, const Message& message,
                                         const People& people, const CardStyle& style);

// A card for a dialog that asks before a command is run. "Yes" submits {"muster": {"command": …, "nonce": …,
// "confirmed": true}}.
[[nodiscard]] nlohmann::json confirm_card(std::string_view question, std::string_view command,
                                          std::string_view nonce);

}  // namespace muster::teams

// Answers to invokes: what the client does with a click or a form. Pure. All are bodies of an HTTP 200.
#pragma once

#include <optional>
#include <string>

#include "integrations/teams/card_codec.hpp"
#include "integrations/teams/form_codec.hpp"

namespace muster::teams {

// adaptiveCard/action. A card replaces the pressed one for whoever pressed it; a text is shown beside it.
[[nodiscard]] std::string card_answer(const Message& message, const People& people, const CardStyle& style);
// An empty text would make Teams say that the app cannot be reached, and press again: "Done." stands for it.
[[nodiscard]] std::string text_answer(std::string text);
// status: 400, 403, 500 …; code: "BadRequest".
[[nodiscard]] std::string error_answer(int status, const std::string& code, const std::string& text);
// A form in the pressed card's place; what it cannot carry is said instead.
[[nodiscard]] std::string form_answer(const Dialog& dialog, const FormOrigin& origin, const People& people,
                                      const FormSeal& seal);

// task/fetch, task/submit and their like of message extensions: the dialog goes on with a form (trouble: what
// was refused of it), with something to read, with a question, or with a text and nothing to fill in.
[[nodiscard]] std::string form_dialog(const Dialog& dialog, const FormOrigin& origin, const People& people,
                                      const FormSeal& seal, const std::optional<FieldTrouble>& trouble = {});
[[nodiscard]] std::string notice_dialog(const Message& message, const People& people, const CardStyle& style);
[[nodiscard]] std::string confirm_dialog(const std::string& question, const std::string& command,
                                         const std::string& nonce);
[[nodiscard]] std::string text_dialog(std::string text);

}  // namespace muster::teams

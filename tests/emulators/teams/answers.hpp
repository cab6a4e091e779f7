// What Teams makes of the bot's answers to invokes.
#pragma once

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// Courier::Apply: does what the answer asks for in the client that the delivery's context names. "result"
// says what it was; "invalid" with "detail" if Teams could not use it. `body` is null when it is no JSON.
Json apply_answer(Teams& teams, const Json& delivery, int status, const Json& body, const std::string& raw);

// A dialog as tests see it.
Json shown_dialog(const Json& dialog);

}  // namespace muster::fake::teams

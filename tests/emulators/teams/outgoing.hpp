// The checks on an activity that the bot sends.
#pragma once

#include "tests/emulators/teams/call.hpp"

namespace muster::fake::teams {

// Ends the call with BadSyntax or MessageSizeTooBig if Teams would not take the activity; notes mentions and
// what is wrong with cards in the ledger.
void check_outgoing(Call& call, const Json& activity);
// Checks and posts; the message's id, or "" where there is none to use (typing; text and attachment in one
// activity).
std::string post_activity(Call& call, const Place& place, const Json& activity);

}  // namespace muster::fake::teams

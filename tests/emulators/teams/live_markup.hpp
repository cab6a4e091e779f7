// What of a message a client would make live: whom it mentions, what can be clicked, tags that are obeyed.
// Tests that say "what a user typed must stay text" ask for it.
#pragma once

#include "tests/emulators/common/json.hpp"

namespace muster::fake::teams {

// {"mentions": [ids as they were given], "links": [addresses], "html": [tags other than bound mentions]} of
// an activity and its cards. Buttons (Action.OpenUrl) are no links in this sense.
Json live_markup(const Json& activity);

}  // namespace muster::fake::teams

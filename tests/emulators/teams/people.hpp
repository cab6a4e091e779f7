// What people do in Teams. Each takes the body of the control call of that name (README) and answers its
// members. Throws Refusal.
#pragma once

#include <string>

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// The user or channel that a control call names.
Json wanted_user(const Teams& teams, const Json& body, const char* key = "user");
Json wanted_channel(const Teams& teams, const Json& body);
// The conversation that a control call names by `channel`, or by `personal` and `user`. A chat is made when
// there is none.
std::string wanted_conversation(Teams& teams, const Json& body);
// The message there, by `id`; or the newest with a card whose text contains `text`.
Json wanted_message(Teams& teams, const Json& body, const std::string& conversation);

namespace control {
Json post_message(Teams& teams, const Json& body);
Json post_mention(Teams& teams, const Json& body);
Json post_edit(Teams& teams, const Json& body);
Json post_delete(Teams& teams, const Json& body);
Json post_reaction(Teams& teams, const Json& body);

Json click(Teams& teams, const Json& body);
Json refresh(Teams& teams, const Json& body);
Json submit(Teams& teams, const Json& body);
Json close_dialog(Teams& teams, const Json& body);
Json open_extension(Teams& teams, const Json& body);

Json install(Teams& teams, const Json& body);
Json uninstall(Teams& teams, const Json& body);
Json channel_created(Teams& teams, const Json& body);
Json channel_renamed(Teams& teams, const Json& body);
Json channel_deleted(Teams& teams, const Json& body);
Json member_added(Teams& teams, const Json& body);
Json member_removed(Teams& teams, const Json& body);
Json post_activity_as_is(Teams& teams, const Json& body);
Json redeliver(Teams& teams, const Json& body);
}  // namespace control

}  // namespace muster::fake::teams

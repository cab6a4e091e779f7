// The activities that Teams sends to the bot, built and handed to the courier.
#pragma once

#include <string>

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// The members that every activity has: id, timestamp, serviceUrl, channelId, from, recipient, conversation,
// channelData. `conversation` is a channel's, a thread's or a chat's id; `from` a user.
Json base_activity(const Teams& teams, const char* type, const std::string& id, const Json& from,
                   const std::string& conversation);
// "f:…" as events and invokes have.
std::string event_id();

// What the courier is told of an invoke's purpose, so that the answer can be applied; null for other
// activities.
std::string send(Teams& teams, Json activity, Json context = nullptr);

// A person's message as the bot sees it. `message` is a message document.
Json message_activity(const Teams& teams, const char* type, const Json& message, const Json& from);
Json invoke_activity(const Teams& teams, const char* name, const Json& from, const std::string& conversation,
                     Json value);

// conversationUpdate with that eventType, if the bot is in the team.
void send_channel_event(Teams& teams, const char* event_type, const Json& channel, const Json& by);
// membersAdded (or membersRemoved) in the team or, for a chat, there.
void send_members_event(Teams& teams, const Json& accounts, bool added, const Json& by,
                        const std::string& conversation);
void send_installation(Teams& teams, const char* action, const Json& by, const std::string& conversation);

}  // namespace muster::fake::teams

// What happens in channels, whoever does it: people (control API) or the bot (Web API). Each changes the
// workspace and sends the events that follow. Callers have checked that it is allowed.
#pragma once

#include <string>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// A message of the bot or of a person, without ts.
Json bot_message(const std::string& text);
Json user_message(const std::string& user, const std::string& text);

// Posts it: gives it a ts and block ids, counts it in its thread. The message as stored.
Json post_message(Slack& slack, const std::string& channel_id, Json message);
void replace_message(Slack& slack, const std::string& channel_id, Json message);
void delete_message(Slack& slack, const std::string& channel_id, const std::string& ts);
// An ephemeral message, seen by `user` alone. Its ts.
std::string post_ephemeral(Slack& slack, const std::string& channel_id, const std::string& user,
                           Json message);

void join_channel(Slack& slack, const std::string& channel_id, const std::string& user,
                  const std::string& inviter = "");
void leave_channel(Slack& slack, const std::string& channel_id, const std::string& user);
// "already_reacted", "no_reaction" or "".
std::string react(Slack& slack, const std::string& channel_id, const std::string& ts, const std::string& user,
                  const std::string& name, bool add);
// The DM between the bot and that person, opened if need be.
std::string open_dm(Slack& slack, const std::string& user);

// A line in the ledger for a message that came neither from a person nor as a Web API call.
void record_post(Slack& slack, const char* via, const std::string& channel_id, const Json& message);

}  // namespace muster::fake::slack

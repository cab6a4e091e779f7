// Messages in channels and chats, and what pops up because of them.
//
// A message document: {id, conversation, thread (root id, in replies only), from {id, name}, created_ms,
// activity (as it was sent), cards[], views {user id: the card an invoke answered to that user},
// mentions[ids], reactions[{type, user}], edited, deleted}.
#pragma once

#include <string>

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// Adds a message with a new id; the document. `root` is "" for a new post.
Json add_message(Teams& teams, const std::string& conversation, const std::string& root, const Json& from,
                 const Json& activity);
// Another content for a message: an edit or an update. Views are forgotten.
void change_message(Teams& teams, Json message, const Json& activity);
void remove_message(Teams& teams, Json message);

// As GET /control/messages shows it.
Json shown_message(const Teams& teams, const Json& message);
// The first card as that user sees it; null if there is none.
Json card_for(const Json& message, const std::string& user_id);

// Something pops up at that user.
void add_toast(Teams& teams, const std::string& user_id, const std::string& text, const std::string& cause,
               const std::string& message_id = "");
// What a message of the bot's makes pop up: in a chat always, in a channel for those it mentions.
void toast_message(Teams& teams, const Json& message);

Json bot_account();
Json account(const Json& user);

}  // namespace muster::fake::teams

// What somebody said, from the forms in which Teams sends it. Pure.
//
// Activity::text has mentions as <at>Name</at> and may hold HTML entities; a reply that quotes another
// message has both run together there, and apart only in the text/html attachment. Mentions are told by the
// entities, never by the shown name, which people can edit.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "integrations/teams/activity.hpp"

namespace muster::teams {

[[nodiscard]] bool mentions_bot(const Activity& activity);

// How a mention of somebody else reads: "<@id>" for a command, "@name" for what is kept as said.
using ShowMention = std::function<std::string(const MentionEntity&)>;

// The text without the bot's own mention (one occurrence, as Teams counts), without quotes, with entities
// decoded, line breaks as '\n' and plain spaces.
[[nodiscard]] std::string said_text(const Activity& activity, const ShowMention& show);

// The text of a message's HTML: without quoted messages, blocks on lines of their own, entities decoded.
[[nodiscard]] std::string text_of_html(std::string_view html);

}  // namespace muster::teams

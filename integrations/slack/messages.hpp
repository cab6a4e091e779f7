// Messages: posting, finding again, changing, marking and reading them. io thread only.
//
// Slack has no idempotency key: each post carries its effect's key as metadata, and after an unclear outcome
// the key is looked for in the room's history before anything is said again. Where history cannot be read
// nothing is repeated.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "bot/ports/chat_platform.hpp"
#include "integrations/slack/core.hpp"
#include "integrations/slack/private_words.hpp"

namespace muster::slack {

asio::awaitable<Result<Place>> post(CorePtr core, Delivery d, Place to, Rendered words);
asio::awaitable<Result<Place>> post_direct(CorePtr core, Delivery d, Person to, Rendered words);
asio::awaitable<Result<Done>> edit(CorePtr core, Place at, Rendered words);
asio::awaitable<Result<Done>> delete_message(CorePtr core, Place message);
asio::awaitable<Result<Done>> pin(CorePtr core, Place message);
asio::awaitable<Result<Done>> bookmark(CorePtr core, Delivery d, Place room, std::string title,
                                       std::string link);
asio::awaitable<Result<Done>> react(CorePtr core, Place message, std::string emoji, bool add);
asio::awaitable<Result<MessageSnapshot>> fetch(CorePtr core, Place message);
asio::awaitable<Result<Done>> share_file(CorePtr core, Delivery d, Place room, std::string file_name,
                                         std::string title, std::string content);

}  // namespace muster::slack

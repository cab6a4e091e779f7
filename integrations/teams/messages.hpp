// Messages: muster's posts in Teams: send, find again, change, take back, and what stands in for what Teams
// has not.
//
// Texts are activity bodies made by Core::render. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "integrations/teams/core.hpp"

namespace muster::teams {

// uncertain: an earlier attempt may have been posted. In a channel it is looked for with Graph; where that is
// not possible, it is said once more with a word that it may be a repetition, and no third time.
boost::asio::awaitable<Result<Place>> post(CorePtr core, Delivery d, Place to, Message message);
boost::asio::awaitable<Result<Place>> post_direct(CorePtr core, Delivery d, Person to, Message message);
boost::asio::awaitable<Result<Done>> edit(CorePtr core, Delivery d, Place at, Message message);
boost::asio::awaitable<Result<Done>> delete_message(CorePtr core, Place at);
boost::asio::awaitable<Result<MessageSnapshot>> fetch(CorePtr core, Place message);
// A document's beginning as a message, since a bot cannot put files into a channel; the whole is in the
// console. A PNG goes as a picture.
boost::asio::awaitable<Result<Done>> share_file(CorePtr core, Delivery d, Place room, std::string file_name,
                                                std::string title, std::string content);

}  // namespace muster::teams

// Saying something to one person only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "integrations/slack/core.hpp"

namespace muster::slack {

struct Rendered {
  std::string text;
  std::string blocks;
};
[[nodiscard]] Rendered render(const Message& message, const People& people);

// A message of one paragraph of plain text.
[[nodiscard]] Message plain_message(std::string text);

// In the room, seen by `user` alone; by direct message where that is not possible (the person or muster is
// not in it, or there is no room), because an answer may hold what the others in the room should not see.
boost::asio::awaitable<Result<Done>> say_privately(CorePtr core, std::string user, Place place,
                                                   Rendered words);

}  // namespace muster::slack

// What the handlers that change something share: finding what a request is about, and handing it to Intake.
// Private to bot/console.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/console/handlers.hpp"

namespace muster::console {

// The incident of that number, if the visitor may see it.
[[nodiscard]] Result<std::shared_ptr<const Incident>> visible_incident(const Site& site, const Visit& visit,
                                                                       IncidentNumber number);
// The number of a path ("7"), 0 when it is none.
[[nodiscard]] IncidentNumber number_in(const std::string& text);
// Reads a room of an incident at rest, if need be.
[[nodiscard]] asio::awaitable<Result<Done>> take_up_room(Site& site, std::string room);
[[nodiscard]] asio::awaitable<Result<ChatRoomRow>> visible_room(Site& site, const Visit& visit,
                                                                std::string room);
// A message that is there and not deleted.
[[nodiscard]] asio::awaitable<Result<ChatMessageRow>> read_message(Site& site, std::string room,
                                                                   std::string message);

// One of the names a person is known by, so that nobody new is made of them; none: nobody known.
[[nodiscard]] std::optional<Identity> any_identity_of(const PersonId& person, const People& people);

[[nodiscard]] Place in_room(const std::string& room, const std::string& message = {},
                            const std::string& thread = {});

// An Inbound of this visitor, now. id: the browser's UUID, which makes it happen once.
template <class What>
[[nodiscard]] Inbound inbound(const Site& site, const Visit& visit, const std::string& id, Place place,
                              What what) {
  return {"console/" + visit.person().value + "/" + id, site.now(), visit.visitor->identity(),
          std::move(place), std::move(what)};
}

// Done when it is durable; the asker's answer as JSON.
[[nodiscard]] Answered submit(Site& site, Inbound inbound, std::vector<ConsoleWrite> writes);

}  // namespace muster::console

#include "bot/ports/incident_rooms.hpp"

#include <algorithm>
#include <ranges>

namespace muster {

bool IncidentRooms::is_on_board(const Place& place) const {
  return std::ranges::any_of(board_.incidents | std::views::values,
                             [&](const auto& incident) { return is_its_room(*incident, place); });
}

bool IncidentRooms::contains(const Place& place) const {
  return place.platform == platform_ && (made_.contains(place.room) || is_on_board(place));
}

bool IncidentRooms::concerned_by(const Inbound& inbound) const {
  const bool is_of_its_room = std::holds_alternative<MessagePosted>(inbound.what) ||
                              std::holds_alternative<MessageEdited>(inbound.what) ||
                              std::holds_alternative<MessageDeleted>(inbound.what) ||
                              std::holds_alternative<ReactionChanged>(inbound.what) ||
                              std::holds_alternative<RoomJoined>(inbound.what) ||
                              std::holds_alternative<RoomRenamed>(inbound.what);
  return !is_of_its_room || contains(inbound.place);
}

}  // namespace muster

#include "bot/ports/incident_rooms.hpp"

namespace muster {

bool IncidentRooms::contains(const Place& place) const {
  return place.platform == platform_ && (made_.contains(place.room) || board_.is_incident_room(place));
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

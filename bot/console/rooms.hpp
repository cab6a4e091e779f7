// Rooms: the console's rooms as they are now, kept in step with what is committed, and who may see which.
// A room of an incident at rest is not among them until somebody goes there. io thread only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/ports/board.hpp"
#include "bot/ports/reader.hpp"

namespace muster::console {

inline constexpr std::string_view kIncidentsRoom = "incidents";  // always there

// A room of an incident is seen by whoever may see the incident; another private room by its members; the
// rest by all.
[[nodiscard]] bool may_see_room(const ChatRoomRow& room, const Board& board, const PersonId& person);

class Rooms {
 public:
  void add(ChatRoomRow room);  // as it was read from the store
  // Takes up a committed write. The room it changed, or null when it is not about a room itself.
  const ChatRoomRow* apply(const ConsoleWrite& write);
  [[nodiscard]] const ChatRoomRow* find(const std::string& id) const;
  // In the order they should be shown: `incidents` first, then the newest incident's; direct ones last.
  [[nodiscard]] std::vector<ChatRoomRow> visible_to(const PersonId& person, const Board& board) const;

 private:
  std::map<std::string, ChatRoomRow> by_id_;
};

}  // namespace muster::console

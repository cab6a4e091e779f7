#include "bot/console/rooms.hpp"

#include <algorithm>
#include <ranges>
#include <tuple>

#include "bot/domain/event.hpp"

namespace muster::console {

bool may_see_room(const ChatRoomRow& room, const Board& board, const PersonId& person) {
  if (room.incident.exists()) {
    const auto incident = board.find(room.incident);
    return incident != nullptr && may_see(*incident, person, board.policy->auditors);
  }
  return !room.is_private || std::ranges::find(room.members, person) != room.members.end();
}

void Rooms::add(ChatRoomRow room) {
  by_id_[room.id] = std::move(room);
}

const ChatRoomRow* Rooms::apply(const ConsoleWrite& write) {
  if (const auto* opened = std::get_if<ChatRoomOpened>(&write)) {
    ChatRoomRow& room = by_id_[opened->room];
    room.id = opened->room;
    room.name = opened->name;
    room.is_private = opened->is_private;
    room.incident = opened->incident;
    return &room;
  }
  const auto change = [this](const std::string& room, auto apply_to) -> const ChatRoomRow* {
    const auto found = by_id_.find(room);
    if (found == by_id_.end()) return nullptr;
    apply_to(found->second);
    return &found->second;
  };
  if (const auto* topic = std::get_if<ChatRoomTopic>(&write)) {
    return change(topic->room, [&](ChatRoomRow& room) { room.topic = topic->topic; });
  }
  if (const auto* added = std::get_if<ChatMemberAdded>(&write)) {
    return change(added->room, [&](ChatRoomRow& room) {
      if (std::ranges::find(room.members, added->person) == room.members.end())
        room.members.push_back(added->person);
    });
  }
  if (const auto* mark = std::get_if<ChatBookmark>(&write)) {
    return change(mark->room, [&](ChatRoomRow& room) {
      const auto same =
          std::ranges::find(room.bookmarks, mark->link, &std::pair<std::string, std::string>::second);
      if (same != room.bookmarks.end())
        same->first = mark->title;
      else
        room.bookmarks.emplace_back(mark->title, mark->link);
    });
  }
  return nullptr;
}

const ChatRoomRow* Rooms::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::vector<ChatRoomRow> Rooms::visible_to(const PersonId& person, const Board& board) const {
  std::vector<ChatRoomRow> seen;
  for (const ChatRoomRow& room : by_id_ | std::views::values) {
    if (may_see_room(room, board, person)) seen.push_back(room);
  }
  const auto place = [](const ChatRoomRow& room) {
    const int group = room.id == kIncidentsRoom ? 0 : room.incident.exists() ? 1 : room.is_private ? 3 : 2;
    return std::tuple{group, -room.incident.value, room.name, room.id};
  };
  std::ranges::sort(seen, {}, place);
  return seen;
}

}  // namespace muster::console

#include "bot/console/chat_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::console {

namespace {

using nlohmann::json;

json room_json(const ChatRoomRow& room) {
  json bookmarks = json::array();
  for (const auto& [title, link] : room.bookmarks) bookmarks.push_back({{"title", title}, {"link", link}});
  return {{"id", room.id},
          {"name", room.name},
          {"topic", room.topic},
          {"is_private", room.is_private},
          {"incident", room.incident.value},
          {"bookmarks", std::move(bookmarks)}};
}

json reactions_json(const std::vector<ChatMessageRow::Reaction>& reactions) {
  json out = json::array();
  for (const auto& reaction : reactions) {
    json people = json::array();
    for (const PersonId& person : reaction.people) people.push_back(person.value);
    if (!people.empty()) out.push_back({{"emoji", reaction.emoji}, {"people", std::move(people)}});
  }
  return out;
}

// The stored content is our own JSON, {"text"} or {"message"}: it goes out as it is.
void put_content(json& out, const std::string& content) {
  const auto read = net::parse_json(content);
  if (!read) {
    out["text"] = "This message cannot be read any more.";
  } else if (const json& message = net::member(*read, "message"); message.is_object()) {
    out["message"] = message;
  } else {
    out["text"] = net::text(*read, "text");
  }
}

json message_row_json(const std::string& room, const ChatMessageRow& row, const People& people) {
  json out = {{"id", row.id},
              {"room", room},
              {"thread", row.thread},
              {"author", nullptr},
              {"at", iso_seconds(row.at)},
              {"edited_at", nullptr},
              {"deleted", row.deleted},
              {"pinned", row.pinned},
              {"reactions", reactions_json(row.reactions)}};
  if (!row.author.empty()) out["author"] = {{"id", row.author.value}, {"name", people.name_of(row.author)}};
  if (row.edited_at) out["edited_at"] = iso_seconds(*row.edited_at);
  if (!row.deleted) put_content(out, row.content);
  return out;
}

}  // namespace

std::string rooms_json(const std::vector<ChatRoomRow>& rooms) {
  json out = {{"rooms", json::array()}};
  for (const ChatRoomRow& room : rooms) out["rooms"].push_back(room_json(room));
  return net::dump_json(out);
}

std::string messages_json(const std::string& room, const std::vector<ChatMessageRow>& messages,
                          const People& people) {
  json out = {{"messages", json::array()}};
  for (const ChatMessageRow& message : messages)
    out["messages"].push_back(message_row_json(room, message, people));
  return net::dump_json(out);
}

std::string room_frame(const ChatRoomRow& room) {
  return net::dump_json({{"type", "room"}, {"room", room_json(room)}});
}

std::string message_frame(const std::string& room, const ChatMessageRow& message, const People& people) {
  return net::dump_json({{"type", "message"}, {"message", message_row_json(room, message, people)}});
}

std::string incident_frame(IncidentNumber number) {
  return net::dump_json({{"type", "incident"}, {"number", number.value}});
}

std::string gone_frame(IncidentNumber number) {
  return net::dump_json({{"type", "gone"}, {"number", number.value}});
}

}  // namespace muster::console

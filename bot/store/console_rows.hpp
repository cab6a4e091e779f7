// The console's chat and its sessions: a chat platform whose server is this database. Writing twice is
// writing once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/ports/reader.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// What names a message or a room that is not there changes nothing.
[[nodiscard]] Result<Done> write_console(Connection& db, const ConsoleWrite& write);

[[nodiscard]] Result<std::vector<ChatRoomRow>> chat_room_rows(Connection& db);  // by id
// Rooms of no incident, and of these.
[[nodiscard]] Result<std::vector<ChatRoomRow>> chat_room_rows_of(
    Connection& db, const std::vector<IncidentNumber>& incidents);
[[nodiscard]] Result<std::optional<ChatRoomRow>> chat_room_row(Connection& db, const std::string& id);
// The id of the room with this id, or else with this name; empty: there is none.
[[nodiscard]] Result<std::string> chat_room_called(Connection& db, const std::string& wanted);
[[nodiscard]] Result<std::vector<ChatMessageRow>> chat_message_rows(Connection& db, const std::string& room,
                                                                    const std::string& before, int limit);
[[nodiscard]] Result<std::optional<ChatMessageRow>> chat_message_row(Connection& db, const std::string& room,
                                                                     const std::string& message);
[[nodiscard]] Result<std::vector<SessionOpened>> session_rows(Connection& db);

}  // namespace muster::store

// Rooms, messages and the frames of the live feed as JSON text. Pure.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/ports/reader.hpp"

namespace muster::console {

inline constexpr std::string_view kHelloFrame = R"({"type":"hello"})";
inline constexpr std::string_view kHealthFrame = R"({"type":"health"})";

[[nodiscard]] std::string rooms_json(const std::vector<ChatRoomRow>& rooms);
[[nodiscard]] std::string messages_json(const std::string& room, const std::vector<ChatMessageRow>& messages,
                                        const People& people);

[[nodiscard]] std::string room_frame(const ChatRoomRow& room);
[[nodiscard]] std::string message_frame(const std::string& room, const ChatMessageRow& message,
                                        const People& people);
[[nodiscard]] std::string incident_frame(IncidentNumber number);
[[nodiscard]] std::string gone_frame(IncidentNumber number);

}  // namespace muster::console

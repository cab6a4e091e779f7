// JSON of neutral messages, as docs/console-api.md has it: what the console's browser is sent, and what the
// console's chat keeps as the content of a message. Pure; safe from every thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"

namespace muster {

// {"blocks": […], "text": "…"}. People supply the names of those mentioned.
[[nodiscard]] nlohmann::json message_json(const Message& message, const People& people);
[[nodiscard]] nlohmann::json blocks_json(const std::vector<Block>& blocks, const People& people);

// Content of a chat message (ChatMessageWritten::content): of muster {"message": …}, of a person {"text":
// "…"}.
[[nodiscard]] std::string chat_content(const Message& message, const People& people);
[[nodiscard]] std::string chat_content(const std::string& text);
// Its words without markup; "" when it cannot be read.
[[nodiscard]] std::string chat_content_text(const std::string& content);

}  // namespace muster

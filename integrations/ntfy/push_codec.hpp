// ntfy's JSON: what is published and what it answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/net/http_client.hpp"
#include "bot/ports/pager.hpp"

namespace muster::ntfy {

// A topic: 1 to 64 of A-Z a-z 0-9 - _.
[[nodiscard]] bool is_topic(std::string_view text);

[[nodiscard]] std::string push_json(const PageNotice& notice);
// The id of the message that was taken; none: these are not ntfy's words.
[[nodiscard]] std::optional<std::string> read_taken(std::string_view body);
// Of a poll (a JSON object a line): the id of the message about this page, if it is among them.
[[nodiscard]] std::optional<std::string> find_page(std::string_view lines, const PageNotice& notice);
[[nodiscard]] std::string read_reason(const net::HttpResponse& refused);

}  // namespace muster::ntfy

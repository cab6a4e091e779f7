// A document as a message, since a bot cannot put a file into a channel. Pure.
#pragma once

#include <string>
#include <string_view>

#include "bot/text/message.hpp"

namespace muster::teams {

// Markdown as muster writes it (docs/timeline-format.md, postmortems) or plain text: headings become
// headings, marks between sections and lines of tables that only rule are left out. The beginning, when it is
// long.
[[nodiscard]] Message document_message(const std::string& title, std::string_view content);

}  // namespace muster::teams

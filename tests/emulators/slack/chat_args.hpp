// What posting, updating and ephemeral messages have in common: text, blocks, attachments, metadata.
#pragma once

#include "tests/emulators/slack/call.hpp"

namespace muster::fake::slack {

struct Content {
  std::string text = {};
  std::optional<Json> blocks = {};
  std::optional<Json> attachments = {};
  std::optional<Json> metadata = {};
  bool truncated = false;
};

// Checks them as Slack does (no_text, invalid_blocks, too_many_attachments, metadata…).
Content read_content(const Call& call);
// Checks blocks for a message: invalid_blocks_format or invalid_blocks with the reasons.
void check_message_blocks(const Json& blocks);
// Puts the content into a message. Absent parts stay absent.
void put_content(const Content& content, Json& message);

}  // namespace muster::fake::slack

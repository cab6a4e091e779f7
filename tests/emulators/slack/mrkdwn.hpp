// What a message makes live: mentions that would notify people and links that could be clicked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::slack {

struct LiveContent {
  std::vector<std::string> mentions;  // "U0ANN", "!here", "!channel", "!everyone", "!subteam:S1"
  std::vector<std::string> links;
};

// Reads one mrkdwn text. To be strict, `<@U1>` counts inside code, too; bare URLs do not.
void read_mrkdwn(std::string_view text, LiveContent& live);
// Reads a message (or the arguments of one): text, blocks, attachments.
LiveContent live_content(const Json& message);
// `&amp;` `&lt;` `&gt;` decoded: what people see.
std::string decode_entities(std::string_view text);
// All text of a message that people see, one piece a line.
std::string visible_text(const Json& message);

}  // namespace muster::fake::slack

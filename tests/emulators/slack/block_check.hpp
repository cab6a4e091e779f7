// Block Kit's rules: which blocks Slack refuses, in Slack's way of saying so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::slack {

enum class Surface { message, modal, home };

// "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]", one for each fault; none:
// fine. `pointer` is where the blocks stand, as in "/blocks" or "/view/blocks".
std::vector<std::string> check_blocks(const Json& blocks, Surface surface, const std::string& pointer);
// The whole view: type, title, submit, callback_id, private_metadata, blocks.
std::vector<std::string> check_view(const Json& view);

// Length in UTF-16 units; invalid bytes count one each.
std::size_t utf16_length(std::string_view text);

// Gives blocks (and their interactive elements) without an id one, as Slack does when it stores them.
void add_block_ids(Json& blocks);

}  // namespace muster::fake::slack

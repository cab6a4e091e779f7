// A neutral Message as Block Kit. Every limit of Slack's is kept, with 5 % to spare; what does not fit is
// left out and says so. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"

namespace muster::slack {

inline constexpr std::size_t kMessageBlocks = 50;
inline constexpr std::size_t kViewBlocks = 100;

// An array of blocks; never empty. Buttons keep their place even when text before them is left out: in a long
// message they are what people look for. A button whose command or link is too long for Slack is dropped.
[[nodiscard]] nlohmann::json blocks(const Message& message, const People& people,
                                    std::size_t most_blocks = kMessageBlocks);

// A plain_text object of 1 to `most` units; a dash when there is nothing to show.
[[nodiscard]] nlohmann::json plain_text_object(std::string_view text, std::size_t most);

// What notifications and screen readers say: at most 3800 units (chat.update refuses 4000), never empty.
[[nodiscard]] std::string fallback_text(const Message& message, const People& people);

// blocks() as they travel in a form field.
[[nodiscard]] std::string blocks_text(const Message& message, const People& people);

}  // namespace muster::slack

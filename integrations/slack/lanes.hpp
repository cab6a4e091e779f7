// What Slack counts: calls of a method a minute, and chat.postMessage about once a second per channel. So a
// lane is a method, or chat.postMessage with its channel. Pure.
#pragma once

#include <string>
#include <string_view>

#include "bot/net/pacer.hpp"

namespace muster::slack {

[[nodiscard]] std::string lane_of(std::string_view method, std::string_view channel);
[[nodiscard]] net::Pace pace_of(std::string_view method);

}  // namespace muster::slack

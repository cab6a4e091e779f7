// What a line typed into a room is: a command to muster, or a message to the others. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/domain/policy.hpp"

namespace muster::console {

// The command without its root ("/inc", "/incident") or "@muster"; none when the text is a message. Case is
// ignored.
[[nodiscard]] std::optional<std::string> command_in(std::string_view text, const Policy& policy);

// The command, aimed at an incident that it does not name itself: "INC-7 severity sev1". As it is when the
// number is 0.
[[nodiscard]] std::string aimed_at(IncidentNumber incident, const std::string& command);

}  // namespace muster::console

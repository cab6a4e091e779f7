// Slash commands and interactive payloads as Inbound. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "integrations/slack/envelope_wire.hpp"

namespace muster::slack {

// callback_ids of the manifest's shortcuts and the command each stands for.
inline constexpr std::string_view kDeclareShortcut = "declare_incident";         // global: declare
inline constexpr std::string_view kDeclareFromMessage = "declare_from_message";  // message: declare
inline constexpr std::string_view kAddToTimeline = "add_to_timeline";            // message: note

[[nodiscard]] Arrival read_command(const nlohmann::json& payload, const Self& self, Time now);
[[nodiscard]] Arrival read_interaction(const nlohmann::json& payload, const Self& self, Time now);

}  // namespace muster::slack

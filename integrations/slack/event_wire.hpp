// Events API payloads as Inbound. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "integrations/slack/envelope_wire.hpp"

namespace muster::slack {

[[nodiscard]] Arrival read_event(const nlohmann::json& payload, const Self& self, Time now);

// A message object, from an event or from conversations.history, as Inbound: a command when it mentions us or
// is said in a direct message, MessagePosted otherwise; nothing for our own, other bots' and system messages.
// A mention arrives as `message` and as `app_mention`: both give the same Inbound with the same origin key,
// so it happens once.
[[nodiscard]] std::optional<Inbound> read_message(const nlohmann::json& message, const std::string& channel,
                                                  bool is_direct, const Self& self, Time now);

// "slack/msg/T1/C1/1503435956.000247".
[[nodiscard]] std::string message_key(const Self& self, const std::string& channel, const std::string& ts);

// A reaction as history shows it: without the event's id and time.
[[nodiscard]] Inbound past_reaction(const Self& self, const Place& message, const std::string& user,
                                    const std::string& emoji, Time now);

// Of another team than ours, as far as the payload says. Guests are told by users.info only.
[[nodiscard]] bool is_foreign_team(const nlohmann::json& event, const Self& self);

// Files by reference: their bytes stay in Slack.
[[nodiscard]] std::vector<FileReference> read_files(const nlohmann::json& message);

}  // namespace muster::slack

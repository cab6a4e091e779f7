// Slack's ids and time stamps as text. A ts ("1503435956.000247") is an id within its channel and also a
// time; it is compared and kept as text and never goes through a floating-point number, which would mangle
// its digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster::slack {

inline constexpr std::string_view kPlatform = "slack";

// Who we are in the workspace, as auth.test tells: what own messages and foreign teams are told by.
struct Self {
  std::string team;       // T…
  std::string bot_user;   // U…: in mentions and as author
  std::string bot_id;     // B…: in messages
  std::string workspace;  // "https://acme.slack.com/"
};

// The instant of a ts in UTC; nothing when it is not one.
[[nodiscard]] std::optional<Time> time_of_ts(std::string_view ts);
// "1503435956.000247".
[[nodiscard]] std::string ts_of_time(Time time);

[[nodiscard]] Place room_place(std::string channel);
[[nodiscard]] Place message_place(std::string channel, std::string ts, std::string thread = {});

// Where people open it: "https://acme.slack.com/archives/C1/p1503435956000247?thread_ts=…&cid=C1", or the
// room itself. Empty while we do not know our workspace.
[[nodiscard]] std::string permalink(const Self& self, const Place& place);

// "C0123ABCD", "G…", "D…": an id of a conversation rather than a name.
[[nodiscard]] bool is_channel_id(std::string_view text);

// What conversations.create takes: a-z 0-9 - _, at most `most` characters; everything else becomes one dash.
// Never empty.
[[nodiscard]] std::string channel_name(std::string_view wanted, std::size_t most = 80);

}  // namespace muster::slack

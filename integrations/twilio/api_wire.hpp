// Twilio's JSON answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/net/http_client.hpp"

namespace muster::twilio {

struct Sent {
  std::string sid;     // SM…, CA…
  std::string status;  // queued
};
// None: these are not Twilio's words.
[[nodiscard]] std::optional<Sent> read_sent(std::string_view body);

// Of a list of messages or calls, the one made since `since`: of messages only with this text.
struct Found {
  bool readable = false;
  std::optional<Sent> sent;
};
[[nodiscard]] Found find_message(std::string_view body, std::string_view text);
[[nodiscard]] Found find_call(std::string_view body, Time since);

// "21211: The 'To' number is not a valid phone number".
[[nodiscard]] std::string read_reason(const net::HttpResponse& refused);

// "Tue, 24 Nov 2026 10:00:00 +0000"
[[nodiscard]] std::optional<Time> read_mail_date(std::string_view text);

}  // namespace muster::twilio

// The redactor: masks what looks like a credential wherever it appears. A second net under every log line and
// every problem text; the first is that nobody passes a Secret there.
#pragma once

#include <string>
#include <string_view>

namespace muster {

// Masks Slack tokens, bearer and other Authorization values, cookies, incoming-webhook and response URLs,
// JWTs, private keys, user information in URLs, sign-in links, phone numbers, and the values of ticket=,
// token=, password= and the like, in text, JSON, headers and queries. The name stays and the value becomes
// "***". Any bytes; idempotent.
[[nodiscard]] std::string redact(std::string_view text);

// Whether text holds something with the shape of a token (not merely a name like "password" before it).
[[nodiscard]] bool holds_token(std::string_view text);

}  // namespace muster

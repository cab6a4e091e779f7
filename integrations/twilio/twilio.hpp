// Twilio: pages as text messages and as calls that take a key press. What Twilio tells afterwards (delivered,
// busy, a key, a reply) comes to /hooks/twilio, signed with the account's token.
//
// Twilio has no key that tells two sendings apart: after an answer that was lost, the account's messages or
// calls to that number are listed before anything is sent again. When they cannot be, the page is reported
// as unknown and nobody is rung twice.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::twilio {

struct TwilioConfig {
  std::string account_sid;  // AC…
  Secret auth_token;
  Secret previous_auth_token;     // while it is being replaced: callbacks signed with it are believed
  std::string from;               // the number calls and messages come from
  std::string messaging_service;  // MG…: for messages instead of from; may be empty
  std::string hooks_url;          // public base of /hooks/twilio; empty: no key press, no reply, no status
  std::string api_url = "https://api.twilio.com";
  std::filesystem::path ca_file;
  std::optional<net::Proxy> proxy;
};

// invalid: say names the key.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_twilio(TwilioConfig config,
                                                               const IntegrationDeps& deps);

}  // namespace muster::twilio

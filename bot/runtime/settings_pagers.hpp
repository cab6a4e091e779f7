// What muster.yaml says of the systems that ring people. Private to settings.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/names.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// An address that is told of pages by Standard Webhooks. A person's identity `webhook` names one.
struct EndpointSettings {
  std::string id;
  std::string url;
  Secret secret;           // whsec_…
  Secret previous_secret;  // while it is being replaced; may be empty
};
struct WebhookSettings {
  std::vector<EndpointSettings> endpoints;
  std::filesystem::path ca_file;
};

struct NtfySettings {
  std::string url = "https://ntfy.sh";
  Secret token;  // tk_…; may be empty
  std::filesystem::path ca_file;
};

struct TwilioSettings {
  std::string account_sid;
  Secret auth_token;
  Secret previous_auth_token;
  std::string from;
  std::string messaging_service;
  std::string api_url = "https://api.twilio.com";
  std::filesystem::path ca_file;
};

struct PagerDutyTargetSettings {
  std::string id;
  Secret routing_key;
  std::string service;
  std::vector<PersonId> responders;
};
struct PagerDutySettings {
  std::vector<PagerDutyTargetSettings> integrations;
  Secret api_token;
  std::string from;
  Secret webhook_secret;
  Secret previous_webhook_secret;
  std::string events_url = "https://events.pagerduty.com/v2";
  std::string api_url = "https://api.pagerduty.com";
  std::filesystem::path ca_file;
};

enum class ResponderKind : std::uint8_t { team, user, escalation, schedule };
template <>
struct EnumNames<ResponderKind> {
  static constexpr std::array<std::string_view, 4> kNames = {"team", "user", "escalation", "schedule"};
};
struct ResponderSettings {
  std::string id;
  std::string responder;  // its id there
  ResponderKind kind = ResponderKind::team;
};
struct JsmSettings {
  Secret api_key;
  Secret webhook_token;
  std::vector<ResponderSettings> responders;
  std::string api_url = "https://api.atlassian.com/jsm/ops/integration/v2";
  std::filesystem::path ca_file;
};

enum class MailSecurity : std::uint8_t { starttls, tls, none };
template <>
struct EnumNames<MailSecurity> {
  static constexpr std::array<std::string_view, 3> kNames = {"starttls", "tls", "none"};
};
struct SmtpSettings {
  std::string host;
  int port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::string user;
  Secret password;
  std::string from;
  std::string hello;
  std::string reply_to;
  Secret reply_token;
  std::filesystem::path ca_file;
};

}  // namespace muster

// Keys of the systems that ring people.
#include "bot/runtime/config_adapters.hpp"

namespace muster {

namespace {

constexpr std::string_view kCaDoc = "PEM file of the authorities to trust instead of the system's";

void endpoint_keys(Keys& keys, EndpointSettings& endpoint) {
  keys.text({"url", "Where pages are posted to", true}, endpoint.url, TextRule::url);
  keys.secret({"secret", "What they are signed with (whsec_…)", true}, endpoint.secret);
  keys.secret({"previous_secret", "Signed with as well, while the secret is being replaced"},
              endpoint.previous_secret);
}

void webhook_keys(Keys& keys, WebhookSettings& webhook) {
  merge(keys, {"endpoints", "By the name that identities and escalations call them"}, Names::system,
        webhook.endpoints, endpoint_keys);
  path(keys, {"ca_file", kCaDoc}, webhook.ca_file);
}

void ntfy_keys(Keys& keys, NtfySettings& ntfy) {
  keys.text({"url", "The server"}, ntfy.url, TextRule::url);
  keys.secret({"token", "Access token (tk_…) of the user that publishes"}, ntfy.token);
  path(keys, {"ca_file", kCaDoc}, ntfy.ca_file);
}

void pagerduty_target_keys(Keys& keys, PagerDutyTargetSettings& target) {
  keys.secret({"routing_key", "Of an Events API v2 integration"}, target.routing_key);
  keys.text({"service", "Or PagerDuty's id of a service: an incident by the REST API"}, target.service,
            TextRule::word);
  people(keys, {"responders", "Who is asked to join, by their identity pagerduty; with service"},
         target.responders);
}

void pagerduty_keys(Keys& keys, PagerDutySettings& pagerduty) {
  merge(keys, {"integrations", "By the name that escalations call them: pagerduty:<name>"}, Names::system,
        pagerduty.integrations, pagerduty_target_keys);
  keys.secret({"api_token", "REST API key: for incidents, and to read schedules"}, pagerduty.api_token);
  keys.text({"from", "Mail address of the PagerDuty user in whose name the REST API is called"},
            pagerduty.from, TextRule::any);
  keys.secret({"webhook_secret", "Of the v3 webhook to /hooks/pagerduty"}, pagerduty.webhook_secret);
  keys.secret({"previous_webhook_secret", "Believed as well, while the secret is being replaced"},
              pagerduty.previous_webhook_secret);
  keys.text({"events_url", "Base of the Events API"}, pagerduty.events_url, TextRule::url);
  keys.text({"api_url", "Base of the REST API"}, pagerduty.api_url, TextRule::url);
  path(keys, {"ca_file", kCaDoc}, pagerduty.ca_file);
}

void responder_keys(Keys& keys, ResponderSettings& responder) {
  keys.text({"id", "Its id there", true}, responder.responder, TextRule::word);
  one_of(keys, {"kind", "What it is there"}, responder.kind);
}

void jsm_keys(Keys& keys, JsmSettings& jsm) {
  keys.secret({"api_key", "Of an API integration", true}, jsm.api_key);
  keys.secret({"webhook_token", "What the outgoing webhook sends: Authorization: Bearer …"},
              jsm.webhook_token);
  merge(keys, {"responders", "By the name that escalations call them: jsm:<name>"}, Names::system,
        jsm.responders, responder_keys);
  keys.text({"api_url", "Base of the API; for Opsgenie https://api.opsgenie.com/v2"}, jsm.api_url,
            TextRule::url);
  path(keys, {"ca_file", kCaDoc}, jsm.ca_file);
}

void twilio_keys(Keys& keys, TwilioSettings& twilio) {
  keys.text({"account_sid", "The account (AC…)", true}, twilio.account_sid, TextRule::word);
  keys.secret({"auth_token", "Signs in, and proves callbacks", true}, twilio.auth_token);
  keys.secret({"previous_auth_token", "Believed of callbacks as well, while the token is being replaced"},
              twilio.previous_auth_token);
  keys.text({"from", "Your Twilio number", true}, twilio.from, TextRule::word);
  keys.text({"messaging_service", "Sends messages (MG…) instead of the number"}, twilio.messaging_service,
            TextRule::word);
  keys.text({"api_url", "Base of the API, for a proxy or an emulator"}, twilio.api_url, TextRule::url);
  path(keys, {"ca_file", kCaDoc}, twilio.ca_file);
}

void smtp_keys(Keys& keys, SmtpSettings& smtp) {
  keys.text({"host", "The mail server", true}, smtp.host, TextRule::any);
  keys.whole({"port", "587 with starttls, 465 with tls"}, smtp.port, 1, 65535);
  one_of(keys, {"security", "How the connection is encrypted; none only to this machine"}, smtp.security);
  keys.text({"user", "Who muster is to the mail server; without one it does not sign in"}, smtp.user,
            TextRule::any);
  keys.secret({"password", "And the password"}, smtp.password);
  keys.text({"from", "The address pages come from", true}, smtp.from, TextRule::any);
  keys.text({"hello", "What muster calls itself in EHLO; the domain of from when not given"}, smtp.hello,
            TextRule::any);
  keys.text({"reply_to", "The mailbox whose mail is piped to /hooks/mail, so that replies are read"},
            smtp.reply_to, TextRule::any);
  keys.secret({"reply_token", "What the pipe proves itself with: Authorization: Bearer …"}, smtp.reply_token);
  path(keys, {"ca_file", kCaDoc}, smtp.ca_file);
}

// Which ways to reach people there are, the most insistent first.
std::vector<PagerMethod> methods_of(const Settings& settings) {
  std::vector<PagerMethod> methods;
  if (settings.twilio) {
    methods.push_back({"voice", "twilio", "phone"});
    methods.push_back({"sms", "twilio", "phone"});
  }
  if (settings.smtp) methods.push_back({"email", "smtp", "email"});
  if (settings.ntfy) methods.push_back({"push", "ntfy", "ntfy"});
  if (settings.webhook) methods.push_back({"webhook", "webhook", "webhook"});
  return methods;
}

}  // namespace

void pager_keys(Keys& keys, Settings& settings) {
  keys.text({"hooks_url", "Base of the addresses at which providers call back, when it is not console_url"},
            settings.hooks_url, TextRule::url);
  keys.section({"pagerduty", "Pages to PagerDuty, and schedules and acknowledgements from there"},
               [&](Keys& inside) { pagerduty_keys(inside, settings.pagerduty.emplace()); });
  keys.section({"jsm", "Pages to Jira Service Management or Opsgenie"},
               [&](Keys& inside) { jsm_keys(inside, settings.jsm.emplace()); });
  keys.section({"twilio", "Pages by text message and telephone"},
               [&](Keys& inside) { twilio_keys(inside, settings.twilio.emplace()); });
  keys.section({"smtp", "Pages by mail"}, [&](Keys& inside) { smtp_keys(inside, settings.smtp.emplace()); });
  keys.section({"webhook", "Pages to addresses of your own, by Standard Webhooks"},
               [&](Keys& inside) { webhook_keys(inside, settings.webhook.emplace()); });
  keys.section({"ntfy", "Pages as push messages through ntfy"},
               [&](Keys& inside) { ntfy_keys(inside, settings.ntfy.emplace()); });
  keys.section({"heartbeat_out", "An address that is called as long as muster works"}, [&](Keys& inside) {
    HeartbeatOutSettings& beat = settings.heartbeat_out.emplace();
    inside.secret({"url", "Of whoever raises the alarm when the calls stop", true}, beat.url);
    duration(inside, {"every", "How often it is called"}, beat.every);
    path(inside, {"ca_file", kCaDoc}, beat.ca_file);
  });
  settings.policy.pager_methods = methods_of(settings);
}

}  // namespace muster

#include "integrations/catalog.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bot/net/http_client.hpp"
#include "integrations/alerts/receiver.hpp"
#include "integrations/console/console_platform.hpp"
#include "integrations/heartbeat/heartbeat.hpp"
#include "integrations/ical/feeds.hpp"
#include "integrations/jsm/jsm.hpp"
#include "integrations/ntfy/ntfy.hpp"
#include "integrations/pagerduty/pagerduty.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/smtp/smtp.hpp"
#include "integrations/teams/teams.hpp"
#include "integrations/twilio/twilio.hpp"
#include "integrations/webhook/webhook.hpp"

namespace muster {

namespace {

Result<std::optional<net::Proxy>> proxy_of(const Settings& settings) {
  if (settings.network.proxy.empty()) return std::nullopt;
  auto proxy = net::make_proxy(settings.network.proxy, settings.network.no_proxy);
  if (!proxy) return fail(ErrorKind::invalid, "network.proxy: " + proxy.error().say);
  return std::optional{*std::move(proxy)};
}

// Where systems outside call us: what stands before /hooks.
std::string hooks_url_of(const Settings& settings) {
  return settings.hooks_url.empty() ? settings.policy.console_url : settings.hooks_url;
}

class SlackIntegration final : public Integration {
 public:
  explicit SlackIntegration(std::unique_ptr<slack::Slack> slack) : slack_{std::move(slack)} {}
  [[nodiscard]] ChatPlatform* chat() override { return slack_.get(); }
  void start() override { slack_->start(); }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) override {
    co_await slack_->stop(deadline);
  }
  asio::awaitable<std::vector<Finding>> check() override {
    std::vector<Finding> findings;
    for (slack::Finding& found : co_await slack_->check()) {
      findings.push_back({found.ok, std::move(found.what), std::move(found.fix)});
    }
    co_return findings;
  }

 private:
  std::unique_ptr<slack::Slack> slack_;
};

Result<std::unique_ptr<Integration>> make_slack(const Settings& settings, const IntegrationDeps& deps) {
  slack::SlackConfig config;
  config.app_token = settings.slack->app_token;
  config.bot_token = settings.slack->bot_token;
  config.api_url = settings.slack->api_url;
  config.ca_file = settings.slack->ca_file.string();
  config.command = settings.policy.command;
  MUSTER_TRY(config.proxy, proxy_of(settings));
  MUSTER_TRY(auto made, slack::Slack::create(deps.io, std::move(config), deps.intake, deps.board, deps.clock,
                                             {deps.home}));
  return std::make_unique<SlackIntegration>(std::move(made));
}

Result<std::unique_ptr<Integration>> make_teams(const Settings& settings, const IntegrationDeps& deps) {
  const MicrosoftTeamsSettings& given = *settings.microsoft_teams;
  teams::TeamsConfig config;
  config.app_id = given.app_id;
  config.tenant_id = given.tenant_id;
  config.app_secret = given.app_secret;
  config.team = given.team;
  if (given.rooms == TeamsRooms::threads) config.rooms = teams::RoomKind::threads;
  config.channel = given.channel;
  config.organizer = given.organizer;
  config.service_url = given.service_url;
  config.service_hosts = given.service_hosts;
  config.login_url = given.login_url;
  config.graph_url = given.graph_url;
  config.openid_url = given.openid_url;
  config.issuer = given.issuer;
  config.console_url = settings.policy.console_url;
  config.ca_file = given.ca_file;
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return teams::make_teams(std::move(config), deps);
}

class ConsoleIntegration final : public Integration {
 public:
  explicit ConsoleIntegration(console::PlatformDeps deps) : chat_{std::move(deps)} {}
  [[nodiscard]] ChatPlatform* chat() override { return &chat_; }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override {
    std::vector<Finding> none;
    co_return none;
  }

 private:
  console::ConsolePlatform chat_;
};

Result<std::unique_ptr<Integration>> make_console(const Settings& settings, const IntegrationDeps& deps) {
  return std::make_unique<ConsoleIntegration>(console::PlatformDeps{
      deps.clock, deps.intake, deps.reader, [url = settings.policy.console_url] { return url; }});
}

class IcalIntegration final : public Integration {
 public:
  explicit IcalIntegration(std::unique_ptr<ical::Feeds> feeds) : feeds_{std::move(feeds)} {}
  [[nodiscard]] std::vector<std::pair<std::string, HealthReport>> other_parts() override {
    return feeds_->health();
  }
  void start() override { feeds_->start(); }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) override {
    co_await feeds_->stop(deadline);
  }
  asio::awaitable<std::vector<Finding>> check() override { return feeds_->check(); }

 private:
  std::unique_ptr<ical::Feeds> feeds_;
};

bool has_calendars(const Settings& settings) {
  return std::ranges::any_of(settings.policy.schedules,
                             [](const Schedule& schedule) { return schedule.source == ShiftSource::ical; });
}

Result<std::unique_ptr<Integration>> make_ical(const Settings& settings, const IntegrationDeps& deps) {
  ical::FeedsConfig config;
  for (const Schedule& schedule : settings.policy.schedules) {
    if (schedule.source == ShiftSource::ical) config.schedules.push_back(schedule);
  }
  MUSTER_TRY(config.proxy, proxy_of(settings));
  MUSTER_TRY(auto made, ical::Feeds::create(std::move(config), deps));
  return std::make_unique<IcalIntegration>(std::move(made));
}

Result<std::unique_ptr<Integration>> make_webhook(const Settings& settings, const IntegrationDeps& deps) {
  webhook::WebhookConfig config;
  for (const EndpointSettings& each : settings.webhook->endpoints)
    config.endpoints.push_back({each.id, each.url, {each.secret, each.previous_secret}});
  config.ca_file = settings.webhook->ca_file;
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return webhook::make_webhook(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_ntfy(const Settings& settings, const IntegrationDeps& deps) {
  ntfy::NtfyConfig config{settings.ntfy->url, settings.ntfy->token, settings.ntfy->ca_file, std::nullopt};
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return ntfy::make_ntfy(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_smtp(const Settings& settings, const IntegrationDeps& deps) {
  const SmtpSettings& given = *settings.smtp;
  smtp::SmtpConfig config{
      given.host, given.port,  smtp::Security::starttls, given.user,        given.password,
      given.from, given.hello, given.reply_to,           given.reply_token, given.ca_file};
  if (given.security == MailSecurity::tls) config.security = smtp::Security::tls;
  if (given.security == MailSecurity::none) config.security = smtp::Security::none;
  return smtp::make_smtp(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_twilio(const Settings& settings, const IntegrationDeps& deps) {
  const TwilioSettings& given = *settings.twilio;
  twilio::TwilioConfig config{given.account_sid, given.auth_token,        given.previous_auth_token,
                              given.from,        given.messaging_service, hooks_url_of(settings),
                              given.api_url,     given.ca_file,           std::nullopt};
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return twilio::make_twilio(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_pagerduty(const Settings& settings, const IntegrationDeps& deps) {
  const PagerDutySettings& given = *settings.pagerduty;
  pagerduty::PagerDutyConfig config;
  for (const PagerDutyTargetSettings& each : given.integrations)
    config.targets.push_back({each.id, each.routing_key, each.service, each.responders});
  config.api_token = given.api_token;
  config.from = given.from;
  config.webhook_secret = given.webhook_secret;
  config.previous_webhook_secret = given.previous_webhook_secret;
  config.events_url = given.events_url;
  config.api_url = given.api_url;
  config.ca_file = given.ca_file;
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return pagerduty::make_pagerduty(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_jsm(const Settings& settings, const IntegrationDeps& deps) {
  const JsmSettings& given = *settings.jsm;
  jsm::JsmConfig config;
  for (const ResponderSettings& each : given.responders)
    config.targets.push_back({each.id, each.responder, std::string{name_of(each.kind)}});
  config.api_key = given.api_key;
  config.webhook_token = given.webhook_token;
  config.api_url = given.api_url;
  config.ca_file = given.ca_file;
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return jsm::make_jsm(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_heartbeat(const Settings& settings, const IntegrationDeps& deps) {
  const HeartbeatOutSettings& given = *settings.heartbeat_out;
  heartbeat::HeartbeatConfig config{given.url, std::chrono::ceil<std::chrono::seconds>(given.every),
                                    given.ca_file, std::nullopt};
  MUSTER_TRY(config.proxy, proxy_of(settings));
  return heartbeat::make_heartbeat(std::move(config), deps);
}

Result<std::unique_ptr<Integration>> make_alerts(const Settings& settings, const IntegrationDeps& deps) {
  MUSTER_TRY(const std::optional<net::Proxy> proxy, proxy_of(settings));
  MUSTER_TRY(const std::shared_ptr<net::TlsClient> trust, net::make_tls_client(std::nullopt, proxy));
  const auto http = std::make_shared<net::HttpClient>(trust);
  alerts::Fetch fetch = [http](std::string url) -> asio::awaitable<Result<std::string>> {
    net::HttpRequest request;
    request.url = std::move(url);
    MUSTER_CO_TRY(net::HttpResponse answer, co_await http->send(std::move(request)));
    if (answer.status != 200)
      co_return fail(ErrorKind::rejected, "it answered " + std::to_string(answer.status));
    co_return std::move(answer.body);
  };
  return std::make_unique<alerts::Receiver>(
      alerts::ReceiverSettings{settings.sources, settings.policy.heartbeats, settings.heartbeat_tokens,
                               std::move(fetch)},
      deps);
}

bool hears_alerts(const Settings& settings) {
  return !settings.policy.heartbeats.empty() || std::ranges::any_of(settings.sources, alerts::has_hook);
}

constexpr std::array<IntegrationSpec, 12> kTable = {{
    {"alerts", "alerts and heartbeats at /hooks", false, hears_alerts, make_alerts},
    {"slack", "Slack over Socket Mode and the Web API", true,
     [](const Settings& settings) { return settings.slack.has_value(); }, make_slack},
    {"teams", "Microsoft Teams over the Bot Connector and Graph", true,
     [](const Settings& settings) { return settings.microsoft_teams.has_value(); }, make_teams},
    {"pagerduty", "pages to PagerDuty", false,
     [](const Settings& settings) { return settings.pagerduty.has_value(); }, make_pagerduty},
    {"jsm", "pages to Jira Service Management or Opsgenie", false,
     [](const Settings& settings) { return settings.jsm.has_value(); }, make_jsm},
    {"twilio", "pages by text message and telephone", false,
     [](const Settings& settings) { return settings.twilio.has_value(); }, make_twilio},
    {"smtp", "pages by mail", false, [](const Settings& settings) { return settings.smtp.has_value(); },
     make_smtp},
    {"webhook", "pages to addresses of one's own, by Standard Webhooks", false,
     [](const Settings& settings) { return settings.webhook.has_value(); }, make_webhook},
    {"ntfy", "pages as push messages", false,
     [](const Settings& settings) { return settings.ntfy.has_value(); }, make_ntfy},
    {"ical", "calendars that have the shifts of schedules", false, has_calendars, make_ical},
    {"heartbeat", "muster's own heartbeat, to whoever watches it", false,
     [](const Settings& settings) { return settings.heartbeat_out.has_value(); }, make_heartbeat},
    {"console", "muster's own chat in the browser", true, [](const Settings& /*settings*/) { return true; },
     make_console},
}};

}  // namespace

std::span<const IntegrationSpec> all_integrations() {
  return kTable;
}

}  // namespace muster

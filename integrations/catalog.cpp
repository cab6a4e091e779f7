#include "integrations/catalog.hpp"

#include <algorithm>
#include <array>

#include "integrations/alerts/receiver.hpp"
#include "integrations/console/console_platform.hpp"
#include "integrations/slack/slack.hpp"

namespace muster {

namespace {

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
  if (!settings.network.proxy.empty()) {
    auto proxy = net::make_proxy(settings.network.proxy, settings.network.no_proxy);
    if (!proxy) return fail(ErrorKind::invalid, "network.proxy: " + proxy.error().say);
    config.proxy = *std::move(proxy);
  }
  MUSTER_TRY(auto made, slack::Slack::create(deps.io, std::move(config), deps.intake, deps.board, deps.clock,
                                             {deps.home}));
  return std::make_unique<SlackIntegration>(std::move(made));
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

Result<std::unique_ptr<Integration>> make_alerts(const Settings& settings, const IntegrationDeps& deps) {
  return std::make_unique<alerts::Receiver>(
      alerts::ReceiverSettings{settings.sources, settings.policy.heartbeats, settings.heartbeat_tokens}, deps);
}

bool hears_alerts(const Settings& settings) {
  return !settings.policy.heartbeats.empty() || std::ranges::any_of(settings.sources, alerts::has_hook);
}

constexpr std::array<IntegrationSpec, 3> kTable = {{
    {"alerts", "Alerts and heartbeats at /hooks", false, hears_alerts, make_alerts},
    {"slack", "Slack over Socket Mode and the Web API", true,
     [](const Settings& settings) { return settings.slack.has_value(); }, make_slack},
    {"console", "muster's own chat in the browser", true, [](const Settings& /*settings*/) { return true; },
     make_console},
}};

}  // namespace

std::span<const IntegrationSpec> all_integrations() {
  return kTable;
}

}  // namespace muster

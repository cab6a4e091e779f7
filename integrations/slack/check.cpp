#include "integrations/slack/check.hpp"

#include "integrations/slack/slack_manifest.hpp"
#include "integrations/slack/socket_mode.hpp"

namespace muster::slack {
namespace {

constexpr std::chrono::seconds kSocketLimit{10};

std::vector<Finding> findings_of(const Result<ApiAnswer>& auth) {
  if (!auth) return {{false, "bot token", auth.error().say}};
  const Self self = read_self(*auth);
  std::vector<Finding> findings{{true, "bot token: " + text_of(*auth, "user") + " in " + self.workspace, {}}};
  if (self.bot_id.empty()) {
    findings.front() = {false, "bot token",
                        "This is not a bot token. Take the one that starts with xoxb- from OAuth & "
                        "Permissions in the app's settings."};
  }
  const std::string missing = missing_scopes(auth->granted_scopes);
  findings.push_back({missing.empty(), missing.empty() ? "scopes: all granted" : "scopes: missing " + missing,
                      missing.empty()
                          ? ""
                          : "Paste the current manifest (muster manifest slack) into the app's settings "
                            "and reinstall the app."});
  return findings;
}

}  // namespace

asio::awaitable<std::vector<Finding>> check_slack(std::shared_ptr<WebApi> bot_api,
                                                  std::shared_ptr<WebApi> app_api,
                                                  std::shared_ptr<net::TlsClient> trust) {
  const auto auth = co_await bot_api->call("auth.test", {}, {.repeatable = true});
  std::vector<Finding> findings = findings_of(auth);
  const auto hello = co_await SocketMode::try_once(std::move(app_api), std::move(trust), kSocketLimit);
  if (!hello) {
    findings.push_back({false, "Socket Mode",
                        hello.error().say + " The app token starts with xapp- and has the scope "
                                            "connections:write (Basic Information in the app's settings)."});
    co_return findings;
  }
  findings.push_back({true, "Socket Mode: connected", {}});
  if (hello->num_connections > 3) {
    findings.push_back(
        {false, "Socket Mode: Slack counts " + std::to_string(hello->num_connections) + " connections",
         "Another process may use the same app token and take part of the messages: one Slack app per "
         "environment."});
  }
  co_return findings;
}

}  // namespace muster::slack

// Settings: everything muster.yaml says. Policy is what the rules read; the rest is what the program needs to
// run.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/log.hpp"
#include "bot/base/names.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/retention.hpp"
#include "bot/ports/alert_source.hpp"
#include "bot/runtime/settings_pagers.hpp"

namespace muster {

enum class LogFormat : std::uint8_t { text, json };
template <>
struct EnumNames<LogFormat> {
  static constexpr std::array<std::string_view, 2> kNames = {"text", "json"};
};
template <>
struct EnumNames<LogLevel> {
  static constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warn", "error"};
};

struct LogSettings {
  LogFormat format = LogFormat::text;
  LogLevel level = LogLevel::info;  // lines below it are not written
};

struct SlackSettings {
  Secret app_token;  // xapp-…, opens the socket
  Secret bot_token;  // xoxb-…, calls the Web API
  std::string api_url = "https://slack.com/api";
  std::filesystem::path ca_file;  // PEM; empty: the system's authorities
};

enum class TeamsRooms : std::uint8_t { channels, threads };
template <>
struct EnumNames<TeamsRooms> {
  static constexpr std::array<std::string_view, 2> kNames = {"channels", "threads"};
};

// Microsoft Teams. The section is called microsoft_teams, since `teams` are those that own services.
struct MicrosoftTeamsSettings {
  std::string app_id;
  std::string tenant_id;
  Secret app_secret;
  std::string team;  // group id
  TeamsRooms rooms = TeamsRooms::channels;
  std::string channel;    // of the threads, by id or name
  std::string organizer;  // object id; empty: incidents get no call
  std::string service_url = "https://smba.trafficmanager.net/teams/";
  std::vector<std::string> service_hosts;
  std::string login_url = "https://login.microsoftonline.com";
  std::string graph_url = "https://graph.microsoft.com/v1.0";
  std::string openid_url = "https://login.botframework.com/v1/.well-known/openidconfiguration";
  std::string issuer = "https://api.botframework.com";
  std::filesystem::path ca_file;
};

// How muster gets out.
struct NetworkSettings {
  std::string proxy;                  // http://proxy.example:3128; empty: directly
  std::vector<std::string> no_proxy;  // hosts reached directly all the same
};

// Whoever raises the alarm when muster itself is silent.
struct HeartbeatOutSettings {
  Secret url;
  Duration every = std::chrono::minutes{1};
  std::filesystem::path ca_file;
};

struct Settings {
  Policy policy = default_policy();
  std::string listen = "127.0.0.1:8080";  // address of the console and the webhooks
  std::filesystem::path data_dir;         // empty: the command line decides
  std::filesystem::path tls_cert;         // PEM chain; both or neither
  std::filesystem::path tls_key;
  std::filesystem::path tls_client_ca;  // authorities of sources' certificates; empty: none are asked for
  LogSettings log;
  Retention retention;
  NetworkSettings network;
  std::optional<SlackSettings> slack;
  std::optional<MicrosoftTeamsSettings> microsoft_teams;
  std::vector<SourceSettings> sources;
  Secret
      calendar_token;  // what a calendar programme shows to read the feeds of shifts; empty: there are none
  std::string hooks_url;  // what providers call us at, without /hooks; empty: policy.console_url
  std::optional<PagerDutySettings> pagerduty;
  std::optional<JsmSettings> jsm;
  std::optional<TwilioSettings> twilio;
  std::optional<SmtpSettings> smtp;
  std::optional<WebhookSettings> webhook;
  std::optional<NtfySettings> ntfy;
  std::optional<HeartbeatOutSettings> heartbeat_out;
  std::map<std::string, Secret> heartbeat_tokens;  // by the heartbeat's id
  std::string text;                                // muster.yaml as it was read; empty: there is none
};

}  // namespace muster

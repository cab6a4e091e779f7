// Teams: the ChatPlatform of a Microsoft Teams team, and the intake of what people do there. Teams calls
// muster at one address (POST /api/messages); muster calls the Bot Connector and Microsoft Graph.
//
// A message is acknowledged (HTTP 200) only when Intake says that it is kept; an answer follows as a message.
// An invoke (a click, a form) is answered in the response. Create, start() once, stop() before the io_context
// ends. io thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::teams {

// Where an incident's room is: a channel of its own, or a thread in one fixed channel.
enum class RoomKind : std::uint8_t { channels, threads };

struct TeamsConfig {
  std::string app_id;     // of the Entra application, which is the bot's
  std::string tenant_id;  // the only tenant that is served
  Secret app_secret;
  std::string team;  // group id: where channels are made
  RoomKind rooms = RoomKind::channels;
  std::string channel;    // of the threads, by id or name
  std::string organizer;  // object id of whoever meetings are made for; empty: none are made
  std::string service_url = "https://smba.trafficmanager.net/teams/";
  std::vector<std::string> service_hosts;  // that are believed besides Microsoft's
  std::string login_url = "https://login.microsoftonline.com";
  std::string graph_url = "https://graph.microsoft.com/v1.0";
  std::string openid_url = "https://login.botframework.com/v1/.well-known/openidconfiguration";
  std::string issuer = "https://api.botframework.com";
  std::string console_url;
  std::filesystem::path ca_file;  // PEM; empty: the system's authorities
  std::optional<net::Proxy> proxy{};
};

// invalid: an id or URL that cannot be used; say names the setting.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_teams(TeamsConfig config,
                                                              const IntegrationDeps& deps);

}  // namespace muster::teams

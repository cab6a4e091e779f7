// The table of what the connector and Graph can be asked.
#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/call.hpp"

namespace muster::fake::teams {
namespace {

constexpr const char* kReadMessages = "ChannelMessage.Read.All ChannelMessage.Read.Group";
constexpr const char* kReadSettings =
    "ChannelSettings.Read.All ChannelSettings.ReadWrite.All ChannelSettings.Read.Group "
    "ChannelSettings.ReadWrite.Group Channel.ReadBasic.All";

const Route kRoutes[] = {
    {"create_conversation", "POST", "v3/conversations", Area::connector, Load::send, create_conversation},
    {"send", "POST", "v3/conversations/{}/activities", Area::connector, Load::send, send_activity},
    {"reply", "POST", "v3/conversations/{}/activities/{}", Area::connector, Load::send, reply_to_activity},
    {"update", "PUT", "v3/conversations/{}/activities/{}", Area::connector, Load::send, update_activity},
    {"delete", "DELETE", "v3/conversations/{}/activities/{}", Area::connector, Load::send, delete_activity},
    {"members", "GET", "v3/conversations/{}/pagedmembers", Area::connector, Load::members, get_paged_members},
    {"member", "GET", "v3/conversations/{}/members/{}", Area::connector, Load::members, get_member},
    {"team", "GET", "v3/teams/{}", Area::connector, Load::members, get_team},
    {"channels", "GET", "v3/teams/{}/conversations", Area::connector, Load::members, get_team_channels},

    {"create_channel", "POST", "graph/v1.0/teams/{}/channels", Area::graph, Load::graph_write,
     graph_create_channel, "Channel.Create Channel.Create.Group"},
    {"list_channels", "GET", "graph/v1.0/teams/{}/channels", Area::graph, Load::graph_read,
     graph_list_channels, kReadSettings},
    {"get_channel", "GET", "graph/v1.0/teams/{}/channels/{}", Area::graph, Load::graph_read,
     graph_get_channel, kReadSettings},
    {"update_channel", "PATCH", "graph/v1.0/teams/{}/channels/{}", Area::graph, Load::graph_write,
     graph_update_channel, "ChannelSettings.ReadWrite.All ChannelSettings.ReadWrite.Group"},
    {"delete_channel", "DELETE", "graph/v1.0/teams/{}/channels/{}", Area::graph, Load::graph_delete,
     graph_delete_channel, "Channel.Delete.All Channel.Delete.Group"},
    {"list_members", "GET", "graph/v1.0/teams/{}/members", Area::graph, Load::graph_read, graph_list_members,
     "TeamMember.Read.All TeamMember.Read.Group"},
    {"list_messages", "GET", "graph/v1.0/teams/{}/channels/{}/messages", Area::graph, Load::graph_read,
     graph_list_messages, kReadMessages},
    {"get_message", "GET", "graph/v1.0/teams/{}/channels/{}/messages/{}", Area::graph, Load::graph_read,
     graph_get_message, kReadMessages},
    {"list_replies", "GET", "graph/v1.0/teams/{}/channels/{}/messages/{}/replies", Area::graph,
     Load::graph_read, graph_list_replies, kReadMessages},
    {"get_message", "GET", "graph/v1.0/teams/{}/channels/{}/messages/{}/replies/{}", Area::graph,
     Load::graph_read, graph_get_message, kReadMessages},
    {"create_tab", "POST", "graph/v1.0/teams/{}/channels/{}/tabs", Area::graph, Load::graph_write,
     graph_create_tab,
     "TeamsTab.Create TeamsTab.Create.Group TeamsTab.ReadWrite.All TeamsTab.ReadWrite.Group"},
    {"list_tabs", "GET", "graph/v1.0/teams/{}/channels/{}/tabs", Area::graph, Load::graph_read,
     graph_list_tabs,
     "TeamsTab.Read.All TeamsTab.Read.Group TeamsTab.ReadWrite.All TeamsTab.ReadWrite.Group"},
    {"create_meeting", "POST", "graph/v1.0/users/{}/onlineMeetings", Area::graph, Load::graph_write,
     graph_create_meeting, "OnlineMeetings.ReadWrite.All"},
    {"get_user", "GET", "graph/v1.0/users/{}", Area::graph, Load::graph_read, graph_get_user,
     "User.ReadBasic.All User.Read.All"},
    {"notify", "POST", "graph/v1.0/teams/{}/sendActivityNotification", Area::graph, Load::graph_notify,
     graph_notify, "TeamsActivity.Send TeamsActivity.Send.Group"},
};

std::vector<std::string> segments(const std::string& path) {
  std::vector<std::string> found;
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = path.find('/', at);
    found.push_back(path.substr(at, end - at));
    if (end == std::string::npos) return found;
    at = end + 1;
  }
}

bool matches(const std::vector<std::string>& path, const std::vector<std::string>& pattern,
             std::vector<std::string>& params) {
  if (path.size() != pattern.size()) return false;
  params.clear();
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i] == "{}" && !path[i].empty()) {
      params.push_back(percent_decode(path[i], false));
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

const Route* find_route(const std::string& verb, const std::string& path, std::vector<std::string>& params) {
  const std::vector<std::string> wanted = segments(path);
  for (const Route& route : kRoutes) {
    if (verb == route.verb && matches(wanted, segments(route.pattern), params)) return &route;
  }
  return nullptr;
}

}  // namespace muster::fake::teams

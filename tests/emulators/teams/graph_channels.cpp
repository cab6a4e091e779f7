// Graph: channels of the team, and their tabs.
#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/channels.hpp"
#include "tests/emulators/teams/graph.hpp"
#include "tests/emulators/teams/messages.hpp"

namespace muster::fake::teams {
namespace {

constexpr std::size_t kMostDescription = 1024;

Json shown(const Json& channel) {
  return {{"id", channel["id"]},
          {"createdDateTime", iso_time(get_int(channel, "created_ms"))},
          {"displayName", channel["name"]},
          {"description", channel["description"]},
          {"email", ""},
          {"tenantId", kTenant},
          {"webUrl", web_url(get_string(channel, "id"))},
          {"membershipType", channel["membership"]},
          {"isArchived", false}};
}

Json tab_shown(const Json& tab) {
  Json shown_tab = tab;
  shown_tab.erase("app");
  return shown_tab;
}

void check_channel_body(const Json& body) {
  if (get_string(body, "description").size() > kMostDescription) {
    fail(400, "BadRequest", "Channel description is longer than 1024 characters.");
  }
}

void check_private(const Call& call) {
  for (const Json& member_body : member(call.body, "members")) {
    const std::string bind = get_string(member_body, "user@odata.bind");
    const std::size_t open = bind.find("users('");
    const std::string id = open == std::string::npos ? "" : bind.substr(open + 7, bind.find("')") - open - 7);
    if (!call.teams.world.user(id)) fail(404, "NotFound", "No such user: " + bind);
    if (has_item(member(member_body, "roles"), "owner")) return;
  }
  fail(400, "BadRequest", "A private or shared channel made by an application must name an owner.");
}

// displayName eq 'inc-42': the only filter known here.
std::string wanted_name(const Call& call) {
  const std::string filter = get_string(call.query, "$filter");
  if (filter.empty()) return "";
  static const std::string kBegin = "displayName eq '";
  if (!filter.starts_with(kBegin) || !filter.ends_with("'"))
    fail(400, "BadRequest", "Invalid filter clause.");
  return filter.substr(kBegin.size(), filter.size() - kBegin.size() - 1);
}

}  // namespace

void check_graph_team(const Call& call) {
  if (call.params[0] != kTeamGraphId) fail(404, "NotFound", "No team found with Group Id " + call.params[0]);
}

Json graph_channel(const Call& call) {
  check_graph_team(call);
  const Json* channel = call.teams.world.find(kind::kChannels, call.params.at(1));
  if (!channel || get_bool(*channel, "deleted"))
    fail(404, "NotFound", "Could not find the requested channel.");
  return *channel;
}

std::string web_url(const std::string& channel_id, const std::string& message_id) {
  std::string encoded;
  for (const char c : channel_id) encoded += c == ':' ? "%3A" : c == '@' ? "%40" : std::string(1, c);
  return "https://teams.microsoft.com/l/" +
         (message_id.empty() ? "channel/" + encoded : "message/" + encoded + "/" + message_id) +
         "?groupId=" + kTeamGraphId + "&tenantId=" + kTenant;
}

Json graph_list(const Call& call, const std::vector<Json>& items, std::int64_t default_size) {
  const std::int64_t size = std::clamp<std::int64_t>(get_int(call.query, "$top", default_size), 1, 999);
  Page page = page_of(items, get_string(call.query, "$skiptoken"), size);
  Json answer = {{"@odata.context", call.teams.base_url + "/graph/v1.0/$metadata#" + call.method},
                 {"@odata.count", page.items.size()},
                 {"value", std::move(page.items)}};
  if (page.next.empty()) return answer;
  std::string path = call.teams.base_url + "/graph/v1.0/teams/" + call.params[0];
  if (call.method == "list_members") path += "/members";
  if (call.method == "list_channels") path += "/channels";
  if (call.method == "list_messages" || call.method == "list_replies")
    path += "/channels/" + call.params[1] + "/messages";
  if (call.method == "list_replies") path += "/" + call.params[2] + "/replies";
  answer["@odata.nextLink"] = path + "?$top=" + std::to_string(size) + "&$skiptoken=" + page.next;
  return answer;
}

Json graph_create_channel(Call& call) {
  check_graph_team(call);
  const std::string name = get_string(call.body, "displayName");
  const std::string problem = channel_name_problem(call.teams.world, name);
  if (!problem.empty()) fail(400, "BadRequest", problem);
  check_channel_body(call.body);
  if (team_is_full(call.teams.world))
    fail(400, "BadRequest", "The team has reached the limit of 1000 channels.");
  const std::string membership = get_string(call.body, "membershipType", "standard");
  if (membership != "standard" && membership != "private" && membership != "shared") {
    fail(400, "BadRequest", "Invalid membershipType.");
  }
  if (membership != "standard") check_private(call);
  const Json wanted = {
      {"name", name}, {"description", get_string(call.body, "description")}, {"membership", membership}};
  const Json channel = create_channel(call.teams, wanted,
                                      get_int(call.teams.world.config(), "provisioning_ms"), bot_account());
  call.status = 201;
  call.result = {{"id", channel["id"]}};
  return shown(channel);
}

Json graph_list_channels(Call& call) {
  check_graph_team(call);
  const std::string name = wanted_name(call);
  std::vector<Json> items;
  for (const auto& [id, channel] : call.teams.world.all(kind::kChannels)) {
    if (get_bool(channel, "deleted")) continue;
    if (name.empty() || lower_case(get_string(channel, "name")) == lower_case(name))
      items.push_back(shown(channel));
  }
  return graph_list(call, items, 999);
}

Json graph_get_channel(Call& call) {
  return shown(graph_channel(call));
}

Json graph_update_channel(Call& call) {
  Json channel = graph_channel(call);
  check_channel_body(call.body);
  if (call.body.contains("description")) {
    channel["description"] = get_string(call.body, "description");
    call.teams.world.put(kind::kChannels, call.params[1], channel);
  }
  const std::string name = get_string(call.body, "displayName", get_string(channel, "name"));
  if (name != get_string(channel, "name")) {
    if (call.params[1] == kTeamId) fail(400, "BadRequest", "The General channel cannot be renamed.");
    const std::string problem = channel_name_problem(call.teams.world, name, call.params[1]);
    if (!problem.empty()) fail(400, "BadRequest", problem);
    rename_channel(call.teams, channel, name, bot_account());
  }
  call.status = 204;
  return nullptr;
}

Json graph_delete_channel(Call& call) {
  const Json channel = graph_channel(call);
  if (call.params[1] == kTeamId) fail(400, "BadRequest", "The General channel cannot be deleted.");
  delete_channel(call.teams, channel, bot_account());
  call.status = 204;
  return nullptr;
}

Json graph_create_tab(Call& call) {
  Json channel = graph_channel(call);
  const std::string name = get_string(call.body, "displayName");
  const std::string app = get_string(call.body, "teamsApp@odata.bind");
  const Json& configuration = member(call.body, "configuration");
  const std::string url = get_string(configuration, "contentUrl");
  if (name.empty() || name.size() > 128)
    fail(400, "BadRequest", "The display name of a tab has 1 to 128 characters.");
  if (app.find("/appCatalogs/teamsApps/") == std::string::npos) {
    fail(400, "BadRequest", "teamsApp@odata.bind is missing or invalid.");
  }
  if (!url.starts_with("https://")) fail(400, "BadRequest", "contentUrl must be an https address.");
  const Json tab = {{"id", guid_of("tab " + random_hex(8))},
                    {"displayName", name},
                    {"webUrl", web_url(call.params[1])},
                    {"app", app.substr(app.rfind('/') + 1)},
                    {"configuration", configuration}};
  channel["tabs"].push_back(tab);
  call.teams.world.put(kind::kChannels, call.params[1], channel);
  call.status = 201;
  call.result = {{"id", tab["id"]}};
  return tab_shown(tab);
}

Json graph_list_tabs(Call& call) {
  std::vector<Json> items;
  const Json channel = graph_channel(call);
  for (const Json& tab : channel["tabs"]) items.push_back(tab_shown(tab));
  return graph_list(call, items, 999);
}

}  // namespace muster::fake::teams

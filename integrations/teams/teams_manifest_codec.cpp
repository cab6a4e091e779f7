#include "integrations/teams/teams_manifest_codec.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/url.hpp"
#include "integrations/teams/ids.hpp"

namespace muster::teams {

namespace {

using nlohmann::json;

constexpr std::array kPermissions = {
    TeamPermission{
        "ChannelMessage.Read.Group",
        "messages of an incident's channel belong to its record, and muster finds its own posts again after "
        "a lost answer; without it muster hears only what mentions it"},
    TeamPermission{"Channel.Create.Group", "opens a channel for each incident"},
    TeamPermission{"ChannelSettings.ReadWrite.Group",
                   "finds a channel by its name and keeps its description up to date"},
    TeamPermission{"TeamMember.Read.Group", "tells who is in the team and who has to be asked in"},
    TeamPermission{"TeamsTab.Create.Group", "puts the incident's page into its channel as a tab"},
    TeamPermission{"TeamsTab.Read.Group", "sees whether that tab is there already after a lost answer"},
};

constexpr std::string_view kShort = "Declare, run and record incidents from chat";
constexpr std::string_view kFull =
    "muster declares incidents, opens a channel for each, keeps the timeline, reminds of updates, pages "
    "people and "
    "drafts the postmortem. Mention it to talk to it: @muster declare sev2 Checkout is down. @muster help "
    "tells the "
    "rest.\n\nWhich messages it reads and why: where the app is installed in a team, Teams gives muster the "
    "messages of "
    "the team's standard channels. In the channel or thread of an incident they belong to its record: a "
    "message can be "
    "put on the timeline, and who joins late is told what happened. Messages elsewhere are ignored unless "
    "they mention "
    "muster. muster runs on servers of your own organisation; what it keeps stays there.\n\nWhat else it may "
    "do, in "
    "these teams only: create channels and tabs for incidents, keep the channels' descriptions, see who is a "
    "member, and "
    "put a page into a person's activity feed.";

bool is_version(std::string_view text) {
  int numbers = 0;
  while (true) {
    const std::string_view number = text.substr(0, text.find('.'));
    const bool digits = std::ranges::all_of(number, [](char c) { return is_digit(c); });
    if (number.empty() || number.size() > 9 || !digits || (number.size() > 1 && number[0] == '0'))
      return false;
    if (++numbers == 3) return number.size() == text.size();
    if (number.size() == text.size()) return false;
    text.remove_prefix(number.size() + 1);
  }
}

json command_list(std::vector<std::string> scopes, const std::vector<OfferedCommand>& offered) {
  constexpr std::size_t kMost = 10;
  json commands = json::array();
  for (const OfferedCommand& each : offered) {
    if (commands.size() == kMost) break;
    commands.push_back({{"title", shorten(each.title, 32)}, {"description", shorten(each.description, 128)}});
  }
  return {{"scopes", std::move(scopes)}, {"commands", std::move(commands)}};
}

json bot(const TeamsManifestOptions& options) {
  json lists = json::array();
  if (!options.room_commands.empty())
    lists.push_back(command_list({"team", "groupChat"}, options.room_commands));
  if (!options.direct_commands.empty()) lists.push_back(command_list({"personal"}, options.direct_commands));
  return {{"botId", options.app_id},
          {"scopes", json::array({"team", "personal", "groupChat"})},
          {"isNotificationOnly", false},
          {"supportsFiles", false},
          {"commandLists", std::move(lists)}};
}

// The menu of a message, and the box in which one is written.
json message_commands(const std::string& app_id) {
  const json add{{"id", kAddToTimeline},
                 {"type", "action"},
                 {"title", "Add to timeline"},
                 {"description", "Put this message on the incident's timeline"},
                 {"context", json::array({"message"})},
                 {"fetchTask", true}};
  const json declare{{"id", kDeclareFromMessage},
                     {"type", "action"},
                     {"title", "Declare an incident"},
                     {"description", "Open the form that declares an incident"},
                     {"context", json::array({"message", "compose"})},
                     {"fetchTask", true}};
  return {{"botId", app_id}, {"commands", json::array({add, declare})}};
}

json permissions() {
  json all = json::array();
  for (const TeamPermission& each : kPermissions)
    all.push_back({{"name", each.name}, {"type", "Application"}});
  return {{"permissions", {{"resourceSpecific", std::move(all)}}}};
}

}  // namespace

std::span<const TeamPermission> team_permissions() {
  return kPermissions;
}

Result<std::string> teams_manifest(const TeamsManifestOptions& options) {
  if (!is_guid(options.app_id))
    return fail(ErrorKind::invalid,
                "microsoft_teams.app_id is no GUID: it is the Application (client) ID of the app "
                "registration in Entra");
  if (!is_version(options.version))
    return fail(ErrorKind::invalid, "the version of the app is three numbers: 1.2.3");
  const auto url = net::parse_url(options.url);
  if (!url || url->scheme != "https")
    return fail(ErrorKind::invalid,
                "Teams wants an https link in the app: set console_url to where people open the console");
  const json manifest{
      {"$schema", "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json"},
      {"manifestVersion", "1.19"},
      {"version", options.version},
      {"id", options.app_id},
      {"developer",
       {{"name", shorten(clean_text(options.organisation, false), 32)},
        {"websiteUrl", options.url},
        {"privacyUrl", options.url},
        {"termsOfUseUrl", options.url}}},
      {"name", {{"short", "muster"}, {"full", "muster, incidents from chat"}}},
      {"description", {{"short", kShort}, {"full", kFull}}},
      {"icons", {{"color", "color.png"}, {"outline", "outline.png"}}},
      {"accentColor", "#4f46e5"},
      {"defaultInstallScope", "team"},
      {"defaultGroupCapability", {{"team", "bot"}, {"groupchat", "bot"}}},
      {"bots", json::array({bot(options)})},
      {"composeExtensions", json::array({message_commands(options.app_id)})},
      {"validDomains", json::array({url->host})},
      // The resource is of no use to us, but without one Teams ignores the permissions.
      {"webApplicationInfo", {{"id", options.app_id}, {"resource", "api://botid-" + options.app_id}}},
      {"authorization", permissions()}};
  return manifest.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace muster::teams

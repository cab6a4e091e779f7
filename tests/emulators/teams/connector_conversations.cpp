// The connector: conversations, who is in them, teams.
#include "tests/emulators/teams/call.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/outgoing.hpp"

namespace muster::fake::teams {
namespace {

constexpr const char* kNotThere = "The bot is not part of the conversation roster.";

void check_parameters(const Call& call) {
  const std::string bot = get_string(member(call.body, "bot"), "id", kBotId);
  if (bot != kBotId) fail(400, "BadArgument", "The bot id of the payload is not that of the token.");
  const std::string tenant =
      get_string(call.body, "tenantId", get_string(member(member(call.body, "channelData"), "tenant"), "id"));
  if (tenant.empty()) fail(400, "BadSyntax", "The tenant id is missing.");
  if (tenant != kTenant) fail(403, "BotNotInConversationRoster", kNotThere);
}

Json new_thread(Call& call, const std::string& channel) {
  Place place = find_place(call, channel);
  place.root.clear();
  const Json& activity = member(call.body, "activity");
  if (!activity.is_object()) fail(400, "BadSyntax", "A conversation in a channel begins with an activity.");
  const std::string id = post_activity(call, place, activity);
  call.status = 201;
  if (id.empty()) return Json::object();
  const std::string thread = place.conversation + ";messageid=" + id;
  call.result = {{"id", thread}, {"activityId", id}};
  return call.result;
}

Json with_member(Call& call) {
  const Json& members = member(call.body, "members");
  if (!members.is_array() || members.size() != 1 || get_bool(call.body, "isGroup")) {
    fail(400, "BadSyntax", "Conversations must be to a single member");
  }
  const std::string id = get_string(members[0], "id");
  const Json* user = id.find('@') == std::string::npos ? call.teams.world.user(id) : nullptr;
  if (!user || get_string(*user, "name") == id) {
    if (id.starts_with("29:")) fail(403, "BadArgument", "Failed to decrypt pairwise id");
    fail(400, "BadSyntax", "Bad format of conversation ID");
  }
  const bool reachable =
      get_bool(*user, "installed") || (get_bool(*user, "in_team") && call.teams.world.installed());
  if (!reachable) fail(403, "BotNotInConversationRoster", kNotThere);
  const std::size_t before = call.teams.world.all(kind::kChats).size();
  const std::string chat = call.teams.world.chat_of(get_string(*user, "id"));
  call.result = {{"id", chat}};
  if (member(call.body, "activity").is_object()) {
    const std::string activity = post_activity(call, find_place(call, chat), call.body["activity"]);
    if (!activity.empty()) call.result["activityId"] = activity;
    call.result["id"] = chat;
  }
  call.status = call.teams.world.all(kind::kChats).size() > before ? 201 : 200;
  return call.result;
}

// Whoever has no mailbox has no mail here either.
Json member_object(const Json& user, const char* object_id) {
  Json account = {{"id", user["id"]},
                  {"name", user["name"]},
                  {object_id, user["aadObjectId"]},
                  {"givenName", user["name"]},
                  {"surname", "Example"},
                  {"tenantId", kTenant},
                  {"userRole", get_bool(user, "guest") ? "guest" : "user"}};
  if (!get_bool(user, "guest")) {
    account["email"] = user["email"];
    account["userPrincipalName"] = user["upn"];
  }
  return account;
}

void check_team(const Call& call) {
  if (call.params[0] != kTeamId) fail(404, "ConversationNotFound", "Team not found.");
  if (!call.teams.world.installed()) fail(403, "BotNotInConversationRoster", kNotThere);
}

std::vector<Json> standing_channels(const World& world) {
  std::vector<Json> found;
  for (const auto& [id, channel] : world.all(kind::kChannels)) {
    if (!get_bool(channel, "deleted") && get_string(channel, "membership") == "standard")
      found.push_back(channel);
  }
  return found;
}

}  // namespace

Json create_conversation(Call& call) {
  check_parameters(call);
  const std::string channel = get_string(member(member(call.body, "channelData"), "channel"), "id");
  return channel.empty() ? with_member(call) : new_thread(call, channel);
}

Json get_paged_members(Call& call) {
  const Place place = find_place(call, call.params[0]);
  std::vector<Json> members;
  for (const Json& user : roster(call.teams, place)) members.push_back(member_object(user, "objectId"));
  const std::int64_t size = std::clamp<std::int64_t>(get_int(call.query, "pageSize", 200), 50, 500);
  Page page = page_of(members, get_string(call.query, "continuationToken"), size);
  Json answer = {{"members", std::move(page.items)}};
  if (!page.next.empty()) answer["continuationToken"] = page.next;
  return answer;
}

Json get_member(Call& call) {
  const Place place = find_place(call, call.params[0]);
  const Json* user = call.teams.world.user(call.params[1]);
  if (user && get_string(*user, "name") != call.params[1]) {
    for (const Json& each : roster(call.teams, place)) {
      if (each["id"] == (*user)["id"]) return member_object(each, "aadObjectId");
    }
  }
  fail(404, "MemberNotFoundInConversation", "The member is not in the conversation.");
}

Json get_team(Call& call) {
  check_team(call);
  return {{"id", kTeamId},
          {"name", get_string(call.teams.world.team(), "name")},
          {"aadGroupId", kTeamGraphId},
          {"tenantId", kTenant},
          {"type", "standard"},
          {"channelCount", standing_channels(call.teams.world).size()},
          {"memberCount", roster(call.teams, Place{kTeamId, "", Json::object(), nullptr}).size()}};
}

Json get_team_channels(Call& call) {
  check_team(call);
  Json list = Json::array();
  for (const Json& channel : standing_channels(call.teams.world)) {
    const bool general = channel["id"] == kTeamId;
    list.push_back(
        {{"id", channel["id"]}, {"name", general ? Json(nullptr) : channel["name"]}, {"type", "standard"}});
  }
  return {{"conversations", std::move(list)}};
}

}  // namespace muster::fake::teams

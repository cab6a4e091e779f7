// Graph: people, their meetings, notifications in their activity feed.
#include "tests/emulators/teams/graph.hpp"
#include "tests/emulators/teams/messages.hpp"

namespace muster::fake::teams {
namespace {

// By object id or UPN, as Graph names people.
Json graph_user(const Call& call, const std::string& id) {
  const Json* user = call.teams.world.user(id);
  const bool graph_id = user && get_string(*user, "id") != id && get_string(*user, "name") != id;
  if (!graph_id) {
    fail(404, "Request_ResourceNotFound",
         "Resource '" + id +
             "' does not exist or one of its queried reference-property objects are not present.");
  }
  return *user;
}

std::string checked_time(const Call& call, const char* name) {
  const std::string time = get_string(call.body, name);
  if (time.size() < 20 || time[10] != 'T' || time.find_first_of("Z+-", 19) == std::string::npos) {
    fail(400, "BadRequest", std::string("Invalid ") + name + ".");
  }
  return time;
}

}  // namespace

Json graph_list_members(Call& call) {
  check_graph_team(call);
  std::vector<Json> items;
  for (const Json& user : roster(call.teams, Place{kTeamId, "", Json::object(), nullptr})) {
    items.push_back({{"@odata.type", "#microsoft.graph.aadUserConversationMember"},
                     {"id", guid_of("member " + get_string(user, "id"))},
                     {"roles", get_bool(user, "guest") ? Json::array({"guest"}) : Json::array()},
                     {"displayName", user["name"]},
                     {"userId", user["aadObjectId"]},
                     {"email", user["email"]},
                     {"tenantId", kTenant}});
  }
  return graph_list(call, items, 100);
}

Json graph_get_user(Call& call) {
  const Json user = graph_user(call, call.params[0]);
  return {{"id", user["aadObjectId"]}, {"displayName", user["name"]},
          {"mail", user["email"]},     {"userPrincipalName", user["upn"]},
          {"givenName", user["name"]}, {"surname", "Example"},
          {"jobTitle", nullptr},       {"preferredLanguage", user["locale"]}};
}

Json graph_create_meeting(Call& call) {
  const Json user = graph_user(call, call.params[0]);
  if (!get_bool(call.teams.world.config(), "meeting_policy")) {
    fail(403, "Forbidden", "No application access policy found for this app.");
  }
  const std::string start = checked_time(call, "startDateTime");
  const std::string end = checked_time(call, "endDateTime");
  if (end <= start) fail(400, "BadRequest", "The meeting ends before it starts.");
  const std::string number = std::to_string(call.teams.world.next_number("meetings"));
  const std::string thread = "19:meeting_" + random_hex(12) + "@thread.v2";
  const Json meeting = {
      {"id", "MSo" + random_hex(12)},
      {"creationDateTime", iso_time(call.teams.clock.now_ms())},
      {"startDateTime", start},
      {"endDateTime", end},
      {"subject", member(call.body, "subject")},
      {"joinWebUrl", "https://teams.microsoft.com/l/meetup-join/" + number + "/0?context=" + random_hex(8)},
      {"chatInfo", {{"threadId", thread}, {"messageId", "0"}}},
      {"participants",
       {{"organizer", {{"upn", user["upn"]}, {"identity", {{"user", {{"id", user["aadObjectId"]}}}}}}}}}};
  call.teams.world.put(kind::kMeetings, number, meeting);
  call.status = 201;
  call.result = {{"id", meeting["id"]}, {"joinWebUrl", meeting["joinWebUrl"]}};
  return meeting;
}

Json graph_notify(Call& call) {
  check_graph_team(call);
  const Json& topic = member(call.body, "topic");
  const std::string source = get_string(topic, "source");
  if (source != "entityUrl" && source != "text") fail(400, "BadRequest", "Invalid topic.");
  if (source == "text" && get_string(topic, "webUrl").empty()) {
    fail(400, "BadRequest", "A topic of source text needs a webUrl.");
  }
  if (get_string(call.body, "activityType").empty()) fail(400, "BadRequest", "activityType is missing.");
  const std::string preview = get_string(member(call.body, "previewText"), "content");
  if (preview.empty()) fail(400, "BadRequest", "previewText is missing.");
  const Json& recipient = member(call.body, "recipient");
  const Json user = graph_user(call, get_string(recipient, "userId"));
  if (get_string(recipient, "@odata.type") != "microsoft.graph.aadUserNotificationRecipient") {
    fail(400, "BadRequest", "Invalid recipient.");
  }
  if (!get_bool(user, "in_team")) fail(403, "Forbidden", "The recipient is not a member of the team.");
  const std::string number = std::to_string(call.teams.world.next_number("notifications"));
  Json kept = call.body;
  kept["user"] = user["id"];
  kept["name"] = user["name"];
  call.teams.world.put(kind::kNotifications, number, kept);
  add_toast(call.teams, get_string(user, "id"), preview.substr(0, 150), "notification");
  call.status = 204;
  return nullptr;
}

}  // namespace muster::fake::teams

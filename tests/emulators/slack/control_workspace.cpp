// Control: the workspace, its people and channels, its settings.
#include "tests/emulators/slack/control.hpp"

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/interactions.hpp"
#include "tests/emulators/slack/views.hpp"

namespace muster::fake::slack::control {
namespace {

Json list_of(const Slack& slack, const char* kind) {
  Json list = Json::array();
  for (const auto& [key, document] : slack.workspace.all(kind)) list.push_back(document);
  return list;
}

// The document with that id changed by `body`, or a new one made of it.
template <typename Make>
Json upsert(Slack& slack, const char* kind, const Json& body, const std::string& prefix, Make make) {
  std::string id = get_string(body, "id");
  if (id.empty()) id = slack.workspace.next_id(prefix);
  const Json* known = slack.workspace.find(kind, id);
  Json document = known ? *known : make(body, id);
  if (known) document.update(body);
  slack.workspace.put(kind, id, document);
  return document;
}

Json ids_of(const Slack& slack, const Json& names) {
  Json ids = Json::array();
  for (const Json& name : names) ids.push_back(wanted_user(slack, {{"user", name}})["id"]);
  return ids;
}

}  // namespace

Json get_state(Slack& slack, const Json&) {
  Json messages = Json::object();
  for (const auto& [id, channel] : slack.workspace.all(kind::kChannels)) {
    messages[id] = Json::array();
    for (const Json* message : slack.workspace.messages(id)) messages[id].push_back(*message);
  }
  Json homes = Json::object();
  for (const auto& [user, id] : slack.workspace.all(kind::kHomes)) {
    homes[user] = payload_view(*slack.workspace.find(kind::kViews, id));
  }
  return {{"team", {{"id", kTeam}, {"domain", kTeamDomain}}},
          {"config", slack.workspace.config()},
          {"users", list_of(slack, kind::kUsers)},
          {"channels", list_of(slack, kind::kChannels)},
          {"messages", messages},
          {"ephemerals", list_of(slack, kind::kEphemerals)},
          {"views", list_of(slack, kind::kViews)},
          {"stacks", slack.workspace.all(kind::kStacks)},
          {"homes", homes},
          {"files", list_of(slack, kind::kFiles)},
          {"usergroups", list_of(slack, kind::kUsergroups)},
          {"sockets", slack.hub.sockets()},
          {"envelopes", list_of(slack, kind::kEnvelopes)},
          {"clock", shown_clock(slack.clock)}};
}

Json get_messages(Slack& slack, const Json& query) {
  const std::string channel = wanted_channel(slack, query)["id"];
  const std::string thread = get_string(query, "thread_ts");
  Json found = Json::array();
  if (get_bool(query, "ephemeral")) {
    for (const auto& [ts, message] : slack.workspace.all(kind::kEphemerals)) {
      if (get_string(message, "channel") == channel) found.push_back(message);
    }
    return {{"messages", found}};
  }
  for (const Json* message : slack.workspace.messages(channel)) {
    if (thread.empty() || get_string(*message, "thread_ts") == thread ||
        get_string(*message, "ts") == thread) {
      found.push_back(*message);
    }
  }
  return {{"messages", found}};
}

Json post_users(Slack& slack, const Json& body) {
  Json wanted = body;
  if (const Json* known = slack.workspace.find(kind::kUsers, get_string(body, "id"));
      known && body.contains("email")) {
    wanted["profile"] = (*known)["profile"];
    wanted["profile"]["email"] = body["email"];
  }
  return {{"user", upsert(slack, kind::kUsers, wanted, "U", make_user)}};
}

Json post_channels(Slack& slack, const Json& body) {
  Json wanted = body;
  if (body.contains("members")) wanted["members"] = ids_of(slack, body["members"]);
  const std::int64_t now_s = slack.clock.now_ms() / 1000;
  const auto make = [now_s](const Json& from, const std::string& id) {
    return make_channel(from, id, now_s);
  };
  return {{"channel", upsert(slack, kind::kChannels, wanted, "C", make)}};
}

Json post_usergroups(Slack& slack, const Json& body) {
  Json wanted = body;
  wanted["users"] = ids_of(slack, member(body, "users"));
  const auto make = [](const Json& from, const std::string& id) {
    Json group = {
        {"id", id}, {"team_id", kTeam}, {"is_usergroup", true}, {"description", ""}, {"date_delete", 0}};
    group.update(from);
    return group;
  };
  return {{"usergroup", upsert(slack, kind::kUsergroups, wanted, "S", make)}};
}

Json post_config(Slack& slack, const Json& body) {
  Json config = slack.workspace.config();
  for (const auto& [key, value] : body.items()) {
    if (!config.contains(key)) fail(("no such setting: " + key).c_str());
    config[key] = value;
  }
  slack.workspace.put(kind::kConfig, "config", config);
  return {{"config", config}};
}

}  // namespace muster::fake::slack::control

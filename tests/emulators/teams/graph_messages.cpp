// Graph: the messages of a channel.
#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/graph.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

Json graph_sender(const World& world, const Json& from) {
  const std::string id = get_string(from, "id");
  if (id == kBotId) {
    return {{"user", nullptr},
            {"application", {{"id", kAppId}, {"displayName", kBotName}, {"applicationIdentityType", "bot"}}}};
  }
  const Json* user = world.user(id);
  return {{"application", nullptr},
          {"user",
           {{"id", user ? (*user)["aadObjectId"] : Json(nullptr)},
            {"displayName", get_string(from, "name")},
            {"userIdentityType", "aadUser"},
            {"tenantId", kTenant}}}};
}

// Replaces the activity's <at>name</at> by <at id="n">name</at>, and lists them.
std::string numbered_mentions(const World& world, const Json& activity, std::string text, Json& mentions) {
  for (const Json& entity : member(activity, "entities")) {
    if (lower_case(get_string(entity, "type")) != "mention") continue;
    const std::string shown = get_string(entity, "text");
    const std::size_t at = text.find(shown);
    if (shown.empty() || at == std::string::npos) continue;
    const std::string number = std::to_string(mentions.size());
    text.replace(at, 4, "<at id=\"" + number + "\">");
    mentions.push_back({{"id", static_cast<int>(mentions.size())},
                        {"mentionText", plain(shown)},
                        {"mentioned", graph_sender(world, member(entity, "mentioned"))}});
  }
  return text;
}

// Markup as HTML: what is no mention is escaped.
std::string html_of(const std::string& markup) {
  std::string html;
  for (std::size_t at = 0; at < markup.size();) {
    const bool tag = markup.compare(at, 3, "<at") == 0 || markup.compare(at, 5, "</at>") == 0;
    const std::size_t end = tag ? markup.find('>', at) : std::string::npos;
    if (end != std::string::npos) {
      html += markup.substr(at, end + 1 - at);
      at = end + 1;
    } else if (markup[at] == '\n') {
      html += "<br>";
      ++at;
    } else {
      html += markup[at] == '&' && markup.find(';', at) < at + 7 ? "&" : escape_html(markup.substr(at, 1));
      ++at;
    }
  }
  return html;
}

Json chat_message(const World& world, const Json& message) {
  const Json& activity = message["activity"];
  const bool deleted = get_bool(message, "deleted");
  Json mentions = Json::array();
  std::string html = html_of(numbered_mentions(world, activity, get_string(activity, "text"), mentions));
  Json attachments = Json::array();
  for (const Json& card : message["cards"]) {
    const std::string id = random_hex(16);
    attachments.push_back(
        {{"id", id}, {"contentType", kCardType}, {"content", dump(card)}, {"name", nullptr}});
    html += "<attachment id=\"" + id + "\"></attachment>";
  }
  Json reactions = Json::array();
  for (const Json& reaction : message["reactions"]) {
    reactions.push_back({{"reactionType", reaction["type"]},
                         {"user", graph_sender(world, {{"id", reaction["user"]}, {"name", ""}})}});
  }
  const std::string id = get_string(message, "id");
  const std::string conversation = get_string(message, "conversation");
  const auto time_or_null = [&](const char* key) {
    return message.contains(key) ? Json(iso_time(get_int(message, key))) : Json(nullptr);
  };
  return {{"id", id},
          {"replyToId", member(message, "thread")},
          {"etag", id},
          {"messageType", "message"},
          {"createdDateTime", iso_time(get_int(message, "created_ms"))},
          {"lastEditedDateTime", time_or_null("edited_ms")},
          {"deletedDateTime", time_or_null("deleted_ms")},
          {"subject", nullptr},
          {"summary", member(activity, "summary")},
          {"importance", get_string(activity, "importance", "normal")},
          {"webUrl", web_url(conversation, id)},
          {"from", graph_sender(world, message["from"])},
          {"body", {{"contentType", "html"}, {"content", deleted ? "" : html}}},
          {"channelIdentity", {{"teamId", kTeamGraphId}, {"channelId", conversation}}},
          {"attachments", deleted ? Json::array() : attachments},
          {"mentions", deleted ? Json::array() : mentions},
          {"reactions", reactions}};
}

std::vector<Json> newest_first(const Call& call, const std::string& root) {
  std::vector<Json> items;
  for (const Json* message : call.teams.world.messages(call.params[1])) {
    if (get_string(*message, "thread") == root) items.push_back(chat_message(call.teams.world, *message));
  }
  std::reverse(items.begin(), items.end());
  return items;
}

Json wanted_message(const Call& call, const std::string& id, const std::string& root) {
  const Json channel = graph_channel(call);
  const Json* message = call.teams.world.message(call.params[1], id);
  if (!message || get_string(*message, "thread") != root) fail(404, "NotFound", "Message not found.");
  return *message;
}

}  // namespace

Json graph_list_messages(Call& call) {
  graph_channel(call);
  return graph_list(call, newest_first(call, ""), 20);
}

Json graph_get_message(Call& call) {
  const bool reply = call.params.size() == 4;
  return chat_message(call.teams.world,
                      wanted_message(call, call.params.back(), reply ? call.params[2] : std::string()));
}

Json graph_list_replies(Call& call) {
  wanted_message(call, call.params[2], "");
  return graph_list(call, newest_first(call, call.params[2]), 20);
}

}  // namespace muster::fake::teams

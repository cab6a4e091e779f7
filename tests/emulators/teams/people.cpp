// Control: what people write.
#include "tests/emulators/teams/people.hpp"

#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

bool in_channel(const std::string& conversation) {
  return conversation.starts_with("19:");
}

void replace_first(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

Json mention_of(const Json& account_json, bool with_text) {
  const std::string shown = "<at>" + get_string(account_json, "name") + "</at>";
  Json entity = {{"type", "mention"},
                 {"mentioned", {{"id", account_json["id"]}, {"name", account_json["name"]}}}};
  if (with_text) entity["text"] = shown;
  return entity;
}

// What the compose box sends: text with its mentions, their entities, the HTML mirror.
Json composed(const Teams& teams, const Json& body, bool mention_bot, bool channel) {
  const std::string quirk = get_string(body, "quirk");
  std::string text = get_string(body, "text");
  Json entities = Json::array();
  for (const Json& name : member(body, "mentions")) {
    const Json user = wanted_user(teams, {{"user", name}});
    const std::string shown = "<at>" + get_string(user, "name") + "</at>";
    const std::string typed = "@" + get_string(user, "name");
    if (text.find(typed) == std::string::npos) text += " " + typed;
    replace_first(text, typed, shown);
    entities.push_back(mention_of(user, true));
  }
  if (mention_bot) {
    text = std::string("<at>") + kBotName + "</at>" + (quirk == "nbsp" ? "&nbsp;" : " ") + text;
    entities.insert(entities.begin(), mention_of(bot_account(), quirk != "no_entity_text"));
  }
  std::string html = escape_html(text);
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const std::string name = get_string(entities[i]["mentioned"], "name");
    replace_first(html, "&lt;at&gt;" + name + "&lt;/at&gt;",
                  "<span itemscope=\"\" itemtype=\"http://schema.skype.com/Mention\" itemid=\"" +
                      std::to_string(i) + "\">" + name + "</span>");
  }
  if (quirk == "leading_newline") text = "\r\n" + text;
  if (channel && !entities.empty()) text += "\n";
  return {
      {"textFormat", "plain"},
      {"text", text},
      {"entities", entities},
      {"attachments", Json::array({{{"contentType", "text/html"}, {"content", "<div>" + html + "</div>"}}})}};
}

// Whether Teams tells the bot of that message.
bool bot_hears(const Teams& teams, const Json& message) {
  const std::string conversation = get_string(message, "conversation");
  if (!in_channel(conversation)) return true;
  const Json* channel = teams.world.find(kind::kChannels, conversation);
  if (!teams.world.installed() || get_string(*channel, "membership") != "standard") return false;
  return has_item(message["mentions"], kBotId) || get_bool(teams.world.config(), "rsc_messages");
}

Json post_text(Teams& teams, const Json& body, bool mention_bot) {
  const Json user = wanted_user(teams, body);
  const std::string conversation = wanted_conversation(teams, body);
  const std::string root = get_string(body, "thread");
  const bool channel = in_channel(conversation);
  if (channel && !get_bool(user, "in_team")) refuse("that user is not in the team");
  if (channel && get_bool(*teams.world.find(kind::kChannels, conversation), "deleted"))
    refuse("that channel is deleted");
  if (!root.empty()) {
    const Json* post = teams.world.message(conversation, root);
    if (!post || post->contains("thread")) refuse("no such thread in that channel");
  }
  const Json message = add_message(teams, conversation, channel ? root : "", account(user),
                                   composed(teams, body, mention_bot, channel));
  if (bot_hears(teams, message)) send(teams, message_activity(teams, "message", message, user));
  return {{"id", message["id"]},
          {"thread", channel && root.empty() ? message["id"] : Json(root)},
          {"conversation", conversation}};
}

// The activity of an edit or a deletion.
void send_change(Teams& teams, const char* type, const char* event, const Json& message) {
  const Json* user = teams.world.user(get_string(message["from"], "id"));
  Json activity = message_activity(teams, type, message, *user);
  activity["channelData"]["eventType"] = event;
  if (std::string(type) == "messageDelete") {
    activity.erase("text");
    activity.erase("attachments");
  }
  send(teams, std::move(activity));
}

// A message of a person's that is still there.
Json human_message(Teams& teams, const Json& body) {
  const Json message = wanted_message(teams, body, wanted_conversation(teams, body));
  if (get_string(message["from"], "id") == kBotId) refuse("that is the bot's message");
  return message;
}

}  // namespace

Json wanted_user(const Teams& teams, const Json& body, const char* key) {
  const Json* user = teams.world.user(get_string(body, key));
  if (!user) refuse("no such user: " + get_string(body, key));
  return *user;
}

Json wanted_channel(const Teams& teams, const Json& body) {
  const Json* channel = teams.world.channel(get_string(body, "channel"));
  if (!channel) refuse("no such channel: " + get_string(body, "channel"));
  return *channel;
}

std::string wanted_conversation(Teams& teams, const Json& body) {
  if (!get_bool(body, "personal")) return get_string(wanted_channel(teams, body), "id");
  const Json user = wanted_user(teams, body);
  if (!get_bool(user, "installed") && !(get_bool(user, "in_team") && teams.world.installed())) {
    refuse("that user has not installed the bot");
  }
  return teams.world.chat_of(get_string(user, "id"));
}

Json wanted_message(Teams& teams, const Json& body, const std::string& conversation) {
  const std::string id = get_string(body, "id");
  const Json* found = id.empty() ? nullptr : teams.world.message(conversation, id);
  if (id.empty()) {
    for (const Json* message : teams.world.messages(conversation)) {
      const Json card = card_for(*message, get_string(wanted_user(teams, body), "id"));
      if (get_bool(*message, "deleted") || card.is_null()) continue;
      if (card_text(card).find(get_string(body, "text")) != std::string::npos) found = message;
    }
  }
  if (!found || get_bool(*found, "deleted")) refuse("no such message there");
  return *found;
}

namespace control {

Json post_message(Teams& teams, const Json& body) {
  return post_text(teams, body, get_bool(body, "mention_bot"));
}

Json post_mention(Teams& teams, const Json& body) {
  return post_text(teams, body, true);
}

Json post_edit(Teams& teams, const Json& body) {
  const Json message = human_message(teams, body);
  const std::string conversation = get_string(message, "conversation");
  const bool mentioned = has_item(message["mentions"], kBotId);
  change_message(teams, message,
                 composed(teams, body, get_bool(body, "mention_bot", mentioned), in_channel(conversation)));
  const Json changed = *teams.world.message(conversation, get_string(message, "id"));
  if (bot_hears(teams, changed)) send_change(teams, "messageUpdate", "editMessage", changed);
  return Json::object();
}

Json post_delete(Teams& teams, const Json& body) {
  const Json message = human_message(teams, body);
  remove_message(teams, message);
  if (bot_hears(teams, message)) send_change(teams, "messageDelete", "softDeleteMessage", message);
  return Json::object();
}

Json post_reaction(Teams& teams, const Json& body) {
  const Json user = wanted_user(teams, body);
  const std::string conversation = wanted_conversation(teams, body);
  Json message = wanted_message(teams, body, conversation);
  const bool remove = get_bool(body, "remove");
  const Json reaction = {{"type", get_string(body, "name", "like")}, {"user", user["id"]}};
  Json kept = Json::array();
  for (const Json& each : message["reactions"]) {
    if (each != reaction) kept.push_back(each);
  }
  if (!remove) kept.push_back(reaction);
  message["reactions"] = kept;
  teams.world.put_message(message);
  if (get_string(message["from"], "id") != kBotId) return Json::object();
  const std::string root = get_string(message, "thread", get_string(message, "id"));
  Json activity =
      base_activity(teams, "messageReaction", event_id(), user,
                    in_channel(conversation) ? conversation + ";messageid=" + root : conversation);
  activity["replyToId"] = message["id"];
  activity[remove ? "reactionsRemoved" : "reactionsAdded"] = Json::array({{{"type", reaction["type"]}}});
  send(teams, std::move(activity));
  return Json::object();
}

}  // namespace control

}  // namespace muster::fake::teams

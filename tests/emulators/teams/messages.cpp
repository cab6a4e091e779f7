#include "tests/emulators/teams/messages.hpp"

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

// The ids of those an activity mentions, in whichever form it names them, as 29: or 28: ids.
Json mentioned_ids(const World& world, const Json& activity) {
  Json ids = Json::array();
  const auto add = [&](const Json& entities) {
    for (const Json& entity : entities) {
      if (lower_case(get_string(entity, "type")) != "mention") continue;
      const std::string id = get_string(member(entity, "mentioned"), "id");
      const Json* user = world.user(id);
      const std::string known = user ? get_string(*user, "id") : id;
      if (!has_item(ids, known)) ids.push_back(known);
    }
  };
  add(member(activity, "entities"));
  for (const Json& card : cards_of(activity)) add(member(member(card, "msteams"), "entities"));
  return ids;
}

void put_content(const World& world, Json& message, const Json& activity) {
  message["activity"] = activity;
  message["cards"] = cards_of(activity);
  message["mentions"] = mentioned_ids(world, activity);
  message["views"] = Json::object();
}

}  // namespace

Json add_message(Teams& teams, const std::string& conversation, const std::string& root, const Json& from,
                 const Json& activity) {
  Json message = {{"id", teams.world.next_message_id()},
                  {"conversation", conversation},
                  {"from", from},
                  {"created_ms", teams.clock.now_ms()},
                  {"reactions", Json::array()},
                  {"edited", false},
                  {"deleted", false}};
  if (!root.empty()) message["thread"] = root;
  put_content(teams.world, message, activity);
  teams.world.put_message(message);
  return message;
}

void change_message(Teams& teams, Json message, const Json& activity) {
  put_content(teams.world, message, activity);
  message["edited"] = true;
  message["edited_ms"] = teams.clock.now_ms();
  teams.world.put_message(std::move(message));
}

void remove_message(Teams& teams, Json message) {
  message["deleted"] = true;
  message["deleted_ms"] = teams.clock.now_ms();
  teams.world.put_message(std::move(message));
}

Json shown_message(const Teams& teams, const Json& message) {
  Json shown = message;
  const std::string from = get_string(member(message, "from"), "id");
  shown["from"] = get_string(member(message, "from"), "name");
  shown["from_id"] = from;
  if (const Json* channel = teams.world.find(kind::kChannels, get_string(message, "conversation"))) {
    shown["channel"] = get_string(*channel, "name");
  }
  shown["text"] = activity_text(member(message, "activity"));
  return shown;
}

Json card_for(const Json& message, const std::string& user_id) {
  const Json& view = member(member(message, "views"), user_id.c_str());
  if (!view.is_null()) return view;
  const Json& cards = member(message, "cards");
  return cards.empty() ? Json(nullptr) : cards[0];
}

void add_toast(Teams& teams, const std::string& user_id, const std::string& text, const std::string& cause,
               const std::string& message_id) {
  Json toast = {{"user", user_id}, {"text", text}, {"cause", cause}};
  if (const Json* user = teams.world.user(user_id)) toast["name"] = (*user)["name"];
  if (!message_id.empty()) toast["id"] = message_id;
  teams.ledger.add("toast", std::move(toast));
}

void toast_message(Teams& teams, const Json& message) {
  const Json& activity = message["activity"];
  const std::string text = get_string(activity, "summary", activity_text(activity));
  if (const Json* chat = teams.world.chat(get_string(message, "conversation"))) {
    return add_toast(teams, get_string(*chat, "user"), text, "message", get_string(message, "id"));
  }
  for (const Json& id : message["mentions"]) {
    if (teams.world.user(id)) add_toast(teams, id, text, "mention", get_string(message, "id"));
  }
}

Json bot_account() {
  return {{"id", kBotId}, {"name", kBotName}};
}

Json account(const Json& user) {
  return {{"id", user["id"]}, {"name", user["name"]}, {"aadObjectId", user["aadObjectId"]}};
}

}  // namespace muster::fake::teams

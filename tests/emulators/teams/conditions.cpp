#include "tests/emulators/teams/conditions.hpp"

#include "tests/emulators/common/matching.hpp"
#include "tests/emulators/teams/answers.hpp"
#include "tests/emulators/teams/card_walk.hpp"
#include "tests/emulators/teams/courier.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

std::string user_id(const Teams& teams, const Json& query, const char* key) {
  const Json* user = teams.world.user(get_string(query, key));
  return user ? get_string(*user, "id") : get_string(query, key);
}

std::string channel_id(const Teams& teams, const Json& query) {
  const Json* channel = teams.world.channel(get_string(query, "channel"));
  return channel ? get_string(*channel, "id") : "";
}

// Where the query looks; "" while there is no such channel or chat.
std::string conversation_of(const Teams& teams, const Json& query) {
  if (!get_bool(query, "personal")) return channel_id(teams, query);
  const std::string user = user_id(teams, query, "user");
  for (const auto& [id, chat] : teams.world.all(kind::kChats)) {
    if (get_string(chat, "user") == user) return id;
  }
  return "";
}

bool has_button(const Json& card, const Json& query) {
  if (!query.contains("button")) return true;
  for (const CardPart& action : card_actions(card)) {
    if (get_string(action.part, "title") == get_string(query, "button")) return true;
  }
  return false;
}

// What the query looks at in the message: as everybody sees it, or as one user does.
std::string visible_text(const Teams& teams, const Json& message, const Json& query) {
  if (!query.contains("view_of")) return activity_text(message["activity"]);
  return card_text(card_for(message, user_id(teams, query, "view_of")));
}

bool message_matches(const Teams& teams, const Json& message, const Json& query) {
  if (get_bool(message, "deleted")) return false;
  if (!equals(message, "id", query, "id") || !equals(message, "thread", query, "thread")) return false;
  if (get_bool(query, "root") && message.contains("thread")) return false;
  if (query.contains("edited") && get_bool(message, "edited") != get_bool(query, "edited")) return false;
  if (query.contains("after") && get_int(message, "id") <= get_int(query, "after")) return false;
  const std::string from = get_string(query, "from");
  const std::string sender = from == kBotName ? kBotId : user_id(teams, query, "from");
  if (!from.empty() && get_string(message["from"], "id") != sender) return false;
  const Json card = card_for(message, query.contains("view_of") ? user_id(teams, query, "view_of") : "");
  return has_button(card, query) && contains(visible_text(teams, message, query), query, "text");
}

Json matching_messages(const Teams& teams, const Json& query, bool with_card) {
  Json list = Json::array();
  const std::string conversation = conversation_of(teams, query);
  if (conversation.empty()) return list;
  for (const Json* message : teams.world.messages(conversation)) {
    if (with_card && member(*message, "cards").empty()) continue;
    if (message_matches(teams, *message, query)) list.push_back(shown_message(teams, *message));
  }
  return list;
}

Found card_condition(const Teams& teams, const Json& query) {
  Found found = found_list(query, "message", "messages", matching_messages(teams, query, true));
  if (!found) return found;
  const std::string viewer = query.contains("view_of") ? user_id(teams, query, "view_of") : "";
  (*found)["card"] = card_for((*found)["message"], viewer);
  return found;
}

Found call_condition(const Teams& teams, const Json& query) {
  Json list = Json::array();
  for (const Json& entry : teams.ledger.entries()) {
    if (get_string(entry, "kind") != "call" || get_int(entry, "seq") <= get_int(query, "since")) continue;
    if (!equals(entry, "method", query, "method") || !equals(entry, "http_status", query, "status")) continue;
    if (query.contains("error") && get_string(entry, "error", "none") != get_string(query, "error")) continue;
    const bool placed = query.contains("channel") || get_bool(query, "personal");
    if (placed && get_string(entry, "channel") != conversation_of(teams, query)) continue;
    if (contains(dump(member(entry, "body")), query, "text")) list.push_back(entry);
  }
  return found_list(query, "call", "calls", std::move(list));
}

Found answer_condition(const Teams& teams, const Json& query) {
  const Json* delivery = teams.courier.delivery(get_string(query, "activity_id"));
  if (!delivery) refuse("no such activity");
  const std::string state = get_string(*delivery, "state");
  if (state == "waiting") return std::nullopt;
  return Json{{"state", state},
              {"status", member(*delivery, "status")},
              {"body", member(*delivery, "body")},
              {"attempt", member(*delivery, "attempt")},
              {"latency_ms", member(*delivery, "latency_ms")},
              {"result", member(*delivery, "result")}};
}

Found activity_condition(const Teams& teams, const Json& query) {
  Json list = Json::array();
  for (const Json& entry : teams.ledger.entries()) {
    if (get_string(entry, "kind") != "activity" || get_int(entry, "seq") <= get_int(query, "since")) continue;
    if (!equals(entry, "type", query, "type") || !equals(entry, "name", query, "name")) continue;
    if (!equals(entry, "activity_id", query, "activity_id") || !equals(entry, "attempt", query, "attempt"))
      continue;
    if (!equals(entry, "first_id", query, "first_id")) continue;
    if (contains(dump(entry["activity"]), query, "text")) list.push_back(entry);
  }
  return found_list(query, "activity", "activities", std::move(list));
}

Found dialog_condition(const Teams& teams, const Json& query) {
  const Json* dialog = teams.world.find(kind::kDialogs, user_id(teams, query, "user"));
  if (!dialog || !equals(*dialog, "title", query, "title")) return std::nullopt;
  const Json shown = shown_dialog(*dialog);
  return contains(get_string(shown, "text"), query, "text") ? Found(Json{{"dialog", shown}}) : std::nullopt;
}

Found toast_condition(const Teams& teams, const Json& query) {
  Json list = Json::array();
  for (const Json& entry : teams.ledger.entries()) {
    if (get_string(entry, "kind") != "toast" || get_int(entry, "seq") <= get_int(query, "since")) continue;
    if (query.contains("user") && get_string(entry, "user") != user_id(teams, query, "user")) continue;
    if (!equals(entry, "cause", query, "cause")) continue;
    if (contains(get_string(entry, "text"), query, "text")) list.push_back(entry);
  }
  return found_list(query, "toast", "toasts", std::move(list));
}

bool has_tab(const Json& channel, const Json& query, const char* key) {
  if (!query.contains(key)) return true;
  for (const Json& tab : channel["tabs"]) {
    if (contains(dump(tab), query, key)) return true;
  }
  return false;
}

Found channel_condition(const Teams& teams, const Json& query) {
  for (const auto& [id, channel] : teams.world.all(kind::kChannels)) {
    const std::string name = get_string(channel, "name");
    if (query.contains("name") && name != get_string(query, "name")) continue;
    if (query.contains("channel") && id != channel_id(teams, query)) continue;
    if (query.contains("prefix") && !name.starts_with(get_string(query, "prefix"))) continue;
    if (get_bool(channel, "deleted") != get_bool(query, "deleted")) continue;
    if (!contains(get_string(channel, "description"), query, "description")) continue;
    if (has_tab(channel, query, "tab")) return Json{{"channel", channel}};
  }
  return std::nullopt;
}

Found tab_condition(const Teams& teams, const Json& query) {
  const Json* channel = teams.world.channel(get_string(query, "channel"));
  if (!channel) return std::nullopt;
  for (const Json& tab : (*channel)["tabs"]) {
    if (contains(dump(tab), query, "text")) return Json{{"tab", tab}};
  }
  return std::nullopt;
}

Found holds_if(bool condition) {
  return condition ? Found(Json::object()) : std::nullopt;
}

}  // namespace

std::optional<Json> check_condition(const Teams& teams, const Json& query) {
  const std::string what = get_string(query, "for");
  if (what == "message")
    return found_list(query, "message", "messages", matching_messages(teams, query, false));
  if (what == "no_message") return holds_if(matching_messages(teams, query, false).empty());
  if (what == "card") return card_condition(teams, query);
  if (what == "call") return call_condition(teams, query);
  if (what == "answer") return answer_condition(teams, query);
  if (what == "activity") return activity_condition(teams, query);
  if (what == "dialog") return dialog_condition(teams, query);
  if (what == "no_dialog") return holds_if(!teams.world.find(kind::kDialogs, user_id(teams, query, "user")));
  if (what == "toast") return toast_condition(teams, query);
  if (what == "channel") return channel_condition(teams, query);
  if (what == "tab") return tab_condition(teams, query);
  refuse("cannot wait for: " + what);
}

}  // namespace muster::fake::teams

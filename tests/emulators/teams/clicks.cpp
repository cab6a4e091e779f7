// Control: buttons on cards, and cards that refresh themselves.
#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/card_walk.hpp"
#include "tests/emulators/teams/inputs.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/people.hpp"

namespace muster::fake::teams {
namespace {

// A card that a user looks at.
struct Surface {
  Json user;
  Json message;
  Json card;
  std::string thread;  // the conversation id its activities carry
};

Surface wanted_surface(Teams& teams, const Json& body) {
  Surface surface;
  surface.user = wanted_user(teams, body);
  const std::string conversation = wanted_conversation(teams, body);
  surface.message = wanted_message(teams, body, conversation);
  surface.card = card_for(surface.message, get_string(surface.user, "id"));
  if (surface.card.is_null()) refuse("that message has no card");
  const std::string root = get_string(surface.message, "thread", get_string(surface.message, "id"));
  surface.thread = conversation.starts_with("19:") ? conversation + ";messageid=" + root : conversation;
  return surface;
}

CardPart wanted_action(const Json& card, const Json& body) {
  const std::string title = get_string(body, "button");
  const std::string verb = get_string(body, "verb");
  if (title.empty() && verb.empty()) refuse("button or verb is missing");
  Json titles = Json::array();
  for (const CardPart& found : card_actions(card)) {
    const Json& action = found.part;
    titles.push_back(member(action, "title"));
    if (!title.empty() && get_string(action, "title") != title) continue;
    if (!verb.empty() && get_string(action, "verb") != verb) continue;
    if (!get_bool(action, "isEnabled", true)) refuse("that button is disabled");
    return found;
  }
  refuse("no such button there", {{"buttons", titles}});
}

// The action's data with what was entered; the inputs win, as in the client.
Json data_with_inputs(const Teams& teams, const Surface& surface, const CardPart& found, const Json& body) {
  const Json& action = found.part;
  Json data = member(action, "data");
  if (data.is_null()) data = Json::object();
  if (get_string(action, "associatedInputs") == "none" || !data.is_object()) return data;
  const Json given = body.contains("inputs") ? body["inputs"] : Json::object();
  data.update(fill_inputs(teams.world, surface.card, found.path, given));
  return data;
}

Json invoke_context(const char* kind, const Surface& surface) {
  return {{"kind", kind},
          {"user", surface.user["id"]},
          {"conversation", surface.message["conversation"]},
          {"message_id", surface.message["id"]}};
}

Json execute(Teams& teams, const Surface& surface, const Json& action, const Json& data,
             const char* trigger) {
  Json sent = {{"type", "Action.Execute"}, {"verb", action["verb"]}, {"data", data}};
  for (const char* key : {"id", "title"}) {
    if (action.contains(key)) sent[key] = action[key];
  }
  Json activity = invoke_activity(teams, "adaptiveCard/action", surface.user, surface.thread,
                                  {{"action", sent}, {"trigger", trigger}});
  activity["replyToId"] = surface.message["id"];
  send(teams, std::move(activity), invoke_context("execute", surface));
  return {{"action", sent}, {"kind", "execute"}};
}

Json fetch_dialog(Teams& teams, const Surface& surface, const Json& data) {
  Json activity = invoke_activity(teams, "task/fetch", surface.user, surface.thread,
                                  {{"data", data}, {"context", {{"theme", "default"}}}});
  activity["replyToId"] = surface.message["id"];
  Json context = invoke_context("fetch", surface);
  context["origin"] = {
      {"kind", "task"}, {"conversation", surface.thread}, {"message_id", surface.message["id"]}};
  send(teams, std::move(activity), std::move(context));
  return {{"action", data}, {"kind", "dialog"}};
}

Json submit_message(Teams& teams, const Surface& surface, const Json& data) {
  const Json& special = member(data, "msteams");
  const std::string type = get_string(special, "type");
  Json activity = base_activity(teams, "message", event_id(), surface.user, surface.thread);
  activity["replyToId"] = surface.message["id"];
  activity["channelData"]["source"] = {{"name", "message"}};
  if (type == "messageBack") {
    activity["text"] = get_string(special, "text");
    activity["value"] = member(special, "value");
  } else if (type == "imBack") {
    activity["text"] = get_string(special, "value");
  } else {
    activity["value"] = data;
  }
  send(teams, std::move(activity));
  return {{"action", data}, {"kind", "submit"}, {"result", "sent"}};
}

}  // namespace

namespace control {

Json click(Teams& teams, const Json& body) {
  const Surface surface = wanted_surface(teams, body);
  const CardPart found = wanted_action(surface.card, body);
  const Json& action = found.part;
  const std::string type = get_string(action, "type");
  if (type == "Action.OpenUrl")
    return {{"action", action}, {"kind", "local"}, {"url", member(action, "url")}};
  if (type != "Action.Execute" && type != "Action.Submit") return {{"action", action}, {"kind", "local"}};
  const Json data = data_with_inputs(teams, surface, found, body);
  if (type == "Action.Execute") return execute(teams, surface, action, data, "manual");
  if (get_string(member(data, "msteams"), "type") == "task/fetch") return fetch_dialog(teams, surface, data);
  return submit_message(teams, surface, data);
}

Json refresh(Teams& teams, const Json& body) {
  const Surface surface = wanted_surface(teams, body);
  const Json& wanted = member(surface.card, "refresh");
  if (wanted.is_null()) refuse("that card does not refresh itself");
  if (wanted.contains("userIds") && !has_item(wanted["userIds"], get_string(surface.user, "id"))) {
    refuse("that card does not refresh itself for that user");
  }
  const Json& action = member(wanted, "action");
  const Json data = action.contains("data") ? action["data"] : Json::object();
  return execute(teams, surface, action, data, "automatic");
}

}  // namespace control

}  // namespace muster::fake::teams

// Control: dialogs and the message extension that opens them.
#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/card_walk.hpp"
#include "tests/emulators/teams/inputs.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/people.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

Json open_dialog_of(const Teams& teams, const Json& user) {
  const Json* dialog = teams.world.find(kind::kDialogs, get_string(user, "id"));
  if (!dialog) refuse("that user has no dialog open");
  return *dialog;
}

// The Action.Submit with that title, or the first one.
CardPart submit_action(const Json& card, const std::string& title) {
  for (const CardPart& action : card_actions(card)) {
    if (get_string(action.part, "type") != "Action.Submit") continue;
    if (title.empty() || get_string(action.part, "title") == title) return action;
  }
  refuse("the dialog has no such button");
}

// The message of a message action, as Teams hands it over.
Json message_payload(const Teams& teams, const Json& message) {
  const Json& from = message["from"];
  const Json* user = teams.world.user(get_string(from, "id"));
  Json sender = {{"device", nullptr}, {"conversation", nullptr}, {"user", nullptr}, {"application", nullptr}};
  if (user) {
    sender["user"] = {
        {"userIdentityType", "aadUser"}, {"id", (*user)["aadObjectId"]}, {"displayName", from["name"]}};
  } else {
    sender["application"] = {{"applicationIdentityType", "bot"}, {"id", kAppId}, {"displayName", kBotName}};
  }
  Json attachments = Json::array();
  for (const Json& card : message["cards"]) {
    attachments.push_back({{"contentType", kCardType}, {"content", dump(card)}});
  }
  const std::string text = get_string(message["activity"], "text");
  return {{"id", message["id"]},
          {"replyToId", member(message, "thread")},
          {"createdDateTime", iso_time(get_int(message, "created_ms"))},
          {"deleted", false},
          {"importance", "normal"},
          {"from", sender},
          {"body", {{"contentType", "html"}, {"content", "<div>" + escape_html(plain(text)) + "</div>"}}},
          {"attachments", attachments},
          {"mentions", Json::array()},
          {"reactions", Json::array()},
          {"linkToMessage", "https://teams.microsoft.com/l/message/" + get_string(message, "conversation") +
                                "/" + get_string(message, "id")}};
}

Json invoke_value(const Json& origin, const Json& data) {
  Json value = {{"context", {{"theme", "default"}}}};
  for (const char* key : {"commandId", "commandContext", "messagePayload"}) {
    if (origin.contains(key)) value[key] = origin[key];
  }
  if (!data.is_null()) value["data"] = data;
  return value;
}

}  // namespace

namespace control {

Json submit(Teams& teams, const Json& body) {
  const Json user = wanted_user(teams, body);
  const Json dialog = open_dialog_of(teams, user);
  const Json& card = dialog["card"];
  const Json given = body.contains("values") ? body["values"] : Json::object();
  const CardPart found = submit_action(card, get_string(body, "button"));
  const Json& action = found.part;
  Json data = member(action, "data");
  if (!data.is_object()) data = Json::object();
  const bool inputs = get_string(action, "associatedInputs") != "none";
  if (get_bool(body, "forge")) {
    data.update(given);
  } else if (inputs) {
    data.update(fill_inputs(teams.world, card, found.path, given));
  }
  const Json& origin = dialog["origin"];
  const bool extension = get_string(origin, "kind") == "extension";
  Json activity = invoke_activity(teams, extension ? "composeExtension/submitAction" : "task/submit", user,
                                  get_string(origin, "conversation"), invoke_value(origin, data));
  if (origin.contains("message_id")) activity["replyToId"] = origin["message_id"];
  send(teams, std::move(activity),
       {{"kind", extension ? "extension_submit" : "submit"}, {"user", user["id"]}, {"origin", origin}});
  return {{"data", data}};
}

Json close_dialog(Teams& teams, const Json& body) {
  const Json user = wanted_user(teams, body);
  open_dialog_of(teams, user);
  teams.world.erase(kind::kDialogs, get_string(user, "id"));
  return Json::object();
}

Json open_extension(Teams& teams, const Json& body) {
  const Json user = wanted_user(teams, body);
  const std::string command = get_string(body, "command_id");
  if (command.empty()) refuse("command_id is missing");
  std::string conversation = wanted_conversation(teams, body);
  Json origin = {{"kind", "extension"}, {"commandId", command}, {"commandContext", "compose"}};
  if (body.contains("id")) {
    const Json message = wanted_message(teams, body, conversation);
    origin["commandContext"] = "message";
    origin["messagePayload"] = message_payload(teams, message);
    if (conversation.starts_with("19:")) {
      conversation += ";messageid=" + get_string(message, "thread", get_string(message, "id"));
    }
  }
  origin["conversation"] = conversation;
  Json activity =
      invoke_activity(teams, "composeExtension/fetchTask", user, conversation, invoke_value(origin, nullptr));
  activity["channelData"]["source"] = {{"name", origin["commandContext"]}};
  send(teams, std::move(activity), {{"kind", "fetch"}, {"user", user["id"]}, {"origin", origin}});
  return Json::object();
}

}  // namespace control

}  // namespace muster::fake::teams

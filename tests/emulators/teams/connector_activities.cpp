// The connector: sending, updating and deleting activities.
#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/call.hpp"
#include "tests/emulators/teams/card_check.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/outgoing.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

Json post(Call& call, const Place& place, const Json& activity) {
  const Json message = add_message(call.teams, place.conversation, place.root, bot_account(), activity);
  toast_message(call.teams, message);
  return message;
}

// A message of the bot's that is still there.
Json own_message(const Call& call, const Place& place, const std::string& id) {
  const Json* message = call.teams.world.message(place.conversation, id);
  if (!message || get_bool(*message, "deleted")) {
    fail(404, "ActivityNotFoundInConversation", "Activity not found in conversation.");
  }
  if (get_string(member(*message, "from"), "id") != kBotId) {
    fail(403, "ForbiddenOperationException", "The bot may change its own messages only.");
  }
  return *message;
}

void refuse_targeted(const Call& call) {
  if (get_bool(call.query, "isTargetedActivity")) {
    fail(400, "BadArgument", "Targeted messages are not available in this tenant.");
  }
}

}  // namespace

std::string post_activity(Call& call, const Place& place, const Json& activity) {
  refuse_targeted(call);
  check_outgoing(call, activity);
  if (get_string(activity, "type") == "typing") {
    call.status = 202;
    return "";
  }
  call.status = 201;
  const bool has_text = !get_string(activity, "text").empty();
  if (has_text && !member(activity, "attachments").empty()) {
    // Teams makes two messages of it, and the id that it answers is that of neither.
    Json text = activity;
    text.erase("attachments");
    Json card = activity;
    card.erase("text");
    post(call, place, text);
    post(call, place, card);
    call.notes["split"] = true;
    return "";
  }
  const std::string id = get_string(post(call, place, activity), "id");
  call.result["id"] = id;
  return id;
}

Json send_activity(Call& call) {
  const std::string id = post_activity(call, find_place(call, call.params[0]), call.body);
  if (call.status == 202) return nullptr;
  return id.empty() ? Json::object() : Json{{"id", id}};
}

Json reply_to_activity(Call& call) {
  Place place = find_place(call, call.params[0]);
  const Json* replied = call.teams.world.message(place.conversation, call.params[1]);
  if (!replied) fail(404, "ActivityNotFoundInConversation", "Activity not found in conversation.");
  // Chats have no threads; in a channel a reply to a reply goes into the same thread.
  if (!place.channel.is_null() && place.root.empty())
    place.root = get_string(*replied, "thread", call.params[1]);
  const std::string id = post_activity(call, place, call.body);
  if (call.status == 202) return nullptr;
  return id.empty() ? Json::object() : Json{{"id", id}};
}

Json update_activity(Call& call) {
  refuse_targeted(call);
  const Place place = find_place(call, call.params[0]);
  const Json message = own_message(call, place, call.params[1]);
  check_outgoing(call, call.body);
  if (!get_string(call.body, "text").empty() && !member(call.body, "attachments").empty()) {
    fail(400, "BadSyntax", "Activity resulted into multiple skype activities");
  }
  change_message(call.teams, message, call.body);
  call.result["id"] = call.params[1];
  return {{"id", call.params[1]}};
}

Json delete_activity(Call& call) {
  refuse_targeted(call);
  const Place place = find_place(call, call.params[0]);
  remove_message(call.teams, own_message(call, place, call.params[1]));
  call.result["id"] = call.params[1];
  return nullptr;
}

}  // namespace muster::fake::teams

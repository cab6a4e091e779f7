#include "tests/emulators/teams/answers.hpp"

#include "tests/emulators/teams/card_check.hpp"
#include "tests/emulators/teams/messages.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

Json invalid(const std::string& detail) {
  return {{"result", "invalid"}, {"detail", detail}};
}

// An invalid card, as a result; null if it is fine.
Json card_trouble(Teams& teams, const Json& delivery, const Json& card, CardUse use) {
  const Json problems = check_card(teams.world, card, use);
  if (problems.empty()) return nullptr;
  teams.ledger.add("card_error",
                   {{"activity_id", delivery["activity_id"]}, {"errors", problems}, {"card", card}});
  return invalid("an invalid card: " + get_string(problems[0], "path") + ": " +
                 get_string(problems[0], "problem"));
}

std::string user_of(const Json& delivery) {
  return get_string(member(delivery, "context"), "user");
}

Json shown_message_answer(Teams& teams, const Json& delivery, const Json& text) {
  if (!text.is_string() || text.get<std::string>().empty())
    return invalid("a message must be a text, not empty");
  add_toast(teams, user_of(delivery), text, "invoke", get_string(member(delivery, "context"), "message_id"));
  return {{"result", "message"}, {"message", text}};
}

Json apply_card_action(Teams& teams, const Json& delivery, const Json& body) {
  if (!body.is_object()) return invalid("an answer to adaptiveCard/action must be a JSON object");
  const std::string type = get_string(body, "type");
  const Json& value = member(body, "value");
  const std::int64_t status = get_int(body, "statusCode");
  const Json& context = delivery["context"];
  if (!member(body, "statusCode").is_number()) return invalid("statusCode is missing");
  if (type == "application/vnd.microsoft.error") {
    if (status < 400 || get_string(value, "message").empty())
      return invalid("an error needs a status of 400 or more and a message");
    return {
        {"result", "error"}, {"code", get_string(value, "code")}, {"message", get_string(value, "message")}};
  }
  if (type == "application/vnd.microsoft.activity.loginRequest") return {{"result", "login"}};
  if (status != 200) return invalid("a card or message comes with statusCode 200");
  if (type == "application/vnd.microsoft.activity.message")
    return shown_message_answer(teams, delivery, value);
  if (type != kCardType) return invalid("unknown type " + type);
  if (const Json trouble = card_trouble(teams, delivery, value, CardUse::answer); !trouble.is_null())
    return trouble;
  const Json* known =
      teams.world.message(get_string(context, "conversation"), get_string(context, "message_id"));
  if (known) {
    Json message = *known;
    message["views"][user_of(delivery)] = value;
    teams.world.put_message(std::move(message));
  }
  return {{"result", "card"}, {"card", value}};
}

bool is_extent(const Json& value) {
  if (value.is_null()) return true;
  return value.is_number_integer() || value == "small" || value == "medium" || value == "large";
}

Json open_dialog(Teams& teams, const Json& delivery, const Json& value) {
  const Json& attachment = member(value, "card");
  if (!is_extent(member(value, "width")) || !is_extent(member(value, "height"))) {
    return invalid("width and height are pixels or small, medium, large");
  }
  if (!attachment.is_object()) {
    if (get_string(value, "url").empty()) return invalid("a dialog needs a card or a url");
  } else if (get_string(attachment, "contentType") != kCardType) {
    return invalid("the card of a dialog has the contentType " + get_string(attachment, "contentType"));
  } else if (const Json trouble =
                 card_trouble(teams, delivery, member(attachment, "content"), CardUse::dialog);
             !trouble.is_null()) {
    return trouble;
  }
  const std::string user = user_of(delivery);
  Json dialog = {{"user", user},
                 {"name", get_string(*teams.world.user(user), "name")},
                 {"title", get_string(value, "title")},
                 {"width", member(value, "width")},
                 {"height", member(value, "height")},
                 {"card", member(attachment, "content")},
                 {"origin", member(delivery["context"], "origin")}};
  if (value.contains("url")) dialog["url"] = value["url"];
  teams.world.put(kind::kDialogs, user, dialog);
  return {{"result", "dialog"}, {"dialog", shown_dialog(dialog)}};
}

// The "task" of an answer: a dialog or a message. `submitted` is the answer to a dialog that is open.
Json apply_task(Teams& teams, const Json& delivery, const Json& task, bool submitted) {
  const std::string type = get_string(task, "type");
  if (type == "message") {
    Json result = shown_message_answer(teams, delivery, member(task, "value"));
    if (submitted && result["result"] == "message") teams.world.erase(kind::kDialogs, user_of(delivery));
    return result;
  }
  if (type != "continue") return invalid("unknown task type " + type);
  Json result = open_dialog(teams, delivery, member(task, "value"));
  if (submitted && result["result"] == "dialog") result["result"] = "continued";
  return result;
}

Json apply_extension(Teams& teams, const Json& delivery, const Json& extension) {
  const std::string type = get_string(extension, "type");
  teams.world.erase(kind::kDialogs, user_of(delivery));
  if (type == "message") return shown_message_answer(teams, delivery, member(extension, "text"));
  if (type != "result") return invalid("cannot use a composeExtension of type " + type);
  const Json& attachments = member(extension, "attachments");
  if (!attachments.is_array() || attachments.empty()) return invalid("a result needs attachments");
  const Json& card = member(attachments[0], "content");
  if (get_string(attachments[0], "contentType") == kCardType) {
    if (const Json trouble = card_trouble(teams, delivery, card, CardUse::message); !trouble.is_null())
      return trouble;
  }
  return {{"result", "closed"}, {"card", card}};
}

Json apply_submit(Teams& teams, const Json& delivery, const Json& body, const std::string& raw) {
  const bool nothing = raw.empty() || (body.is_object() && body.empty());
  if (nothing) {
    teams.world.erase(kind::kDialogs, user_of(delivery));
    return {{"result", "closed"}};
  }
  if (!body.is_object()) return invalid("neither empty nor a JSON object");
  if (body.contains("task")) return apply_task(teams, delivery, body["task"], true);
  if (body.contains("composeExtension") && get_string(delivery["context"], "kind") == "extension_submit") {
    return apply_extension(teams, delivery, body["composeExtension"]);
  }
  return invalid("no task in the answer");
}

}  // namespace

Json shown_dialog(const Json& dialog) {
  Json shown = dialog;
  shown["text"] = get_string(dialog, "title") + "\n" + card_text(dialog["card"]);
  return shown;
}

Json apply_answer(Teams& teams, const Json& delivery, int status, const Json& body, const std::string& raw) {
  if (status < 200 || status >= 300) {
    return {{"result", "error"}, {"detail", "HTTP " + std::to_string(status)}};
  }
  const std::string kind = get_string(delivery["context"], "kind");
  if (kind == "execute") return apply_card_action(teams, delivery, body);
  if (kind == "submit" || kind == "extension_submit") return apply_submit(teams, delivery, body, raw);
  if (kind == "fetch") {
    if (!member(body, "task").is_object()) return invalid("no task in the answer");
    return apply_task(teams, delivery, body["task"], false);
  }
  return {{"result", "answered"}};
}

}  // namespace muster::fake::teams

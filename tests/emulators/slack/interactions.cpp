#include "tests/emulators/slack/interactions.hpp"

#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/elements.hpp"
#include "tests/emulators/slack/events.hpp"
#include "tests/emulators/slack/response_urls.hpp"
#include "tests/emulators/slack/views.hpp"

namespace muster::fake::slack {
namespace {

Json user_object(const Json& user) {
  return {
      {"id", user["id"]}, {"username", user["name"]}, {"name", user["name"]}, {"team_id", user["team_id"]}};
}

// The members that every interactive payload has.
Json base_payload(Slack& slack, const char* type, const Json& user) {
  return {{"type", type},
          {"token", "legacy-ignore"},
          {"api_app_id", kAppId},
          {"team", {{"id", kTeam}, {"domain", kTeamDomain}}},
          {"user", user_object(user)},
          {"enterprise", nullptr},
          {"is_enterprise_install", false},
          {"trigger_id", make_trigger(slack, user["id"])}};
}

Json send(Slack& slack, const char* type, const Json& payload, bool accepts, Json context = nullptr) {
  const SocketHub::Sent sent = slack.hub.send(type, payload, accepts, std::move(context));
  slack.sent.push_back({{"envelope_id", sent.envelope_id}, {"type", type}, {"delivered", sent.delivered}});
  Json answer = {{"envelope_id", sent.envelope_id}};
  for (const char* key : {"trigger_id", "response_url"}) {
    if (payload.contains(key)) answer[key] = payload[key];
  }
  return answer;
}

// Where a control stands: a message, an ephemeral message, a modal or the home tab.
struct Clickable {
  Json blocks;
  Json payload_part;  // container, and channel + message or view
  std::string view_id = {};
  std::string channel = {};
  std::string message_ts = {};
  bool ephemeral = false;
};

Clickable view_surface(const Json& document) {
  const Json view = payload_view(document);
  return {.blocks = view["blocks"],
          .payload_part = {{"container", {{"type", "view"}, {"view_id", view["id"]}}}, {"view", view}},
          .view_id = view["id"]};
}

Json all_blocks(const Json& message) {
  Json blocks = message.contains("blocks") ? message["blocks"] : Json::array();
  for (const Json& attachment : member(message, "attachments")) {
    for (const Json& block : member(attachment, "blocks")) blocks.push_back(block);
  }
  return blocks;
}

Clickable message_surface(Slack& slack, const Json& body, const Json& user) {
  const Json channel = wanted_channel(slack, body);
  const std::string ephemeral_ts = get_string(body, "ephemeral_ts");
  const bool ephemeral = !ephemeral_ts.empty();
  const std::string ts = ephemeral ? ephemeral_ts : get_string(body, "ts");
  const Json* message =
      ephemeral ? slack.workspace.find(kind::kEphemerals, ts) : slack.workspace.message(channel["id"], ts);
  if (!message) fail("no such message in that channel");
  if (ephemeral && (*message)["ephemeral_user"] != user["id"])
    fail("that ephemeral message is shown to somebody else");
  Json container = {
      {"type", "message"}, {"message_ts", ts}, {"channel_id", channel["id"]}, {"is_ephemeral", ephemeral}};
  if (message->contains("thread_ts")) container["thread_ts"] = (*message)["thread_ts"];
  Clickable surface = {
      .blocks = all_blocks(*message),
      .payload_part = {{"container", container},
                       {"channel",
                        {{"id", channel["id"]}, {"name", get_string(channel, "name", "directmessage")}}}},
      .channel = channel["id"],
      .message_ts = ts,
      .ephemeral = ephemeral};
  if (!ephemeral) surface.payload_part["message"] = *message;
  surface.payload_part["state"]["values"] = input_values(surface.blocks, Json::object());
  return surface;
}

Clickable wanted_surface(Slack& slack, const Json& body, const Json& user) {
  std::string view_id = get_string(body, "view_id");
  if (get_bool(body, "home")) {
    const Json* home = slack.workspace.find(kind::kHomes, user["id"]);
    if (!home) fail("that user has no home view yet");
    view_id = *home;
  }
  if (view_id.empty() && !body.contains("ts") && !body.contains("ephemeral_ts")) {
    const Json* top = top_modal(slack, user["id"]);
    if (!top) fail("that user has no modal open; name a message with channel and ts");
    return view_surface(*top);
  }
  if (view_id.empty()) return message_surface(slack, body, user);
  const Json* document = slack.workspace.find(kind::kViews, view_id);
  if (!document || !get_bool(*document, "open")) fail("that view is not open");
  return view_surface(*document);
}

FoundElement wanted_element(const Clickable& surface, const Json& body) {
  const auto found = find_element(surface.blocks, get_string(body, "action_id"), get_string(body, "block_id"),
                                  get_string(body, "text"));
  if (!found) throw SlackError{"no such control there", {{"blocks", surface.blocks}}};
  return *found;
}

void remember_value(Slack& slack, const std::string& view_id, const FoundElement& found, const Json& value) {
  Json document = *slack.workspace.find(kind::kViews, view_id);
  document["state"][found.block_id][get_string(found.element, "action_id")] = value;
  slack.workspace.put(kind::kViews, view_id, std::move(document));
}

}  // namespace

Json wanted_user(const Slack& slack, const Json& body) {
  const Json* user = slack.workspace.user(get_string(body, "user"));
  if (!user) fail("no such user");
  return *user;
}

Json wanted_channel(const Slack& slack, const Json& body) {
  const Json* channel = slack.workspace.channel(get_string(body, "channel"));
  if (!channel) fail("no such channel");
  return *channel;
}

Json run_command(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  const Json channel = wanted_channel(slack, body);
  const std::string name = get_bool(channel, "is_im")        ? "directmessage"
                           : get_bool(channel, "is_private") ? "privategroup"
                                                             : get_string(channel, "name");
  const Json payload = {{"token", "legacy-ignore"},
                        {"team_id", kTeam},
                        {"team_domain", kTeamDomain},
                        {"channel_id", channel["id"]},
                        {"channel_name", name},
                        {"user_id", user["id"]},
                        {"user_name", user["name"]},
                        {"command", get_string(body, "command")},
                        {"text", get_string(body, "text")},
                        {"api_app_id", kAppId},
                        {"is_enterprise_install", "false"},
                        {"response_url", make_response_url(slack, user["id"], channel["id"])},
                        {"trigger_id", make_trigger(slack, user["id"])}};
  return send(slack, "slash_commands", payload, true,
              {{"kind", "command"}, {"user", user["id"]}, {"channel", channel["id"]}});
}

Json click(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  Clickable surface = wanted_surface(slack, body, user);
  const FoundElement found = wanted_element(surface, body);
  const std::string type = get_string(found.element, "type");
  Json action = {{"type", type},
                 {"action_id", get_string(found.element, "action_id")},
                 {"block_id", found.block_id},
                 {"action_ts", us_to_ts(slack.clock.now_us())}};
  if (type == "button") {
    for (const char* key : {"text", "value", "url", "style"}) {
      if (found.element.contains(key)) action[key] = found.element[key];
    }
  } else {
    const auto value = chosen(found.element, member(body, "value"));
    if (!value) throw SlackError{"that control does not offer that value", {{"element", found.element}}};
    action.update(*value);
    if (!surface.view_id.empty() && type != "overflow") {
      remember_value(slack, surface.view_id, found, *value);
      surface = view_surface(*slack.workspace.find(kind::kViews, surface.view_id));
    }
  }
  Json payload = base_payload(slack, "block_actions", user);
  payload.update(surface.payload_part);
  payload["actions"] = Json::array({action});
  if (!surface.channel.empty()) {
    payload["response_url"] =
        make_response_url(slack, user["id"], surface.channel, surface.message_ts, surface.ephemeral);
  }
  Json answer = send(slack, "interactive", payload, false);
  answer["action"] = action;
  return answer;
}

Json suggest(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  const Clickable surface = wanted_surface(slack, body, user);
  const FoundElement found = wanted_element(surface, body);
  Json payload = base_payload(slack, "block_suggestion", user);
  payload.erase("trigger_id");
  payload.update(surface.payload_part);
  payload["block_id"] = found.block_id;
  payload["action_id"] = get_string(found.element, "action_id");
  payload["value"] = get_string(body, "value");
  return send(slack, "interactive", payload, true, {{"kind", "suggestion"}});
}

Json submit_view(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  const Clickable surface = wanted_surface(slack, body, user);
  const Json values = member(body, "values").is_object() ? body["values"] : Json::object();
  for (const auto& [block_id, actions] : values.items()) {
    for (const auto& [action_id, value] : actions.items()) {
      const auto found = find_element(surface.blocks, action_id, block_id, "");
      if (!found) fail(("no input " + block_id + "/" + action_id + " in that view").c_str());
      const auto held = chosen(found->element, value);
      if (!held) fail(("the input " + block_id + "/" + action_id + " does not offer that value").c_str());
      remember_value(slack, surface.view_id, *found, *held);
    }
  }
  const Json view = payload_view(*slack.workspace.find(kind::kViews, surface.view_id));
  for (const Json& block : view["blocks"]) {
    if (get_string(block, "type") != "input" || get_bool(block, "optional")) continue;
    const std::string block_id = get_string(block, "block_id");
    const Json& values_there = member(view["state"]["values"], block_id.c_str());
    const Json& value = member(values_there, get_string(block["element"], "action_id").c_str());
    if (is_empty_value(value))
      throw SlackError{"a required input is empty: " + block_id, {{"block_id", block_id}}};
  }
  Json payload = base_payload(slack, "view_submission", user);
  payload["view"] = view;
  payload["response_urls"] = Json::array();
  return send(slack, "interactive", payload, true,
              {{"kind", "view_submission"}, {"user", user["id"]}, {"view_id", surface.view_id}});
}

Json close_view(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  const Clickable surface = wanted_surface(slack, body, user);
  if (surface.view_id.empty()) fail("that user has no modal open");
  const bool clear = get_bool(body, "clear");
  Json view = payload_view(*slack.workspace.find(kind::kViews, surface.view_id));
  const std::string root = get_string(view, "root_view_id");
  if (clear) view = payload_view(*slack.workspace.find(kind::kViews, root));
  close_modal(slack, surface.view_id, clear || get_bool(view, "clear_on_close"));
  if (!get_bool(view, "notify_on_close")) return Json::object();
  Json payload = base_payload(slack, "view_closed", user);
  payload.erase("trigger_id");
  payload["view"] = view;
  payload["is_cleared"] = clear;
  return send(slack, "interactive", payload, false);
}

Json run_shortcut(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  const bool on_message = body.contains("ts");
  Json payload = base_payload(slack, on_message ? "message_action" : "shortcut", user);
  payload["callback_id"] = get_string(body, "callback_id");
  payload["action_ts"] = us_to_ts(slack.clock.now_us());
  if (!on_message) return send(slack, "interactive", payload, false);
  const Json channel = wanted_channel(slack, body);
  const std::string ts = get_string(body, "ts");
  const Json* message = slack.workspace.message(channel["id"], ts);
  if (!message) fail("no such message in that channel");
  payload["message_ts"] = ts;
  payload["message"] = *message;
  payload["channel"] = {{"id", channel["id"]}, {"name", get_string(channel, "name", "directmessage")}};
  payload["response_url"] = make_response_url(slack, user["id"], channel["id"], ts);
  return send(slack, "interactive", payload, false);
}

Json open_home(Slack& slack, const Json& body) {
  const Json user = wanted_user(slack, body);
  Json event = {{"type", "app_home_opened"},
                {"user", user["id"]},
                {"channel", open_dm(slack, user["id"])},
                {"tab", get_string(body, "tab", "home")}};
  if (const Json* home = slack.workspace.find(kind::kHomes, user["id"])) {
    event["view"] = payload_view(*slack.workspace.find(kind::kViews, *home));
  }
  send_if_subscribed(slack, std::move(event));
  return Json::object();
}

}  // namespace muster::fake::slack

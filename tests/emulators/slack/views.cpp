#include "tests/emulators/slack/views.hpp"

#include "tests/emulators/slack/block_check.hpp"
#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/elements.hpp"

namespace muster::fake::slack {
namespace {

constexpr std::int64_t kTriggerLifeUs = 3'000'000;
constexpr std::size_t kMostViewBytes = 250'000;
constexpr std::size_t kMostStacked = 3;

std::string new_hash(const Slack& slack) {
  return std::to_string(slack.clock.now_ms() / 1000) + "." + random_hex(4);
}

Json make_view(Slack& slack, const std::string& id, const Json& wanted) {
  Json view = {{"id", id},
               {"team_id", kTeam},
               {"type", wanted["type"]},
               {"private_metadata", get_string(wanted, "private_metadata")},
               {"callback_id", get_string(wanted, "callback_id")},
               {"external_id", get_string(wanted, "external_id")},
               {"hash", new_hash(slack)},
               {"title", member(wanted, "title")},
               {"submit", member(wanted, "submit")},
               {"close", member(wanted, "close")},
               {"clear_on_close", get_bool(wanted, "clear_on_close")},
               {"notify_on_close", get_bool(wanted, "notify_on_close")},
               {"root_view_id", id},
               {"previous_view_id", nullptr},
               {"app_id", kAppId},
               {"bot_id", kBotId},
               {"app_installed_team_id", kTeam},
               {"blocks", wanted["blocks"]}};
  add_block_ids(view["blocks"]);
  return view;
}

Json stack_of(const Slack& slack, const std::string& user) {
  const Json* stack = slack.workspace.find(kind::kStacks, user);
  return stack ? *stack : Json::array();
}

}  // namespace

std::string make_trigger(Slack& slack, const std::string& user) {
  const std::string id = std::to_string(slack.clock.now_ms()) + ".1." + random_hex(16);
  slack.workspace.put(
      kind::kTriggers, id,
      {{"user", user}, {"expires_us", slack.clock.now_us() + kTriggerLifeUs}, {"used", false}});
  return id;
}

std::string use_trigger(Slack& slack, const std::string& trigger_id) {
  const Json* known = slack.workspace.find(kind::kTriggers, trigger_id);
  if (!known) fail("invalid_trigger_id");
  if (get_bool(*known, "used")) fail("exchanged_trigger_id");
  if (get_int(*known, "expires_us") < slack.clock.now_us()) fail("expired_trigger_id");
  Json used = *known;
  used["used"] = true;
  slack.workspace.put(kind::kTriggers, trigger_id, used);
  return used["user"];
}

void check_view_argument(const Slack& slack, const Json& view, const std::string& own_id) {
  if (dump(view).size() > kMostViewBytes) fail("view_too_large");
  const std::vector<std::string> faults = check_view(view);
  if (!faults.empty()) fail_with_messages("invalid_arguments", faults);
  const std::string external_id = get_string(view, "external_id");
  for (const auto& [id, document] : slack.workspace.all(kind::kViews)) {
    const bool same = !external_id.empty() && get_string(document["view"], "external_id") == external_id;
    if (same && id != own_id && get_bool(document, "open")) fail("duplicate_external_id");
  }
}

Json open_modal(Slack& slack, const std::string& user, const Json& wanted, bool push) {
  Json stack = stack_of(slack, user);
  if (push && stack.size() >= kMostStacked) fail("push_limit_reached");
  if (!push && !stack.empty()) {
    close_modal(slack, stack[0], true);
    stack = Json::array();
  }
  const std::string id = slack.workspace.next_id("V");
  Json view = make_view(slack, id, wanted);
  if (!stack.empty()) {
    view["root_view_id"] = stack.front();
    view["previous_view_id"] = stack.back();
  }
  stack.push_back(id);
  const Json document = {{"view", view}, {"user", user}, {"open", true}, {"state", Json::object()}};
  slack.workspace.put(kind::kViews, id, document);
  slack.workspace.put(kind::kStacks, user, std::move(stack));
  return payload_view(document);
}

Json update_view(Slack& slack, const std::string& view_id, const Json& wanted) {
  Json document = *slack.workspace.find(kind::kViews, view_id);
  Json view = make_view(slack, view_id, wanted);
  for (const char* key : {"root_view_id", "previous_view_id"}) view[key] = document["view"][key];
  Json kept = Json::object();
  for (const Json& block : view["blocks"]) {
    const std::string block_id = get_string(block, "block_id");
    const Json& values = member(document["state"], block_id.c_str());
    for (const Json& element : elements_of(block)) {
      const std::string action_id = get_string(element, "action_id");
      if (values.contains(action_id)) kept[block_id][action_id] = values[action_id];
    }
  }
  document["view"] = view;
  document["state"] = kept;
  slack.workspace.put(kind::kViews, view_id, document);
  return payload_view(document);
}

Json publish_home(Slack& slack, const std::string& user, const Json& wanted) {
  if (const Json* id = slack.workspace.find(kind::kHomes, user)) return update_view(slack, *id, wanted);
  const std::string id = slack.workspace.next_id("V");
  const Json document = {
      {"view", make_view(slack, id, wanted)}, {"user", user}, {"open", true}, {"state", Json::object()}};
  slack.workspace.put(kind::kViews, id, document);
  slack.workspace.put(kind::kHomes, user, id);
  return payload_view(document);
}

void close_modal(Slack& slack, const std::string& view_id, bool all) {
  const Json* known = slack.workspace.find(kind::kViews, view_id);
  if (!known) return;
  const std::string user = (*known)["user"];
  Json left = Json::array();
  bool closing = all;
  for (const Json& id : stack_of(slack, user)) {
    closing = closing || id == view_id;
    if (!closing) {
      left.push_back(id);
      continue;
    }
    Json document = *slack.workspace.find(kind::kViews, id);
    document["open"] = false;
    slack.workspace.put(kind::kViews, id, std::move(document));
  }
  slack.workspace.put(kind::kStacks, user, std::move(left));
}

const Json* top_modal(const Slack& slack, const std::string& user) {
  const Json stack = stack_of(slack, user);
  return stack.empty() ? nullptr : slack.workspace.find(kind::kViews, stack.back());
}

Json payload_view(const Json& document) {
  Json view = document["view"];
  view["state"]["values"] = input_values(view["blocks"], document["state"]);
  return view;
}

}  // namespace muster::fake::slack

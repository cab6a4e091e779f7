// What acknowledgements do: the reply to a command, the answer to a submitted view.
#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/interactions.hpp"
#include "tests/emulators/slack/response_urls.hpp"
#include "tests/emulators/slack/views.hpp"

namespace muster::fake::slack {
namespace {

bool has_input_block(const Json& view, const std::string& block_id) {
  for (const Json& block : view["blocks"]) {
    if (get_string(block, "type") == "input" && get_string(block, "block_id") == block_id) return true;
  }
  return false;
}

// Slack shows a generic failure when the answer names no input of the view.
Json show_errors(const Json& view, const Json& errors) {
  bool valid = errors.is_object() && !errors.empty();
  for (const auto& [block_id, text] : errors.items()) {
    valid = valid && has_input_block(view, block_id) && text.is_string() && text != "";
  }
  return {{"result", valid ? "errors" : "invalid"}, {"errors", errors}};
}

Json answer_submission(Slack& slack, const Json& context, const Json& ack) {
  const std::string view_id = context["view_id"];
  const std::string action = get_string(ack, "response_action");
  const Json view = payload_view(*slack.workspace.find(kind::kViews, view_id));
  if (action.empty()) {
    close_modal(slack, view_id, false);
    return {{"result", "closed"}};
  }
  if (action == "errors") return show_errors(view, member(ack, "errors"));
  if (action == "clear") {
    close_modal(slack, view_id, true);
    return {{"result", "cleared"}};
  }
  if (action != "update" && action != "push") return {{"result", "invalid"}};
  const Json& wanted = member(ack, "view");
  check_view_argument(slack, wanted, view_id);
  if (action == "update") {
    update_view(slack, view_id, wanted);
    return {{"result", "updated"}};
  }
  open_modal(slack, context["user"], wanted, true);
  return {{"result", "pushed"}};
}

}  // namespace

void apply_ack(Slack& slack, const Json& envelope, const Json& ack) {
  const Json& context = envelope["context"];
  const std::string kind = get_string(context, "kind");
  Json result = Json::object();
  try {
    if (kind == "command" &&
        (ack.contains("text") || ack.contains("blocks") || ack.contains("attachments"))) {
      result["reply"] = post_reply(slack, "ack", context["user"], context["channel"], ack);
    }
    if (kind == "view_submission") result = answer_submission(slack, context, ack);
    if (kind == "suggestion") {
      result["options"] = ack.contains("options") ? ack["options"] : member(ack, "option_groups");
    }
  } catch (const SlackError& error) {
    result = {{"result", "invalid"}, {"error", error.word}, {"detail", error.extra}};
  }
  if (result.empty()) return;
  if (get_string(result, "result") == "invalid") {
    slack.ledger.add("invalid_ack", {{"envelope_id", envelope["id"]}, {"ack", ack}, {"detail", result}});
  }
  Json answered = envelope;
  answered["result"] = std::move(result);
  slack.workspace.put(kind::kEnvelopes, envelope["id"], std::move(answered));
}

}  // namespace muster::fake::slack

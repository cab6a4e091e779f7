// views.*: modals and home tabs.
#include "tests/emulators/slack/views.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack::api {
namespace {

Json view_argument(const Call& call) {
  const auto view = call.structured("view", "invalid_arguments");
  if (!view || !view->is_object()) {
    fail_with_messages("invalid_arguments", {"[ERROR] must provide an object [json-pointer:/view]"});
  }
  return *view;
}

void want_type(const Json& view, const std::string& type) {
  if (get_string(view, "type") == type) return;
  fail_with_messages("invalid_arguments", {"[ERROR] must be " + type + " [json-pointer:/view/type]"});
}

Json modal_argument(const Call& call) {
  Json view = view_argument(call);
  check_view_argument(call.slack, view);
  want_type(view, "modal");
  return view;
}

void check_hash(const Call& call, const Json& document) {
  const std::string hash = call.str("hash");
  if (!hash.empty() && hash != get_string(document["view"], "hash")) fail("hash_conflict");
}

// By view_id or external_id; only open ones are found.
Json named_view(const Call& call) {
  const std::string external_id = call.str("external_id");
  for (const auto& [id, document] : call.slack.workspace.all(kind::kViews)) {
    const bool named = call.has("view_id") ? id == call.str("view_id")
                                           : !external_id.empty() &&
                                                 get_string(document["view"], "external_id") == external_id;
    if (named && get_bool(document, "open")) return document;
  }
  fail("not_found");
}

// A trigger is used up even when the view is refused.
Json open(Call& call, bool push) {
  if (!call.has("trigger_id")) {
    fail_with_messages("invalid_arguments", {"[ERROR] missing required field: trigger_id"});
  }
  const Json view = modal_argument(call);
  const std::string user = use_trigger(call.slack, call.str("trigger_id"));
  if (push && !top_modal(call.slack, user)) fail("not_found");
  return {{"view", open_modal(call.slack, user, view, push)}};
}

}  // namespace

Json views_open(Call& call) {
  return open(call, false);
}
Json views_push(Call& call) {
  return open(call, true);
}

Json views_update(Call& call) {
  const Json view = view_argument(call);
  const Json document = named_view(call);
  check_view_argument(call.slack, view, get_string(document["view"], "id"));
  check_hash(call, document);
  return {{"view", update_view(call.slack, document["view"]["id"], view)}};
}

Json views_publish(Call& call) {
  const Json view = view_argument(call);
  if (!get_bool(call.slack.workspace.config(), "home_tab_enabled")) fail("not_enabled");
  const std::string user = call.str("user_id");
  if (!call.slack.workspace.find(kind::kUsers, user)) fail("missing_profile_id");
  const Json* home = call.slack.workspace.find(kind::kHomes, user);
  check_view_argument(call.slack, view, home ? home->get<std::string>() : "");
  want_type(view, "home");
  if (home) check_hash(call, *call.slack.workspace.find(kind::kViews, *home));
  return {{"view", publish_home(call.slack, user, view)}};
}

}  // namespace muster::fake::slack::api

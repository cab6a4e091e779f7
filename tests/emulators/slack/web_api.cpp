#include "tests/emulators/slack/web_api.hpp"

#include "tests/emulators/slack/faults.hpp"
#include "tests/emulators/slack/mrkdwn.hpp"

namespace muster::fake::slack {
namespace {

// Error words that any method may answer.
constexpr std::string_view kCommonErrors =
    "not_authed invalid_auth not_allowed_token_type missing_scope ratelimited missing_argument "
    "invalid_arguments "
    "invalid_json json_not_object invalid_charset invalid_post_type missing_post_type "
    // Named in Slack's prose, not in the lists of the methods:
    "duplicate_external_id invalid_attachments msg_blocks_too_long msg_too_long";

// Ids that tests look for in the ledger.
Json result_ids(const Json& answer) {
  Json ids = Json::object();
  for (const char* key : {"ts", "message_ts", "channel", "file_id"}) {
    if (member(answer, key).is_string()) ids[key] = answer[key];
  }
  for (const auto& [outer, name] :
       {std::pair("channel", "channel"), {"view", "view_id"}, {"bookmark", "bookmark_id"}}) {
    const std::string id = get_string(member(answer, outer), "id");
    if (!id.empty()) ids[name] = id;
  }
  return ids;
}

std::string joined_scopes(const Slack& slack) {
  std::string joined;
  for (const Json& scope : member(slack.workspace.config(), "scopes")) {
    joined += (joined.empty() ? "" : ",") + scope.get<std::string>();
  }
  return joined;
}

// Which of the two tokens it is; ends the call if it is not the one the method takes.
void check_token(const Slack& slack, const MethodSpec& spec, const std::string& token) {
  if (token.empty()) fail("not_authed");
  const bool is_app = token == get_string(slack.workspace.config(), "app_token");
  if (!is_app && token != get_string(slack.workspace.config(), "bot_token")) fail("invalid_auth");
  const bool wants_app = spec.name == "apps.connections.open";
  if (is_app != wants_app) fail("not_allowed_token_type");
  if (wants_app || spec.scopes.empty()) return;
  for (const Json& scope : member(slack.workspace.config(), "scopes")) {
    if (lists_word(spec.scopes, scope.get_ref<const std::string&>())) return;
  }
  const std::string needed(spec.scopes.substr(0, spec.scopes.find(' ')));
  fail("missing_scope", {{"needed", needed}, {"provided", joined_scopes(slack)}});
}

void check_required(const MethodSpec& spec, const Json& args, bool json_ignored) {
  for (std::size_t at = 0; at < spec.required.size();) {
    const std::size_t end = std::min(spec.required.find(' ', at), spec.required.size());
    const std::string name(spec.required.substr(at, end - at));
    at = end + 1;
    const bool there = args.contains(name) && !args[name].is_null() && args[name] != "";
    // An empty topic or purpose is a way to clear it; an empty name has its own error word.
    if (there || (args.contains(name) && (name == "topic" || name == "purpose" || name == "name"))) continue;
    if (spec.name == "conversations.create") fail("invalid_name_required");
    if (spec.name.starts_with("views.") || json_ignored) {
      fail_with_messages("invalid_arguments", {"[ERROR] missing required field: " + name});
    }
    fail("missing_argument");
  }
}

Json unknown_arguments(const MethodSpec& spec, const Json& args) {
  Json unknown = Json::array();
  for (const auto& [name, value] : args.items()) {
    if (!lists_word(spec.required, name) && !lists_word(spec.optional, name)) unknown.push_back(name);
  }
  return unknown;
}

const char* token_kind(const Slack& slack, const std::string& token) {
  if (token.empty()) return "none";
  if (token == get_string(slack.workspace.config(), "app_token")) return "app";
  return token == get_string(slack.workspace.config(), "bot_token") ? "bot" : "unknown";
}

// Runs the method. The answer, "ok" included.
Json run(Slack& slack, const MethodSpec& spec, const HttpRequest& request, const Arguments& read,
         int& retry_after) {
  try {
    if (!read.problem.empty()) fail(read.problem.c_str());
    check_token(slack, spec, read.token);
    if (get_string(slack.workspace.config(), "rate_limits") == "real") {
      retry_after = slack.limits.check(spec, get_string(read.values, "channel"));
      if (retry_after > 0) fail("ratelimited");
    }
    const bool json_ignored = !spec.takes_json && request.content_type.starts_with("application/json");
    check_required(spec, read.values, json_ignored);
    Call call(slack, spec, read.values);
    Json answer = find_handler(spec.name)(call);
    answer["ok"] = true;
    return answer;
  } catch (const SlackError& error) {
    Json answer = error.extra;
    answer["ok"] = false;
    answer["error"] = error.word;
    return answer;
  }
}

void record(Slack& slack, const MethodSpec& spec, const HttpRequest& request, const Arguments& read,
            const Json& answer, const HttpReply& reply, const Json& fault) {
  Json args = read.values;
  for (const char* key : {"blocks", "attachments", "view", "metadata", "files"}) {
    if (!member(args, key).is_string()) continue;
    Json parsed = Json::parse(args[key].get_ref<const std::string&>(), nullptr, false);
    if (!parsed.is_discarded()) args[key] = std::move(parsed);
  }
  Json entry = {{"method", spec.name},
                {"ok", get_bool(answer, "ok")},
                {"result", result_ids(answer)},
                {"http_status", reply.status},
                {"token", token_kind(slack, read.token)},
                {"content_type", request.content_type}};
  const std::string word = get_string(answer, "error");
  if (!word.empty()) entry["error"] = word;
  const bool declared = lists_word(spec.errors, word) || lists_word(kCommonErrors, word);
  if (!word.empty() && !declared && fault.is_null()) entry["undeclared_error"] = true;
  const Json unknown = unknown_arguments(spec, args);
  if (!unknown.empty()) entry["unknown_args"] = unknown;
  if (get_bool(answer, "truncated_text")) entry["truncated"] = true;
  if (!fault.is_null()) entry["fault"] = fault;
  const LiveContent live = live_content(args);
  entry["mentions"] = live.mentions;
  entry["links"] = live.links;
  entry["args"] = std::move(args);
  slack.ledger.add("call", std::move(entry));
}

void add_warnings(const Arguments& read, Json& answer) {
  if (read.warnings.empty()) return;
  answer["warning"] = read.warnings.front();
  for (const std::string& warning : read.warnings) answer["response_metadata"]["warnings"].push_back(warning);
}

}  // namespace

HttpReply handle_api(Slack& slack, const HttpRequest& request) {
  const std::string method = request.path.substr(5);
  const MethodSpec* spec = find_method(method);
  if (!spec) {
    slack.ledger.add(
        "call", {{"method", method}, {"ok", false}, {"error", "unknown_method"}, {"args", Json::object()}});
    return {.body = R"({"ok":false,"error":"unknown_method","req_method":)" + dump(method) + "}"};
  }
  const Arguments read = read_arguments(request, *spec);
  const std::string channel = get_string(read.values, "channel", get_string(read.values, "channel_id"));
  const auto fault = slack.injections.take(method, channel);
  int retry_after = 0;
  Json answer = {{"ok", false}, {"error", fault ? get_string(*fault, "error", "fault") : ""}};
  if (!fault || takes_effect(*fault)) answer = run(slack, *spec, request, read, retry_after);
  add_warnings(read, answer);
  HttpReply reply;
  Json shown = answer;
  shown.erase("truncated_text");
  reply.body = dump(shown);
  reply.headers = {{"x-slack-req-id", random_hex(16)},
                   {"x-oauth-scopes", joined_scopes(slack)},
                   {"x-accepted-oauth-scopes", std::string(spec->scopes)}};
  if (retry_after > 0) {
    reply.status = 429;
    reply.headers.emplace_back("Retry-After", std::to_string(retry_after));
  }
  if (fault) apply_fault(*fault, reply);
  record(slack, *spec, request, read, answer, reply, fault ? *fault : Json(nullptr));
  return reply;
}

Method find_handler(std::string_view method) {
  static const std::map<std::string_view, Method> kHandlers = {
      {"auth.test", api::auth_test},
      {"apps.connections.open", api::apps_connections_open},
      {"team.info", api::team_info},
      {"bots.info", api::bots_info},
      {"chat.postMessage", api::chat_post_message},
      {"chat.update", api::chat_update},
      {"chat.delete", api::chat_delete},
      {"chat.postEphemeral", api::chat_post_ephemeral},
      {"chat.getPermalink", api::chat_get_permalink},
      {"conversations.create", api::conversations_create},
      {"conversations.rename", api::conversations_rename},
      {"conversations.archive", api::conversations_archive},
      {"conversations.unarchive", api::conversations_unarchive},
      {"conversations.setTopic", api::conversations_set_topic},
      {"conversations.setPurpose", api::conversations_set_purpose},
      {"conversations.info", api::conversations_info},
      {"conversations.list", api::conversations_list},
      {"users.conversations", api::users_conversations},
      {"conversations.invite", api::conversations_invite},
      {"conversations.kick", api::conversations_kick},
      {"conversations.join", api::conversations_join},
      {"conversations.leave", api::conversations_leave},
      {"conversations.open", api::conversations_open},
      {"conversations.members", api::conversations_members},
      {"conversations.history", api::conversations_history},
      {"conversations.replies", api::conversations_replies},
      {"users.info", api::users_info},
      {"users.list", api::users_list},
      {"users.lookupByEmail", api::users_lookup_by_email},
      {"usergroups.list", api::usergroups_list},
      {"usergroups.users.list", api::usergroups_users_list},
      {"views.open", api::views_open},
      {"views.push", api::views_push},
      {"views.update", api::views_update},
      {"views.publish", api::views_publish},
      {"pins.add", api::pins_add},
      {"pins.remove", api::pins_remove},
      {"pins.list", api::pins_list},
      {"bookmarks.add", api::bookmarks_add},
      {"bookmarks.edit", api::bookmarks_edit},
      {"bookmarks.list", api::bookmarks_list},
      {"bookmarks.remove", api::bookmarks_remove},
      {"reactions.add", api::reactions_add},
      {"reactions.remove", api::reactions_remove},
      {"reactions.get", api::reactions_get},
      {"files.getUploadURLExternal", api::files_get_upload_url_external},
      {"files.completeUploadExternal", api::files_complete_upload_external},
      {"files.info", api::files_info},
  };
  return kHandlers.at(method);
}

}  // namespace muster::fake::slack

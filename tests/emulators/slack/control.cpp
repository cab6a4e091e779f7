#include "tests/emulators/slack/control.hpp"

#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/interactions.hpp"

namespace muster::fake_slack {
namespace {

HttpReply answer_with(int status, Json answer) {
  answer["ok"] = status == 200;
  return {.status = status, .body = dump(answer)};
}

// What the control call reports of the envelope that was waited for.
void add_outcome(const Json& envelope, Json& answer) {
  const bool acked = get_string(envelope, "state") == "acked";
  answer["ack"] = acked ? member(envelope, "ack") : Json(nullptr);
  const Json& result = member(envelope, "result");
  for (const auto& [key, value] : result.items()) answer[key] = value;
  const bool submission = get_string(member(envelope, "context"), "kind") == "view_submission";
  if (submission && !answer.contains("result")) answer["result"] = "timeout";
}

std::int64_t default_wait(const std::string& name) {
  return name == "submit" || name == "suggest" ? 5000 : 0;
}

}  // namespace

boost::asio::awaitable<HttpReply> Control::handle(HttpRequest request) {
  const std::string name = request.path.substr(std::string("/control/").size());
  if (name == "wait") {
    Json query = parse_form(request.query);
    if (request.verb == "POST") query.update(Json::parse(request.body, nullptr, false));
    Json answer = co_await waits_.wait(std::move(query));
    const std::string error = get_string(answer, "error");
    co_return answer_with(error.empty() ? 200 : error == "timeout" ? 408 : 400, std::move(answer));
  }
  const Order order = find_order(request.verb + " " + name);
  if (!order) co_return answer_with(404, {{"error", "no such control call: " + request.verb + " " + name}});
  Json body = parse_form(request.query);
  if (!request.body.empty()) {
    const Json parsed = Json::parse(request.body, nullptr, false);
    if (!parsed.is_object()) co_return answer_with(400, {{"error", "the body must be a JSON object"}});
    body.update(parsed);
  }
  Json answer;
  slack_.sent.clear();
  try {
    answer = order(slack_, body);
  } catch (const SlackError& error) {
    slack_.ledger.flush();
    Json refusal = error.extra;
    refusal["error"] = error.word;
    co_return answer_with(422, std::move(refusal));
  }
  slack_.ledger.flush();
  if (request.verb == "POST" && !slack_.sent.empty()) answer["envelopes"] = slack_.sent;
  co_await wait_for_ack(body, answer, default_wait(name));
  co_return answer_with(200, std::move(answer));
}

boost::asio::awaitable<void> Control::wait_for_ack(Json body, Json& answer, std::int64_t default_ms) {
  const std::int64_t wait_ms = get_int(body, "wait_ms", default_ms);
  if (wait_ms <= 0 || !answer.contains("envelopes")) co_return;
  const std::string id = get_string(answer["envelopes"].back(), "envelope_id");
  co_await waits_.until(wait_ms, [this, id] {
    const Json* envelope = slack_.hub.envelope(id);
    return envelope && get_string(*envelope, "state") != "waiting";
  });
  const Json* envelope = slack_.hub.envelope(id);
  if (!envelope) co_return;
  add_outcome(*envelope, answer);
  const std::string user = get_string(member(*envelope, "context"), "user");
  if (const Json* top = slack_.workspace.find(kind::kStacks, user); top && !top->empty()) {
    answer["view"] = (*slack_.workspace.find(kind::kViews, top->back()))["view"];
  }
}

Order find_order(const std::string& verb_and_name) {
  static const std::map<std::string, Order> kOrders = {
      {"GET state", control::get_state},
      {"GET messages", control::get_messages},
      {"GET ledger", control::get_ledger},
      {"POST users", control::post_users},
      {"POST channels", control::post_channels},
      {"POST usergroups", control::post_usergroups},
      {"POST config", control::post_config},
      {"POST message", control::post_message},
      {"POST mention", control::post_mention},
      {"POST edit", control::post_edit},
      {"POST delete", control::post_delete},
      {"POST reaction", control::post_reaction},
      {"POST join", control::post_join},
      {"POST leave", control::post_leave},
      {"POST event", control::post_event},
      {"POST command", run_command},
      {"POST click", click},
      {"POST submit", submit_view},
      {"POST close", close_view},
      {"POST suggest", suggest},
      {"POST shortcut", run_shortcut},
      {"POST home", open_home},
      {"GET sockets", control::get_sockets},
      {"POST socket/frame", control::socket_frame},
      {"POST socket/disconnect", control::socket_disconnect},
      {"POST socket/kill", control::socket_kill},
      {"POST socket/deafen", control::socket_deafen},
      {"POST socket/ping", control::socket_ping},
      {"POST socket/redeliver", control::socket_redeliver},
      {"POST fail", control::post_fail},
      {"GET fail", control::get_fail},
      {"DELETE fail", control::delete_fail},
      {"GET clock", control::get_clock},
      {"POST clock", control::post_clock},
  };
  const auto it = kOrders.find(verb_and_name);
  return it == kOrders.end() ? nullptr : it->second;
}

}  // namespace muster::fake_slack

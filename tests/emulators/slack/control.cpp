#include "tests/emulators/slack/control.hpp"

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/slack/call.hpp"
#include "tests/emulators/slack/interactions.hpp"

namespace muster::fake::slack {
namespace {

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

// Waits for the acknowledgement of the last envelope, as long as the call asks for.
boost::asio::awaitable<void> wait_for_ack(const Slack& slack, Waits& waits, std::int64_t wait_ms,
                                          Json& answer) {
  const std::string id = get_string(answer["envelopes"].back(), "envelope_id");
  co_await waits.until(wait_ms, [&slack, id] {
    const Json* envelope = slack.hub.envelope(id);
    return envelope && get_string(*envelope, "state") != "waiting";
  });
  const Json* envelope = slack.hub.envelope(id);
  if (!envelope) co_return;
  add_outcome(*envelope, answer);
  const std::string user = get_string(member(*envelope, "context"), "user");
  if (const Json* top = slack.workspace.find(kind::kStacks, user); top && !top->empty()) {
    answer["view"] = (*slack.workspace.find(kind::kViews, top->back()))["view"];
  }
}

Order find_order(const std::string& verb_and_name) {
  static const std::map<std::string, Order> kOrders = {
      {"GET state", control::get_state},
      {"GET messages", control::get_messages},
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
  };
  const auto it = kOrders.find(verb_and_name);
  return it == kOrders.end() ? nullptr : it->second;
}

}  // namespace

Json run_order(Slack& slack, const std::string& verb_and_name, const Json& body) {
  slack.sent.clear();
  const Order order = find_order(verb_and_name);
  return order ? order(slack, body)
               : run_common_order(verb_and_name, body, slack.injections, slack.clock, slack.ledger);
}

boost::asio::awaitable<void> finish_order(Slack& slack, Waits& waits, const std::string& verb_and_name,
                                          Json body, Json& answer) {
  if (!verb_and_name.starts_with("POST ") || slack.sent.empty()) co_return;
  answer["envelopes"] = slack.sent;
  const std::int64_t wait_ms = get_int(body, "wait_ms", default_wait(verb_and_name.substr(5)));
  if (wait_ms > 0) co_await wait_for_ack(slack, waits, wait_ms, answer);
}

}  // namespace muster::fake::slack

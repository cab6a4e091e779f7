#include "tests/emulators/teams/control.hpp"

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/teams/answers.hpp"
#include "tests/emulators/teams/courier.hpp"
#include "tests/emulators/teams/people.hpp"

namespace muster::fake::teams {
namespace {

using Order = Json (*)(Teams& teams, const Json& body);

Order find_order(const std::string& verb_and_name) {
  static const std::map<std::string, Order> kOrders = {
      {"GET state", control::get_state},
      {"GET messages", control::get_messages},
      {"POST users", control::post_users},
      {"POST channels", control::post_channels},
      {"POST config", control::post_config},
      {"POST keys", control::post_keys},
      {"POST revoke_tokens", control::revoke_tokens},
      {"POST fail", control::post_fail},
      {"POST message", control::post_message},
      {"POST mention", control::post_mention},
      {"POST edit", control::post_edit},
      {"POST delete", control::post_delete},
      {"POST reaction", control::post_reaction},
      {"POST click", control::click},
      {"POST submit", control::submit},
      {"POST close", control::close_dialog},
      {"POST extension", control::open_extension},
      {"POST refresh", control::refresh},
      {"POST install", control::install},
      {"POST uninstall", control::uninstall},
      {"POST channel_created", control::channel_created},
      {"POST channel_renamed", control::channel_renamed},
      {"POST channel_deleted", control::channel_deleted},
      {"POST member_added", control::member_added},
      {"POST member_removed", control::member_removed},
      {"POST activity", control::post_activity_as_is},
      {"POST redeliver", control::redeliver},
  };
  const auto it = kOrders.find(verb_and_name);
  return it == kOrders.end() ? nullptr : it->second;
}

// Calls whose answer says what the bot's answer did.
bool has_result(const std::string& verb_and_name) {
  return verb_and_name == "POST click" || verb_and_name == "POST submit" ||
         verb_and_name == "POST extension" || verb_and_name == "POST refresh";
}

bool is_settled(const Json& delivery) {
  return get_string(delivery, "state") != "waiting" || delivery.contains("result");
}

void add_outcome(const Json& delivery, bool wants_result, Json& answer) {
  const std::int64_t status = get_int(delivery, "status");
  answer["answer"] = nullptr;
  if (status > 0) answer["answer"] = {{"status", status}, {"body", member(delivery, "body")}};
  if (status > 0) answer["answer"]["latency_ms"] = get_int(delivery, "latency_ms");
  if (const std::string error = get_string(delivery, "error"); !error.empty()) answer["answer_error"] = error;
  const Json& result = member(delivery, "result");
  for (const auto& [key, value] : result.items()) answer[key] = value;
  if (wants_result && !answer.contains("result")) answer["result"] = "timeout";
}

}  // namespace

Json run_order(Teams& teams, const std::string& verb_and_name, const Json& body) {
  teams.sent.clear();
  const Order order = find_order(verb_and_name);
  return order ? order(teams, body)
               : run_common_order(verb_and_name, body, teams.injections, teams.clock, teams.ledger);
}

boost::asio::awaitable<void> finish_order(Teams& teams, Waits& waits, const std::string& verb_and_name,
                                          Json body, Json& answer) {
  if (!verb_and_name.starts_with("POST ")) co_return;
  if (find_order(verb_and_name) && !answer.contains("activities")) answer["activities"] = teams.sent;
  const bool wants_result = has_result(verb_and_name);
  const std::int64_t wait_ms = get_int(body, "wait_ms", wants_result ? 5000 : 0);
  if (wait_ms <= 0 || !answer.contains("activities") || answer["activities"].empty()) co_return;
  const std::string id = get_string(answer["activities"].back(), "activity_id");
  co_await waits.until(wait_ms, [&teams, id] { return is_settled(*teams.courier.delivery(id)); });
  const Json delivery = *teams.courier.delivery(id);
  add_outcome(delivery, wants_result, answer);
  const std::string user = get_string(member(delivery, "context"), "user");
  if (const Json* dialog = teams.world.find(kind::kDialogs, user)) answer["dialog"] = shown_dialog(*dialog);
}

}  // namespace muster::fake::teams

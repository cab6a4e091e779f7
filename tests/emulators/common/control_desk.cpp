#include "tests/emulators/common/control_desk.hpp"

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/common/refusal.hpp"

namespace muster::fake {
namespace {

HttpReply answer_with(int status, Json answer) {
  answer["ok"] = status == 200;
  return {.status = status, .body = dump(answer)};
}

Json order_fault(Injections& injections, const Json& body) {
  const std::string problem = injections.order(body);
  if (!problem.empty()) throw Refusal{problem};
  return {{"faults", injections.list()}};
}

Json move_clock(Clock& clock, const Json& body) {
  if (body.contains("frozen")) clock.freeze(get_bool(body, "frozen"));
  const std::int64_t ms = get_int(body, "advance_ms");
  if (ms < 0) throw Refusal{"a clock cannot go back"};
  if (const std::int64_t shown = get_int(body, "now_ms"); shown > 0) clock.show_ms(shown);
  if (ms > 0) clock.advance_ms(ms);
  return shown_clock(clock);
}

Json ledger_entries(const Ledger& ledger, const Json& query) {
  const std::int64_t since = get_int(query, "since");
  Json entries = Json::array();
  for (const Json& entry : ledger.entries()) {
    if (get_int(entry, "seq") <= since) continue;
    if (query.contains("kind") && get_string(entry, "kind") != get_string(query, "kind")) continue;
    if (query.contains("method") && get_string(entry, "method") != get_string(query, "method")) continue;
    entries.push_back(entry);
  }
  return {{"entries", entries}, {"next", ledger.last_seq()}};
}

}  // namespace

boost::asio::awaitable<HttpReply> ControlDesk::handle(HttpRequest request) {
  const std::string name = request.path.substr(std::string("/control/").size());
  Json body = parse_form(request.query);
  if (!request.body.empty()) {
    const Json parsed = Json::parse(request.body, nullptr, false);
    if (!parsed.is_object()) co_return answer_with(400, {{"error", "the body must be a JSON object"}});
    body.update(parsed);
  }
  if (name == "wait") {
    Json answer = co_await waits_.wait(std::move(body));
    const std::string error = get_string(answer, "error");
    co_return answer_with(error.empty() ? 200 : error == "timeout" ? 408 : 400, std::move(answer));
  }
  const std::string order = request.verb + " " + name;
  Json answer;
  Json refusal;
  try {
    answer = hooks_.run(order, body);
    if (answer.is_null()) refusal = {{"error", "no such control call: " + order}};
  } catch (const Refusal& refused) {
    refusal = refused.extra;
    refusal["error"] = refused.word;
    answer = Json::object();
  } catch (const Json::exception& malformed) {
    refusal = {{"error", std::string("malformed: ") + malformed.what()}};
    answer = Json::object();
  }
  ledger_.flush();
  if (!refusal.is_null()) co_return answer_with(answer.is_null() ? 404 : 422, std::move(refusal));
  co_await hooks_.finish(order, std::move(body), answer);
  co_return answer_with(200, std::move(answer));
}

Json shown_clock(const Clock& clock) {
  return {{"now_ms", clock.now_ms()}, {"frozen", clock.frozen()}};
}

Json run_common_order(const std::string& verb_and_name, const Json& body, Injections& injections,
                      Clock& clock, const Ledger& ledger) {
  if (verb_and_name == "POST fail") return order_fault(injections, body);
  if (verb_and_name == "GET fail") return {{"faults", injections.list()}};
  if (verb_and_name == "DELETE fail") {
    injections.clear();
    return Json::object();
  }
  if (verb_and_name == "GET clock") return shown_clock(clock);
  if (verb_and_name == "POST clock") return move_clock(clock, body);
  if (verb_and_name == "GET ledger") return ledger_entries(ledger, body);
  return nullptr;
}

}  // namespace muster::fake

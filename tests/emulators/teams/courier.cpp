#include "tests/emulators/teams/courier.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/bot_tokens.hpp"

namespace muster::fake::teams {
namespace {

// Worth another try: nothing came, or the bot's side broke. 501 says that it will not be otherwise.
bool is_transient(int status) {
  return status == 0 || (status >= 500 && status != 501);
}

bool is_invoke(const Json& delivery) {
  return get_string(member(delivery, "activity"), "type") == "invoke";
}

}  // namespace

void Courier::send(Json activity, Json context, Options options) {
  const std::string id = get_string(activity, "id");
  Json delivery = {{"activity_id", id},
                   {"activity", std::move(activity)},
                   {"context", std::move(context)},
                   {"token", options.token},
                   {"no_retry", options.no_retry},
                   {"state", "waiting"},
                   {"attempt", 0}};
  if (!options.raw_body.empty()) delivery["raw_body"] = options.raw_body;
  if (!options.first_id.empty()) delivery["first_id"] = options.first_id;
  world_.put(kind::kDeliveries, id, std::move(delivery));
  begin(id);
}

void Courier::begin(const std::string& activity_id) {
  // Not at once: whoever begins it has yet to put down what it knows of the delivery.
  boost::asio::post(
      io_, [this, activity_id] { boost::asio::co_spawn(io_, attempt(activity_id), boost::asio::detached); });
}

void Courier::resume() {
  std::vector<std::string> waiting;
  for (const auto& [id, delivery] : world_.all(kind::kDeliveries)) {
    if (get_string(delivery, "state") == "waiting") waiting.push_back(id);
  }
  for (const std::string& id : waiting) begin(id);
}

const Json* Courier::delivery(const std::string& activity_id) const {
  return world_.find(kind::kDeliveries, activity_id);
}

bool Courier::busy() const {
  for (const auto& [id, delivery] : world_.all(kind::kDeliveries)) {
    if (get_string(delivery, "state") == "waiting") return true;
  }
  return false;
}

boost::asio::awaitable<void> Courier::attempt(std::string activity_id) {
  Json delivery = *this->delivery(activity_id);
  const std::int64_t started_ms = clock_.now_ms();
  const Json& config = world_.config();
  const std::string kind =
      get_string(delivery, "token").empty() ? get_string(config, "token") : get_string(delivery, "token");
  delivery["attempt"] = get_int(delivery, "attempt") + 1;
  world_.put(kind::kDeliveries, activity_id, delivery);
  const Json& activity = delivery["activity"];
  Json entry = {{"activity_id", activity_id},
                {"type", get_string(activity, "type")},
                {"attempt", delivery["attempt"]},
                {"activity", activity},
                {"token", kind}};
  for (const char* key : {"name", "text"}) {
    if (activity.contains(key)) entry[key] = activity[key];
  }
  if (delivery.contains("first_id")) entry["first_id"] = delivery["first_id"];
  ledger_.add("activity", std::move(entry));
  ledger_.flush();

  const std::int64_t real_s =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const std::int64_t now_s = get_string(config, "token_clock") == "fake" ? clock_.now_ms() / 1000 : real_s;
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Content-Type", "application/json; charset=utf-8"},
      {"User-Agent", "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"},
      {"x-ms-conversation-id", get_string(member(activity, "conversation"), "id")},
      {"x-ms-tenant-id", kTenant}};
  const std::string token = authorization_header(ring_, kind, get_string(activity, "serviceUrl"), now_s);
  if (!token.empty()) headers.emplace_back("Authorization", token);
  const auto post = std::make_shared<Post>(io_);
  clock_.after_ms(get_int(config, "answer_deadline_ms"), [weak = std::weak_ptr<Post>(post)] {
    if (const auto running = weak.lock()) running->give_up();
  });
  const auto began = std::chrono::steady_clock::now();
  const PostOutcome outcome = co_await post->run(get_string(config, "bot_endpoint"), std::move(headers),
                                                 get_string(delivery, "raw_body", dump(activity)));
  const auto took = std::chrono::steady_clock::now() - began;
  delivery["latency_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  record(delivery, outcome);
  settle(std::move(delivery), outcome, started_ms);
  ledger_.flush();
}

void Courier::record(const Json& delivery, const PostOutcome& outcome) {
  Json entry = {{"activity_id", delivery["activity_id"]},
                {"attempt", delivery["attempt"]},
                {"status", outcome.status},
                {"latency_ms", delivery["latency_ms"]},
                {"late", outcome.error == "no answer in time"}};
  if (!outcome.error.empty()) entry["error"] = outcome.error;
  if (!outcome.body.empty()) {
    const Json body = Json::parse(outcome.body, nullptr, false);
    entry["body"] = body.is_discarded() ? Json(outcome.body) : body;
  }
  ledger_.add("answer", std::move(entry));
}

void Courier::settle(Json delivery, const PostOutcome& outcome, std::int64_t started_ms) {
  const std::string id = get_string(delivery, "activity_id");
  delivery["status"] = outcome.status;
  const Json body = Json::parse(outcome.body, nullptr, false);
  delivery["body"] = body.is_discarded() ? Json(outcome.body) : body;
  delivery["error"] = outcome.error;
  const bool first_try = get_int(delivery, "attempt") == 1;
  if (is_invoke(delivery) && first_try) settle_invoke(delivery, outcome);
  const bool again = is_transient(outcome.status) && retry(delivery, started_ms);
  if (outcome.status >= 200 && outcome.status < 300) {
    delivery["state"] = "answered";
  } else if (!is_transient(outcome.status)) {
    delivery["state"] = "refused";
  } else if (!again) {
    delivery["state"] = "given_up";
    ledger_.add("given_up", {{"activity_id", id}});
  } else if (is_invoke(delivery)) {
    // Whoever clicked has seen an error by now; what is sent again changes nothing for them.
    delivery["state"] = "refused";
  }
  world_.put(kind::kDeliveries, id, delivery);
  if (is_invoke(delivery) && first_try) repeat_later(delivery);
}

// The client applies the first outcome and no other.
void Courier::settle_invoke(Json& delivery, const PostOutcome& outcome) {
  if (delivery.contains("first_id") || delivery["context"].is_null()) return;
  Json result;
  if (outcome.status == 0) {
    const bool late = outcome.error == "no answer in time";
    result = {{"result", late ? "timeout" : "error"}, {"detail", outcome.error}};
  } else {
    Json body = Json::parse(outcome.body, nullptr, false);
    try {
      result = apply_(delivery, outcome.status, body.is_discarded() ? Json(nullptr) : body, outcome.body);
    } catch (const Json::exception& error) {
      result = {{"result", "invalid"}, {"detail", error.what()}};
    }
  }
  const std::string word = get_string(result, "result");
  if (word == "invalid" || word == "timeout") {
    ledger_.add("invalid_answer", {{"activity_id", delivery["activity_id"]},
                                   {"name", get_string(delivery["activity"], "name")},
                                   {"status", outcome.status},
                                   {"body", delivery["body"]},
                                   {"detail", get_string(result, "detail")}});
  }
  delivery["result"] = std::move(result);
}

// Whether the same activity will be sent again.
bool Courier::retry(const Json& delivery, std::int64_t started_ms) {
  if (get_bool(delivery, "no_retry")) return false;
  const Json& delays = member(world_.config(), "retry_delays_ms");
  const auto done = static_cast<std::size_t>(get_int(delivery, "attempt"));
  // An invoke is tried once more; a person waits for it.
  const std::size_t most = is_invoke(delivery) ? std::min<std::size_t>(1, delays.size()) : delays.size();
  if (done > most) return false;
  const std::int64_t due_ms = started_ms + delays[done - 1].get<std::int64_t>();
  const std::string id = get_string(delivery, "activity_id");
  // A frozen clock runs nothing that is due at once.
  if (due_ms <= clock_.now_ms()) {
    begin(id);
  } else {
    clock_.at(due_ms * 1000, [this, id] { begin(id); });
  }
  return true;
}

// A second layer of Teams sends an invoke without a usable answer once more, with a new id.
void Courier::repeat_later(const Json& delivery) {
  const std::int64_t after_ms = get_int(world_.config(), "invoke_repeat_ms");
  const std::string word = get_string(member(delivery, "result"), "result");
  const bool unusable = word == "invalid" || word == "timeout" || get_int(delivery, "status") >= 300 ||
                        get_int(delivery, "status") == 0;
  if (!unusable || after_ms <= 0 || delivery.contains("first_id") || get_bool(delivery, "no_retry")) return;
  clock_.after_ms(after_ms, [this, delivery] {
    Json activity = delivery["activity"];
    activity["id"] = event_id();
    activity["timestamp"] = iso_time(clock_.now_ms());
    send(std::move(activity), delivery["context"],
         {.token = get_string(delivery, "token"), .first_id = get_string(delivery, "activity_id")});
  });
}

}  // namespace muster::fake::teams

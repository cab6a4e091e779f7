#include "integrations/alerts/cloud_events_wire.hpp"

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "bot/net/signature.hpp"
#include "bot/net/url.hpp"

namespace muster::alerts {

namespace {

constexpr std::size_t kMostEvents = 1000;

struct Event {
  Json data;
  std::string delivery;
};

// As the specification asks: first what is quoted, then one round of percent-decoding; what is then no UTF-8
// is refused. Raw UTF-8 is taken too, since the JavaScript SDK sends it.
Result<std::string> attribute(const HookCall& call, const std::string& name) {
  std::string text = call.header("ce-" + name);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    std::string plain;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
      if (text[at] == '\\' && at + 2 < text.size()) ++at;
      plain += text[at];
    }
    text = std::move(plain);
  }
  const auto decoded = net::percent_decode(text);
  if (!decoded || !is_valid_utf8(*decoded))
    return fail(ErrorKind::invalid, "The header ce-" + name + " cannot be decoded.");
  return *decoded;
}

std::unexpected<Error> incomplete() {
  return fail(ErrorKind::invalid, "A CloudEvent needs specversion 1.0, id, source and type.");
}

Result<Event> structured(const Json& event) {
  const std::string id = word(event, "id");
  const std::string source = word(event, "source");
  if (id.empty() || source.empty() || word(event, "type").empty() || word(event, "specversion") != "1.0")
    return incomplete();
  Event read{net::member(event, "data"), source + "/" + id};
  const Json& encoded = net::member(event, "data_base64");
  if (!encoded.is_string()) return read;
  const auto bytes = net::base64_decoded(encoded.get<std::string>());
  if (!bytes) return fail(ErrorKind::invalid, "data_base64 is no base64.");
  MUSTER_TRY(read.data, body_of(*bytes));
  return read;
}

// Whoever sends all four headers means an event.
bool is_binary(const HookCall& call) {
  for (const char* name : {"ce-id", "ce-source", "ce-type", "ce-specversion"}) {
    if (call.header(name).empty()) return false;
  }
  return true;
}

Result<Event> binary(const HookCall& call) {
  MUSTER_TRY(const std::string id, attribute(call, "id"));
  MUSTER_TRY(const std::string source, attribute(call, "source"));
  MUSTER_TRY(const std::string version, attribute(call, "specversion"));
  if (version != "1.0") return incomplete();
  MUSTER_TRY(Json body, body_of(call.body));
  return Event{std::move(body), source + "/" + id};
}

Result<CloudEvents> batched(const HookCall& call) {
  MUSTER_TRY(const Json list, list_of(call.body));
  if (list.size() > kMostEvents) return fail(ErrorKind::invalid, "There are too many events in one batch.");
  CloudEvents events;
  for (const Json& each : list) {
    MUSTER_TRY(Event event, structured(each));
    events.data.push_back(std::move(event.data));
  }
  return events;
}

}  // namespace

Result<CloudEvents> events_of(const HookCall& call) {
  constexpr std::string_view kType = "application/cloudevents";
  constexpr std::string_view kBatch = "application/cloudevents-batch";
  const std::string given = lower(call.header("content-type"));
  if (given.starts_with(kType)) {
    const std::string format = given.substr(0, given.find(';'));
    if (format != std::string{kType} + "+json" && format != std::string{kBatch} + "+json")
      return fail(ErrorKind::invalid, "Only CloudEvents in JSON are understood.");
    if (given.starts_with(kBatch)) return batched(call);
  }
  CloudEvents events;
  if (given.starts_with(kType)) {
    MUSTER_TRY(const Json body, body_of(call.body));
    MUSTER_TRY(Event event, structured(body));
    events.data.push_back(std::move(event.data));
    events.delivery = std::move(event.delivery);
  } else if (is_binary(call)) {
    MUSTER_TRY(Event event, binary(call));
    events.data.push_back(std::move(event.data));
    events.delivery = std::move(event.delivery);
  } else {
    MUSTER_TRY(Json body, body_of(call.body));
    events.data.push_back(std::move(body));
  }
  return events;
}

}  // namespace muster::alerts

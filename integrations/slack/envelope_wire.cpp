#include "integrations/slack/envelope_wire.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/slack/event_wire.hpp"
#include "integrations/slack/interaction_wire.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

Hello read_hello(const Json& frame) {
  Hello hello;
  const std::int64_t connections = net::integer(frame, "num_connections").value_or(0);
  hello.num_connections = connections > 0 && connections < 1000 ? static_cast<int>(connections) : 0;
  hello.expected_lifetime_s =
      net::integer(net::member(frame, "debug_info"), "approximate_connection_time").value_or(0);
  return hello;
}

Arrival read_envelope(const Json& frame, const Self& self, Time now) {
  const std::string type = net::text(frame, "type");
  const Json& payload = net::member(frame, "payload");
  Arrival arrival;
  if (type == "events_api") arrival = read_event(payload, self, now);
  if (type == "slash_commands") arrival = read_command(payload, self, now);
  if (type == "interactive") arrival = read_interaction(payload, self, now);
  arrival.type = type;
  arrival.envelope_id = net::text(frame, "envelope_id");
  // A payload without an id of its own (no event_id, no trigger_id) is at least told by its envelope.
  for (Inbound& inbound : arrival.inbound) {
    if (inbound.origin_key.ends_with('/')) inbound.origin_key = "slack/envelope/" + arrival.envelope_id;
  }
  return arrival;
}

}  // namespace

Result<Frame> read_frame(std::string_view text, const Self& self, Time now) {
  // A whole message with its blocks travels in an envelope, sometimes twice (an edit): larger than the usual
  // bounds.
  MUSTER_TRY(const Json frame, net::parse_json(text, {.max_bytes = 4UL * 1024 * 1024, .max_nodes = 200000}));
  if (!frame.is_object()) return fail(ErrorKind::invalid, "Slack sent a frame that is not an object.");
  const std::string type = net::text(frame, "type");
  if (type == "hello") return Frame{read_hello(frame)};
  if (type == "disconnect") return Frame{Disconnect{net::text(frame, "reason")}};
  if (!net::text(frame, "envelope_id").empty()) return Frame{read_envelope(frame, self, now)};
  return Frame{UnknownFrame{type}};
}

}  // namespace muster::slack

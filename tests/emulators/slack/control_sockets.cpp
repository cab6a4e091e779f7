// Control: sockets.
#include "tests/emulators/slack/control.hpp"

#include "tests/emulators/slack/call.hpp"

namespace muster::fake::slack::control {
namespace {

Json touched(int sockets) {
  if (sockets == 0) fail("no such socket is open");
  return {{"sockets", sockets}};
}

int socket_of(const Json& body) {
  return static_cast<int>(get_int(body, "socket"));
}

}  // namespace

Json get_sockets(Slack& slack, const Json&) {
  return {{"sockets", slack.hub.sockets()}};
}

Json socket_frame(Slack& slack, const Json& body) {
  return touched(slack.hub.send_frame(socket_of(body), get_string(body, "text")));
}

Json socket_disconnect(Slack& slack, const Json& body) {
  const std::string reason = get_string(body, "reason", "refresh_requested");
  const bool lingers = reason == "warning" || reason == "refresh_requested";
  return touched(
      slack.hub.disconnect(socket_of(body), reason, get_int(body, "close_after_ms", lingers ? 10000 : 0)));
}

Json socket_kill(Slack& slack, const Json& body) {
  return touched(slack.hub.kill(socket_of(body)));
}
Json socket_deafen(Slack& slack, const Json& body) {
  return touched(slack.hub.deafen(socket_of(body)));
}

Json socket_ping(Slack& slack, const Json& body) {
  return touched(slack.hub.ping(socket_of(body), get_string(body, "payload", "Ping from applink-1")));
}

Json socket_redeliver(Slack& slack, const Json& body) {
  if (!slack.hub.redeliver(get_string(body, "envelope_id"))) fail("no such envelope");
  return Json::object();
}

}  // namespace muster::fake::slack::control

#include "tests/emulators/slack/faults.hpp"

namespace muster::fake::slack {

void apply_fault(const Json& fault, HttpReply& reply) {
  if (fault.contains("error")) {
    Json body = {{"ok", false}, {"error", fault["error"]}};
    if (fault.contains("extra")) body.update(fault["extra"]);
    reply.body = dump(body);
  }
  if (fault.contains("status")) {
    reply.status = static_cast<int>(get_int(fault, "status"));
    if (reply.status == 429 && !fault.contains("body")) {
      reply.body = R"({"ok":false,"error":"ratelimited"})";
    } else {
      reply.content_type = "text/html";
      reply.body = get_string(fault, "body", "<!DOCTYPE html><html><body>Server Error</body></html>");
    }
  }
  apply_transport_fault(fault, reply);
}

}  // namespace muster::fake::slack

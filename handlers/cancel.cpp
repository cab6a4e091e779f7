// cancel: a false alarm. Only before anything was fixed; later it is an incident that is resolved.
#include <array>

#include "bot/domain/lifecycle.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (auto refusal = check_transition(incident, State::canceled, ctx.policy)) {
    refusal->say = to_string(incident.number) + " is " + std::string{name_of(incident.state)} +
                   ", so it was real. Instead: resolve";
    return std::unexpected(std::move(*refusal));
  }
  if (request.text.empty() && !request.from_dialog) return show(OpenDialog{"cancel", incident.number, {}});
  if (request.text.empty()) return refuse("reason_required", "Say why: cancel the probe was broken", "text");
  Plan plan{ctx};
  const Seq canceled = plan.record(Canceled{incident.state, request.text});
  plan.tell_room("canceled", canceled);
  plan.announce("canceled", canceled);
  return plan.done(to_string(incident.number) + " is canceled.");
}

constexpr std::array<std::string_view, 2> kAliases = {"canceled", "cancelled"};

}  // namespace

const CommandSpec kCancelCommand{
    "cancel", kAliases, "cancel <why>", "End a false alarm", "cancel the probe was broken",
    true,     false,    handle};

}  // namespace muster

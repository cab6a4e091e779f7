// decline: says no to a handoff; the role stays where it is.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const auto& pending = ctx.incident->handoff;
  if (!pending) return refuse("no_handoff", "Nothing waits to be declined");
  if (pending->to != ctx.actor.person() && pending->from != ctx.actor.person()) {
    return refuse("not_asked", "Only " + mention(pending->to) + " was asked and can decline");
  }
  Plan plan{ctx};
  const Seq answered = plan.record(HandoffAnswered{pending->role, pending->to, false, request.text});
  plan.tell_room("handoff_answered", answered);
  return plan.done(mention(pending->from) + " stays responsible.");
}

constexpr std::array<std::string_view, 1> kAliases = {"declined"};

}  // namespace

const CommandSpec kDeclineCommand{
    "decline", kAliases, "decline [why]", "Say no to a handoff", "decline my shift ends",
    true,      false,    handle};

}  // namespace muster

// accept: takes over the role one was asked to take.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& /*request*/, const Context& ctx) {
  const auto& pending = ctx.incident->handoff;
  if (!pending) return refuse("no_handoff", "Nothing waits to be accepted. To take a free role: claim");
  if (pending->to != ctx.actor.person()) {
    return refuse("not_asked", "Only " + mention(pending->to) + " was asked and can accept");
  }
  Plan plan{ctx};
  const Seq answered = plan.record(HandoffAnswered{pending->role, pending->to, true, ""});
  const RoleRule* rule = ctx.policy.role(pending->role);
  const bool shared = rule != nullptr && !rule->single;
  if (shared) plan.record(RoleReleased{pending->role, pending->from});
  plan.record(RoleAssigned{pending->role, pending->to, shared});
  plan.tell_room("handoff_answered", answered);
  return plan.done("You are " + (rule == nullptr ? pending->role : rule->name) + " now.");
}

constexpr std::array<std::string_view, 1> kAliases = {"accepted"};

}  // namespace

const CommandSpec kAcceptCommand{"accept", kAliases, "accept", "Take over the role you were asked to take",
                                 "accept", true,     false,    handle};

}  // namespace muster

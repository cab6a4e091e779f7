// join: "I am here to help." Brings the person into the rooms with what a late joiner needs.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& /*request*/, const Context& ctx) {
  const PersonId me = ctx.actor.person();
  if (ctx.incident->has_member(me)) return show(ShowCatchup{ctx.incident->number}, "You are on it already.");
  Plan plan{ctx};
  plan.record(PersonAdded{me, "joined"});
  plan.invite({me});
  return plan.done("You are on " + to_string(ctx.incident->number) + ".", ShowCatchup{ctx.incident->number});
}

constexpr std::array<std::string_view, 1> kAliases = {"help-out"};

}  // namespace

const CommandSpec kJoinCommand{"join", kAliases, "join", "Come in to help", "join", true, true, handle};

}  // namespace muster

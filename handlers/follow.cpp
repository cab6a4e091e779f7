// follow: status updates by direct message, without joining the work.
#include <array>

#include "bot/base/contains.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& /*request*/, const Context& ctx) {
  const PersonId me = ctx.actor.person();
  if (contains(ctx.incident->followers, me))
    return show(ShowIncident{ctx.incident->number}, "You follow it already.");
  Plan plan{ctx};
  plan.record(PersonAdded{me, "following"});
  return plan.done("You get the updates of " + to_string(ctx.incident->number) + " by direct message.");
}

constexpr std::array<std::string_view, 1> kAliases = {"subscribe"};

}  // namespace

const CommandSpec kFollowCommand{"follow", kAliases, "follow", "Get the status updates by direct message",
                                 "follow", true,     false,    handle};

}  // namespace muster

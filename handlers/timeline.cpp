// timeline: what happened so far; --share puts it into the room as a file.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  if (request.flag("share")) {
    Plan plan{ctx};
    if (!ctx.incident->rooms.contains(ctx.source))
      return refuse("no_room", "This incident has no room here yet");
    plan.promise(ctx.source, ShareDocument{"timeline"});
    return plan.done("The timeline is on its way into the room as a file.");
  }
  return show(ShowTimeline{ctx.incident->number, request.flag("all") ? 200 : 10});
}

constexpr std::array<std::string_view, 2> kAliases = {"tl", "events"};

}  // namespace

const CommandSpec kTimelineCommand{
    "timeline", kAliases, "timeline [--all] [--share]", "See what happened so far", "timeline", true,
    true,       handle};

}  // namespace muster

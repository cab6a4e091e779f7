// People coming into an incident's room, and rooms that people rename.
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

Outcome on_room_joined(const RoomJoined& /*joined*/, const Context& ctx) {
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  const PersonId person = ctx.actor.person();
  if (incident == nullptr || person.empty() || ctx.outsider || incident->has_member(person))
    return Decision{};
  Plan plan{ctx, *incident};
  plan.record(PersonAdded{person, "joined"});
  return plan.done("");
}

Outcome on_room_renamed(const RoomRenamed& renamed, const Context& ctx) {
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  if (incident == nullptr || renamed.name.empty()) return Decision{};
  const auto room = incident->rooms.find(ctx.place.platform);
  if (room == incident->rooms.end() || room->second.name == renamed.name) return Decision{};
  Plan plan{ctx, *incident};
  plan.record(RoomOpened{room->second.place, renamed.name, room->second.link});
  return plan.done("");
}

}  // namespace muster

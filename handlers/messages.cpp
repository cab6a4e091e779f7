// What people say, change and delete in an incident's room. The chat keeps the conversation; muster keeps
// what was put on the timeline in step with it.
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// The timeline entry made from the message this is about, or 0.
Seq captured_entry(const Incident* incident, const Place& message) {
  if (incident == nullptr) return 0;
  for (const auto& [place, seq] : incident->captured) {
    if (same_message(place, message)) return seq;
  }
  return 0;
}

}  // namespace

Outcome on_message_posted(const MessagePosted& /*message*/, const Context& ctx) {
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  const PersonId author = ctx.actor.person();
  if (incident == nullptr || author.empty() || ctx.outsider || incident->has_member(author))
    return Decision{};
  // Whoever was taken off a private incident may still be in its room, and is not on it by speaking there.
  if (incident->visibility == Visibility::private_ && incident->released.contains(author)) return Decision{};
  // Whoever speaks in the room is on the incident, whether or not the chat told us that they came in.
  Plan plan{ctx, *incident};
  plan.record(PersonAdded{author, "joined"});
  return plan.done("");
}

Outcome on_message_edited(const MessageEdited& message, const Context& ctx) {
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  const Seq entry = captured_entry(incident, ctx.place);
  if (entry == 0) return Decision{};
  Plan plan{ctx, *incident};
  plan.record(EntryRevised{entry, clean_text(message.text, true), std::nullopt, "edited in chat"});
  return plan.done("");
}

Outcome on_message_deleted(const MessageDeleted& /*message*/, const Context& ctx) {
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  const Seq entry = captured_entry(incident, ctx.place);
  if (entry == 0) return Decision{};
  Plan plan{ctx, *incident};
  plan.record(EntryWithdrawn{entry, "deleted in chat"});
  return plan.done("");
}

}  // namespace muster

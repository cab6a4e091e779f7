// A pushpin on a message puts it on the timeline, once however often it is clicked; taking the pin away
// withdraws it.
#include "bot/base/contains.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::string_view kPin = "pushpin";
constexpr std::string_view kRoundPin = "round_pushpin";

const std::pair<const Place, Seq>* entry_of(const std::map<Place, Seq>& entries, const Place& message) {
  for (const auto& entry : entries) {
    if (same_message(entry.first, message)) return &entry;
  }
  return nullptr;
}

}  // namespace

Outcome on_reaction(const ReactionChanged& reaction, const Context& ctx) {
  if (reaction.emoji != kPin && reaction.emoji != kRoundPin) return Decision{};
  const Incident* incident = ctx.incidents.in_room(ctx.place);
  if (incident == nullptr || ctx.outsider) return Decision{};
  const auto* entry = entry_of(incident->captured, ctx.place);
  Plan plan{ctx, *incident};
  if (reaction.added && entry == nullptr) {
    // The reaction event carries no text: the message is fetched, and captured when it arrives
    // (receipts.cpp).
    plan.promise(ctx.place.platform, FetchMessage{ctx.place, ctx.actor.person(), incident->last_seq});
    return plan.done("");
  }
  if (!reaction.added && entry != nullptr) {
    plan.record(EntryWithdrawn{entry->second, "the pin was removed"});
    plan.promise(ctx.place.platform, React{entry->first, "white_check_mark", false});
    return plan.done("");
  }
  if (!reaction.added) {  // it may be on its way to us
    plan.record(PinRemoved{ctx.place});
    return plan.done("");
  }
  return Decision{};
}

}  // namespace muster

// decline: says no to a handoff, and the role stays where it is; or to a page, and the next is rung.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/paging.hpp"

namespace muster {

namespace {

// P1 and PG-1, however they are typed.
bool is_page_id(const std::string& word) {
  const std::string id = upper(word);
  const std::size_t digits = id.starts_with("PG-") ? 3 : 1;
  return id.starts_with('P') && id.size() > digits &&
         id.find_first_not_of("0123456789", digits) == std::string::npos;
}

Outcome handle(const Request& request, const Context& ctx) {
  const PersonId me = ctx.actor.person();
  const bool asked_to_lead =
      ctx.incident != nullptr && ctx.incident->handoff && ctx.incident->handoff->to == me;
  const FirstWord first = first_word(request.text);
  const bool names_page = is_page_id(first.word);
  if (!asked_to_lead || names_page) {
    const auto found = page_for(me, names_page ? upper(first.word) : "", ctx);
    if (found)
      return decline_page(found->book, *found->page, me, names_page ? first.rest : request.text, ctx);
  }
  if (ctx.incident == nullptr || !ctx.incident->handoff)
    return refuse("no_handoff", "Nothing waits to be declined");
  const auto& pending = ctx.incident->handoff;
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

const CommandSpec kDeclineCommand{"decline",
                                  kAliases,
                                  "decline [P1] [why]",
                                  "Say no to a handoff or a page",
                                  "decline my shift ends",
                                  false,
                                  false,
                                  handle};

}  // namespace muster

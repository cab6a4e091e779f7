// withdraw: takes an entry off the story. The record keeps that it was there.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const auto entry = parse_incident_number(first.word);  // the same forms: 12 or #12
  if (!entry || entry->value > ctx.incident->last_seq) {
    return refuse("unknown_entry",
                  "Say which entry, by its number on the timeline: withdraw 12 wrong incident");
  }
  Plan plan{ctx};
  plan.record(EntryWithdrawn{entry->value, first.rest.empty() ? "withdrawn" : first.rest});
  return plan.done("Entry " + std::to_string(entry->value) +
                   " is withdrawn; the record keeps that it was there.");
}

constexpr std::array<std::string_view, 1> kAliases = {"remove-note"};

}  // namespace

const CommandSpec kWithdrawCommand{"withdraw",
                                   kAliases,
                                   "withdraw <entry number> [why]",
                                   "Take an entry off the timeline",
                                   "withdraw 12 wrong incident",
                                   true,
                                   true,
                                   handle};

}  // namespace muster

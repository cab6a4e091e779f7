// release: somebody is no longer needed here and may go.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  if (first.word.empty()) return refuse("person_required", "Say whom: release @bob", "text");
  const auto person = person_named(first.word, ctx, "text");
  if (!person) return std::unexpected(person.error());
  if (!ctx.incident->has_member(*person))
    return refuse("not_here", mention(*person) + " is not on this incident");
  Plan plan{ctx};
  for (const auto& [role, holder] : ctx.incident->roles) {
    if (holder != *person) continue;
    if (role == kIncidentCommander)
      return refuse("holds_command", mention(*person) + " is in command. First: handoff @somebody");
    plan.record(RoleReleased{role, *person});
  }
  plan.tell_room("news", plan.record(PersonReleased{*person, first.rest, false}));
  return plan.done(mention(*person) + " is released, with thanks.");
}

constexpr std::array<std::string_view, 1> kAliases = {"thanks"};

}  // namespace

const CommandSpec kReleaseCommand{"release",
                                  kAliases,
                                  "release @person [why]",
                                  "Let somebody go who is no longer needed",
                                  "release @bob",
                                  true,
                                  false,
                                  handle};

}  // namespace muster

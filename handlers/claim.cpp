// claim: "I do it." Command by default.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const std::string word = first_word(request.text).word;
  const RoleRule* rule = ctx.policy.role_named(word.empty() ? kIncidentCommander : std::string_view{word});
  if (rule == nullptr) return unknown_role(word, ctx.policy);
  const PersonId me = ctx.actor.person();
  const auto holder = ctx.incident->holder(rule->id);
  if (holder == me) return show(ShowRoles{ctx.incident->number}, "You already are " + rule->name + ".");
  if (holder && rule->single) {
    return refuse("role_taken", mention(*holder) + " is " + rule->name +
                                    ". They give it to you with: handoff " + role_word(*rule) + " " +
                                    mention(me));
  }
  Plan plan{ctx};
  plan_role(plan, ctx, rule->id, me);
  return plan.done("You are " + rule->name + ": " + rule->duty + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"take"};

}  // namespace

const CommandSpec kClaimCommand{
    "claim", kAliases, "claim [role]", "Take a role nobody holds; command by default",
    "claim", true,     false,          handle};

}  // namespace muster

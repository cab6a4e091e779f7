// role: who does what. Giving command to somebody else in flight is handoff, which asks them first.
#include "handlers/commands.hpp"

#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  std::string role = request.option("role");
  std::string person = request.option("person");
  if (role.empty()) {
    // "lead @bea" names the role by the verb itself.
    const bool verb_is_role = ctx.policy.role_named(request.typed) != nullptr;
    FirstWord word = first_word(request.text);
    role = verb_is_role ? request.typed : word.word;
    if (!verb_is_role) word = first_word(word.rest);
    person = word.word;
  }
  if (role.empty()) return show(ShowRoles{ctx.incident->number});
  const RoleRule* rule = ctx.policy.role_named(role);
  if (rule == nullptr) return unknown_role(role, ctx.policy);
  if (person.empty()) return show(OpenDialog{"role", ctx.incident->number, {{"role", rule->id}}});
  Plan plan{ctx};
  if (lower(person) == "none" || lower(person) == "nobody") {
    const auto holder = ctx.incident->holder(rule->id);
    if (!holder) return refuse("role_empty", "Nobody holds " + rule->name, "person");
    plan.record(RoleReleased{rule->id, *holder});
    return plan.done(rule->name + " is free again. Somebody takes it with: claim " + role_word(*rule));
  }
  const auto who = person_named(person, ctx, "person");
  if (!who) return std::unexpected(who.error());
  if (ctx.incident->holder(rule->id) == *who) {
    return show(ShowRoles{ctx.incident->number}, mention(*who) + " already is " + rule->name + ".");
  }
  plan_role(plan, ctx, rule->id, *who);
  return plan.done(mention(*who) + " is " + rule->name + " now.");
}

constexpr std::array<std::string_view, 7> kAliases = {"roles",     "assign", "lead",  "ic",
                                                      "commander", "owner",  "scribe"};

}  // namespace

void plan_role(Plan& plan, const Context& ctx, const std::string& role, const PersonId& person) {
  const RoleRule* rule = ctx.policy.role(role);
  const Seq assigned = plan.record(RoleAssigned{role, person, rule != nullptr && !rule->single});
  plan.tell_room("role_assigned", assigned);
  if (!ctx.incident->has_member(person)) plan.invite({person});
}

const CommandSpec kRoleCommand{"role",
                               kAliases,
                               "role <role> @person | role <role> none | role",
                               "See the roles, or give one to somebody",
                               "role comms @bob",
                               true,
                               false,
                               handle};

}  // namespace muster

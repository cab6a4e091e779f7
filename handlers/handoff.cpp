// handoff: asks somebody to take a role over, with a briefing. The old holder stays responsible until it is
// accepted.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

struct Words {
  std::string role;
  std::string person;
  std::string briefing;
};

Words read_words(const Request& request, const Policy& policy) {
  Words words{request.option("role"), request.option("person"), request.text};
  if (!words.person.empty()) return words;
  FirstWord first = first_word(request.text);
  if (policy.role_named(first.word) != nullptr) {
    words.role = first.word;
    first = first_word(first.rest);
  }
  words.person = first.word;
  words.briefing = first.rest;
  return words;
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const Words words = read_words(request, ctx.policy);
  if (words.person.empty()) return show(OpenDialog{"handoff", incident.number, {}});
  const RoleRule* rule =
      ctx.policy.role_named(words.role.empty() ? kIncidentCommander : std::string_view{words.role});
  if (rule == nullptr) return unknown_role(words.role, ctx.policy);
  const auto to = person_named(words.person, ctx, "person");
  if (!to) return std::unexpected(to.error());
  const auto holder = incident.holder(rule->id);
  if (!holder) {
    return refuse("role_empty",
                  "Nobody holds " + rule->name + ", so there is nothing to hand over. Do: role " +
                      role_word(*rule) + " " + mention(*to),
                  "role");
  }
  if (*holder == *to) return refuse("same_person", mention(*to) + " already is " + rule->name, "person");
  if (incident.handoff && incident.handoff->role == rule->id) {
    return refuse("handoff_pending", mention(incident.handoff->to) + " was asked to take " + rule->name +
                                         " and has not answered yet. They answer with accept or decline");
  }
  Plan plan{ctx};
  const Seq asked = plan.record(HandoffRequested{rule->id, *holder, *to, words.briefing});
  plan.tell(*to, "handoff_request", asked);
  plan.tell_room("handoff_request", asked);
  if (!incident.has_member(*to)) plan.invite({*to});
  return plan.done(mention(*to) + " is asked to take over as " + rule->name + "; " + mention(*holder) +
                   " stays responsible until they accept.");
}

constexpr std::array<std::string_view, 2> kAliases = {"transfer", "handover"};

}  // namespace

const CommandSpec kHandoffCommand{"handoff",
                                  kAliases,
                                  "handoff [role] @person [briefing]",
                                  "Ask somebody to take over a role; command by default",
                                  "handoff @bea DNS is back, watching error rates",
                                  true,
                                  false,
                                  handle};

}  // namespace muster

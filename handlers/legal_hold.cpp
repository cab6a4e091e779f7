// legal-hold: nothing of the incident is forgotten, neither by age nor with a person, until it is lifted.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// Anybody who sees the incident may have a reason to keep it. To let go of it is the auditors', where there
// are any.
std::optional<Refusal> refuse_to_lift(const Context& ctx) {
  if (!ctx.incident->legal_hold)
    return Refusal{"not_on_legal_hold", "It is not under legal hold", "", std::nullopt};
  const auto& auditors = ctx.policy.auditors;
  if (auditors.empty() || contains(auditors, ctx.actor.person())) return std::nullopt;
  std::vector<std::string> names;
  for (const PersonId& auditor : auditors) names.push_back(mention(auditor));
  return Refusal{"auditors_only", "Only auditors may lift a legal hold. Ask " + one_of(names), "",
                 std::nullopt, true};
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string op = lower(first.word);
  if ((op != "on" && op != "off") || first.rest.empty()) {
    return refuse("bad_legal_hold",
                  "Say why, too: legal-hold on the insurer asks, or: legal-hold off it is settled", "text");
  }
  if (op == "off") {
    if (auto refusal = refuse_to_lift(ctx)) return std::unexpected(*std::move(refusal));
  }
  Plan plan{ctx};
  plan.tell_room("news", plan.record(LegalHoldSet{op == "on", first.rest}));
  const std::string number = to_string(ctx.incident->number);
  return plan.done(op == "on"
                       ? number + " is under legal hold: nothing of it is forgotten until legal-hold off."
                       : number + " is no longer under legal hold.");
}

constexpr std::array<std::string_view, 1> kAliases = {"legalhold"};

}  // namespace

const CommandSpec kLegalHoldCommand{"legal-hold",
                                    kAliases,
                                    "legal-hold on <why> | legal-hold off <why>",
                                    "Keep everything of an incident, whatever the retention says",
                                    "legal-hold on the insurer asks",
                                    true,
                                    true,
                                    handle};

}  // namespace muster

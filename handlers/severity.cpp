// severity: how bad it is. Raising needs no reason and is never argued with; lowering needs one.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  std::string word = request.option("severity");
  std::string reason = request.text;
  if (word.empty()) {
    const FirstWord first = first_word(reason);
    word = first.word;
    reason = first.rest;
  }
  if (word.empty()) return show(OpenDialog{"severity", incident.number, {}});
  const auto to = ctx.policy.severity_named(word);
  if (!to) {
    std::vector<std::string> labels;
    for (const SeverityRule& rule : ctx.policy.severities) labels.push_back(lower(rule.label));
    return refuse("unknown_severity", "There is no severity \"" + word + "\". Use " + one_of(labels),
                  "severity");
  }
  if (incident.severity == to) {
    return show(ShowIncident{incident.number},
                to_string(incident.number) + " is already " + ctx.policy.label(to) + ".");
  }
  const bool lowers = incident.severity && incident.severity->worse_than(*to);
  if (lowers && reason.empty()) {
    return refuse("reason_required",
                  "Lowering a severity needs a reason: severity " + lower(ctx.policy.label(to)) +
                      " only one region is hit",
                  "text");
  }
  Plan plan{ctx};
  const Seq changed = plan.record(SeverityChanged{incident.severity, *to, reason});
  for (PromiseMoved& moved : promises_after_severity(incident, *to, ctx.now, ctx.policy))
    plan.record(std::move(moved));
  plan.tell_room("severity_changed", changed);
  if (!lowers) plan.announce("severity_changed", changed);
  return plan.done(to_string(incident.number) + " is now " + ctx.policy.label(to) + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"sev"};

}  // namespace

const CommandSpec kSeverityCommand{"severity",
                                   kAliases,
                                   "severity sev1|sev2|sev3|sev4 [reason]",
                                   "Set how bad it is",
                                   "severity sev1 all regions",
                                   true,
                                   false,
                                   handle};

}  // namespace muster

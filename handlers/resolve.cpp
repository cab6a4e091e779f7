// resolve: the all-clear. Impact that is still open is named, or ended now with --end-impact.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (incident.state == State::resolved) {
    return refuse("invalid_transition",
                  to_string(incident.number) + " is already resolved. Next: close, or postmortem");
  }
  if (incident.state == State::triage) {
    return refuse(
        "invalid_transition",
        to_string(incident.number) +
            " is still in triage. When it is real: " + (incident.severity ? "" : "severity sev2, then ") +
            "status investigating; it can be resolved after that. When it was a false alarm: cancel <why>",
        "text");
  }
  if (request.text.empty() && request.options.empty() && !request.from_dialog && incident.is_open())
    return show(OpenDialog{"resolve", incident.number, {}});
  Plan plan{ctx};
  Incident assumed = incident;
  if (request.flag("end-impact") && incident.impact_open()) {
    ImpactChanged ended{{}, ImpactLevel::none, ctx.now, "ended with the all-clear"};
    for (const ImpactInterval& interval : incident.impact()) {
      if (!interval.end) ended.services.push_back(interval.service);
    }
    const Seq seq = plan.record(ended);
    evolve(assumed, Event{incident.number, seq, ctx.now, ctx.now, ctx.actor, ctx.source, ended, "", ""});
  }
  Context then = ctx;
  then.incident = &assumed;
  if (auto refusal = plan_transition(plan, then, State::resolved, request.text, request.option("despite"))) {
    if (refusal->code == "open_impact") refusal->say += ", or: resolve --end-impact";
    return std::unexpected(std::move(*refusal));
  }
  return plan.done(to_string(incident.number) + " is resolved. Next: postmortem, then close.");
}

constexpr std::array<std::string_view, 4> kAliases = {"resolved", "finish", "end", "stable"};

}  // namespace

const CommandSpec kResolveCommand{"resolve",
                                  kAliases,
                                  "resolve [--end-impact] [--despite \"why\"] [note]",
                                  "Give the all-clear",
                                  "resolve certificate replaced, all regions checked",
                                  true,
                                  true,
                                  handle};

}  // namespace muster

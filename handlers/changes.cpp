// A change starts or is complete, told by a change system or typed. A freeze refuses it, unless it is done
// for the incident that holds the freeze or is known to it.
#include <algorithm>

#include "bot/base/contains.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// What is done for an incident to end it is a remediation.
std::string relation_of(const ChangeReported& report, const Incident& incident) {
  const auto known = std::ranges::find(incident.changes, report.change, &IncidentChange::change);
  if (known != incident.changes.end() && !known->relation.empty()) return known->relation;
  return "remediation";
}

bool is_linked(const ChangeReported& report, const Freeze& freeze, const Context& ctx) {
  const Incident* holder = ctx.incidents.find(freeze.incident);
  return holder != nullptr &&
         std::ranges::find(holder->changes, report.change, &IncidentChange::change) != holder->changes.end();
}

Refusal frozen(const Freeze& freeze, const Context& ctx) {
  const Incident* holder = ctx.incidents.find(freeze.incident);
  // Systems see every incident that they act on, and name no private one.
  const bool may_name =
      holder != nullptr && (holder->visibility == Visibility::public_ || ctx.actor.kind == ActorKind::person);
  std::string say = "Changes are frozen";
  if (!freeze.scope.empty()) say += " for " + one_of(freeze.scope);
  if (may_name) {
    say += " by " + to_string(holder->number);
    const auto commander = holder->commander();
    say += ". Ask " + (commander ? mention(*commander) : std::string{"its commander"}) +
           ", or wait for: freeze off. A change that mends it names it: --incident " +
           to_string(holder->number);
  } else {
    say += ". Ask the incident commander";
  }
  return {"change_freeze", say, "", std::nullopt};
}

// A refused change is told on the timeline of the incident that holds the freeze, and counted.
Decision refused(const ChangeReported& report, const Freeze& freeze, const Refusal& refusal,
                 const Context& ctx) {
  ChangeReported record = report;
  record.op = ChangeOp::refused;
  record.incident = freeze.incident;
  const Incident* holder = ctx.incidents.find(freeze.incident);
  const bool known_to_all = holder != nullptr && holder->visibility == Visibility::public_;
  record.result = known_to_all ? "frozen by " + to_string(holder->number) : "frozen";
  Decision decision;
  decision.events.push_back({kOperations, record, std::nullopt});
  if (holder != nullptr) {
    Plan plan{ctx, *holder};
    plan.log(record);
    record.relation = "refused";
    plan.tell_room("change_refused", plan.record(record));
    decision = plan.done("");
  }
  decision.reply.say = refusal.say;
  decision.reply.refused = refusal.code;
  return decision;
}

}  // namespace

Outcome on_change(const ChangeReceived& change, const Context& ctx) {
  ChangeReported report = change.report;
  const ChangeRecord* known = ctx.operations.change(report.change);
  if (known != nullptr && !report.incident.exists()) report.incident = known->incident;
  if (known != nullptr && !report.started_at) report.started_at = known->started_at;
  std::string say = "Change " + report.change + " is on record.";
  if (report.op == ChangeOp::start) {
    const Freeze* freeze = ctx.operations.freeze_for(report.service, report.incident);
    if (freeze != nullptr && !is_linked(report, *freeze, ctx))
      return refused(report, *freeze, frozen(*freeze, ctx), ctx);
    if (ctx.operations.freeze_for(report.service, {}) != nullptr && report.incident.exists())
      say += " The freeze does not hold for it: it is linked to " + to_string(report.incident) + ".";
  }
  const Incident* incident = report.incident.exists() ? ctx.incidents.find(report.incident) : nullptr;
  if (incident == nullptr) {
    Decision decision;
    decision.events.push_back({kOperations, report, change.at});
    decision.reply.say = std::move(say);
    return decision;
  }
  Plan plan{ctx, *incident};
  plan.log(report, change.at);
  report.relation = relation_of(report, *incident);
  plan.tell_room("news", plan.record(report, change.at));
  return plan.done(std::move(say));
}

}  // namespace muster

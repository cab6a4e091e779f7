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
  const bool linked =
      known != incident.changes.end() && !known->relation.empty() && known->relation != "refused";
  if (linked) return known->relation;
  return "remediation";
}

// Somebody linked it to the incident that holds the freeze. That it was refused once is on that incident's
// timeline too, and no link.
bool is_linked(const ChangeReported& report, const Freeze& freeze, const Context& ctx) {
  const Incident* holder = ctx.incidents.find(freeze.incident);
  if (holder == nullptr) return false;
  const auto known = std::ranges::find(holder->changes, report.change, &IncidentChange::change);
  return known != holder->changes.end() && known->relation != "refused";
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

// What a report may not be, whoever tells it. Systems are members of nothing: what is private is not there
// for them.
std::optional<Refusal> problem_of(const ChangeReceived& change, const Context& ctx) {
  const IncidentNumber number = change.report.incident;
  const Incident* incident = ctx.incidents.find(number);
  const bool hidden = incident != nullptr && incident->visibility == Visibility::private_ &&
                      ctx.actor.kind != ActorKind::person;
  if (number.exists() && (incident == nullptr || hidden))
    return refuse_unseen(number, "I know no " + to_string(number) + " that you may see", "incident").error();
  if (change.at && *change.at > ctx.now) {
    return Refusal{"bad_time", iso_seconds(*change.at) + " is still to come. Tell it when it has happened",
                   "at", std::nullopt};
  }
  if (change.report.service.empty()) return std::nullopt;
  if (auto known = services_named(change.report.service, ctx, "service"); !known) return known.error();
  return std::nullopt;
}

// The same was told before: an impatient pipeline asks again and again.
bool is_told(const ChangeReported& report, const ChangeRecord& known) {
  if (report.op == ChangeOp::start) return known.started_at && !known.completed_at && !known.refused;
  return known.completed_at && (!known.started_at || *known.started_at <= *known.completed_at);
}

Decision only_say(std::string say, std::string refused_code = {}) {
  Decision decision;
  decision.reply.say = std::move(say);
  decision.reply.refused = std::move(refused_code);
  return decision;
}

}  // namespace

Outcome on_change(const ChangeReceived& change, const Context& ctx) {
  if (auto refusal = problem_of(change, ctx)) return std::unexpected(*std::move(refusal));
  ChangeReported report = change.report;
  const ChangeRecord* known = ctx.operations.change(report.change);
  if (known != nullptr) {
    if (is_told(report, *known)) return only_say("Change " + report.change + " is on record already.");
    if (!report.incident.exists()) report.incident = known->incident;
    if (!report.started_at) report.started_at = known->started_at;
    if (report.op == ChangeOp::complete) report.type = known->type;  // it is what it began as
  }
  std::string say = "Change " + report.change + " is on record.";
  if (report.op == ChangeOp::start) {
    const Freeze* freeze = ctx.operations.freeze_for(report.service, report.incident);
    if (freeze != nullptr && !is_linked(report, *freeze, ctx)) {
      const Refusal refusal = frozen(*freeze, ctx);
      if (known != nullptr && known->refused) return only_say(refusal.say, refusal.code);
      return refused(report, *freeze, refusal, ctx);
    }
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

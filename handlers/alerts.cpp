// An alert fired or cleared: kept on the operations log, and on the timeline of the incident it belongs to.
#include <algorithm>

#include "bot/base/contains.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool knows(const Incident& incident, const AlertReported& report) {
  return std::ranges::any_of(incident.alerts, [&](const IncidentAlert& alert) {
    return alert.source == report.source && alert.dedup_key == report.dedup_key;
  });
}

// The incident it says it belongs to, one that has this very alert, or the newest open one on its service.
const Incident* incident_of(const AlertReceived& alert, const Context& ctx) {
  if (alert.incident.exists()) return ctx.incidents.find(alert.incident);
  const Incident* on_service = nullptr;
  for (const Incident* incident : ctx.incidents.all()) {
    if (!incident->is_open() || incident->kind != Kind::normal) continue;
    if (knows(*incident, alert.report)) return incident;
    if (on_service == nullptr && contains(incident->services, alert.report.service)) on_service = incident;
  }
  return on_service;
}

}  // namespace

Outcome on_alert(const AlertReceived& alert, const Context& ctx) {
  Decision decision;
  decision.events.push_back({kOperations, alert.report, std::nullopt});
  const Incident* incident = incident_of(alert, ctx);
  if (incident == nullptr) return decision;
  const bool known = knows(*incident, alert.report);
  // One that clears or fires again is news only where it is known already.
  if (alert.report.op == AlertOp::resolve && !known) return decision;
  Plan plan{ctx, *incident};
  const Seq seq = plan.record(alert.report);
  const AlertRecord* standing = ctx.operations.alert(alert.report.source, alert.report.dedup_key);
  const bool repeats = standing != nullptr && !standing->cleared_at && known;
  if (alert.report.op == AlertOp::resolve || !repeats) plan.tell_room("alert_joined", seq);
  Decision on_incident = plan.done("");
  std::ranges::move(on_incident.events, std::back_inserter(decision.events));
  std::ranges::move(on_incident.effects, std::back_inserter(decision.effects));
  if (!known)
    decision.events.push_back(
        {kOperations, TiedToIncident{alert.report.alert, incident->number}, std::nullopt});
  return decision;
}

Outcome on_report(const ReportArrived& report, const Context& ctx) {
  Decision decision;
  const Incident* incident = report.incident.exists() ? ctx.incidents.find(report.incident) : nullptr;
  if (incident == nullptr) {
    decision.events.push_back({kOperations, report.report, std::nullopt});
    return decision;
  }
  Plan plan{ctx, *incident};
  plan.tell_room("news", plan.record(report.report));
  return plan.done("");
}

}  // namespace muster

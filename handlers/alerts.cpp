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
  for (const Incident* incident : ctx.incidents.open()) {
    if (incident->kind != Kind::normal) continue;
    if (knows(*incident, alert.report)) return incident;
    if (on_service == nullptr && contains(incident->services, alert.report.service)) on_service = incident;
  }
  return on_service;
}

}  // namespace

Outcome on_alert(const AlertReceived& alert, const Context& ctx) {
  const Incident* incident = incident_of(alert, ctx);
  const bool known = incident != nullptr && knows(*incident, alert.report);
  // One that clears is news only where it is known already.
  if (incident == nullptr || (alert.report.op == AlertOp::resolve && !known)) {
    Decision decision;
    decision.events.push_back({kOperations, alert.report, std::nullopt});
    return decision;
  }
  Plan plan{ctx, *incident};
  plan.log(alert.report);
  const Seq seq = plan.record(alert.report);
  const AlertRecord* standing = ctx.operations.alert(alert.report.source, alert.report.dedup_key);
  const bool repeats =
      alert.report.op == AlertOp::fire && known && standing != nullptr && !standing->cleared_at;
  if (!repeats) plan.tell_room("alert_joined", seq);
  if (!known) plan.log(TiedToIncident{alert.report.alert, incident->number});
  return plan.done("");
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

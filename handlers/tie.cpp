#include "handlers/tie.hpp"

#include "bot/domain/alert_fold.hpp"

namespace muster {

void tie_alert(Plan& plan, const AlertRecord& alert, IncidentNumber incident) {
  AlertReported report = alert.report;
  report.repeats = alert.repeats;
  plan.record(report, alert.fired_at);
  if (alert.cleared_at) {
    report.op = AlertOp::resolve;
    plan.record(report, alert.cleared_at);
  }
  plan.log(TiedToIncident{alert.report.alert, incident});
}

AlertGroupCounted counted(const AlertGroup& group) {
  return {group.key, group.title, group.total, group.firing, group.repeats, group.cut};
}

void tie_group(Plan& plan, const AlertGroup& group, IncidentNumber incident, const Context& ctx) {
  if (const AlertRecord* first = ctx.operations.alert(group.source, group.first)) {
    AlertReported report = first->report;
    report.repeats = first->repeats;
    plan.record(report, first->fired_at);
  }
  plan.record(counted(group));
  plan.log(TiedToIncident{group_ref(group.key), incident});
  plan.add_alert_card();
}

void tie_page(Plan& plan, const PageRecord& page, IncidentNumber incident) {
  plan.record(PersonPaged{page.id, page.target, page.people, page.text, page.escalated_from, page.escalation,
                          page.step, page.round, page.purpose},
              page.sent_at);
  for (const PageSend& send : page.sends) {
    plan.record(PageSent{page.id, send.person, send.method, send.platform, send.state, send.detail, send.ref,
                         send.due},
                send.changed_at);
  }
  for (std::size_t i = 0; i < page.acknowledged_by.size(); ++i)
    plan.record(PageAcknowledged{page.id, page.acknowledged_by[i]}, page.acknowledged_times[i]);
  plan.log(TiedToIncident{page.id, incident});
}

void tie_report(Plan& plan, const IncidentReport& report, const std::string& relation,
                IncidentNumber incident) {
  plan.record(ReportReceived{report.report, report.source, "", report.text, relation}, report.at);
  plan.log(TiedToIncident{report.report, incident});
}

}  // namespace muster

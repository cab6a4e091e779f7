#include "integrations/alerts/heartbeats.hpp"

namespace muster::alerts {

namespace {

AlertReported alert_of(const HeartbeatRule& rule, AlertOp op) {
  AlertReported report;
  report.alert = report.dedup_key = rule.id;
  report.op = op;
  report.source = "heartbeat";
  report.service = rule.service;
  report.title = rule.id + " does not report";
  report.severity = rule.severity;
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(rule.every).count();
  report.summary = "It should report at least every " + std::to_string(minutes) + " min and did not.";
  return report;
}

}  // namespace

Heartbeats::Heartbeats(const std::vector<HeartbeatRule>& rules, Time started) {
  for (const HeartbeatRule& rule : rules) beats_[rule.id] = {rule, started, false};
}

std::optional<AlertReported> Heartbeats::reported(const std::string& id, Time now) {
  const auto found = beats_.find(id);
  if (found == beats_.end()) return std::nullopt;
  found->second.last = now;
  found->second.is_late = false;
  return alert_of(found->second.rule, AlertOp::resolve);
}

std::vector<AlertReported> Heartbeats::overdue(Time now) {
  std::vector<AlertReported> late;
  for (auto& [id, beat] : beats_) {
    if (beat.is_late || now <= beat.last + beat.rule.every + beat.rule.grace) continue;
    beat.is_late = true;
    late.push_back(alert_of(beat.rule, AlertOp::fire));
  }
  return late;
}

void Heartbeats::not_told(const std::string& id) {
  if (const auto found = beats_.find(id); found != beats_.end()) found->second.is_late = false;
}

}  // namespace muster::alerts

#include "bot/domain/alert_fold.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"

namespace muster {

namespace {

constexpr Duration kKeepAlerts = std::chrono::days{2};
constexpr std::size_t kKeepChanges = 20;  // of one alert, to see that it flaps
constexpr std::string_view kGroupRef = "group:";

void note_change(AlertRecord& alert, Time at) {
  alert.changes.push_back(at);
  if (alert.changes.size() > kKeepChanges) alert.changes.erase(alert.changes.begin());
}

// Counts begin anew: another incident, or it was all quiet and nobody has it.
void restart(AlertGroup& group, Time at) {
  group.incident = {};
  group.total = group.firing;
  group.repeats = 0;
  group.cut = 0;
  group.first_at = at;
}

AlertGroup* group_of(OperationsLog& log, const AlertReported& e) {
  const auto found = e.group.empty() ? log.groups.end() : log.groups.find(e.group);
  return found == log.groups.end() ? nullptr : &found->second;
}

void decided(AlertGroup& group, const AlertReported& e) {
  if (e.act.empty()) return;
  group.act = e.act;
  group.route = e.route;
  if (!e.severity.empty()) group.severity = e.severity;
}

// Of the alerts of a group only the first keeps what the source tells at length: there may be thousands.
void fires(OperationsLog& log, const Event& event, const AlertReported& e, const AlertRecord* known) {
  AlertRecord fresh{e, event.occurred_at, std::nullopt, 0, {}, {}};
  if (known != nullptr) fresh.changes = known->changes;
  note_change(fresh, event.recorded_at);
  if (!e.group.empty()) {
    AlertGroup& group = log.groups[e.group];
    if (group.id.empty()) {
      group.key = e.group;
      group.id = "AL-" + std::to_string(++log.groups_seen);
    }
    const bool untied = group.incident.exists() && e.act != "joined";
    const bool begins = (group.quiet && !group.incident.exists()) || untied;
    if (begins) restart(group, event.occurred_at);
    if (begins || group.quiet) {
      group.source = e.source;
      group.service = e.service;
      group.title = e.group.starts_with(kOthers) ? "Other alerts" : e.title;
      group.first = e.dedup_key;
    }
    const bool counted =
        !begins && known != nullptr && known->report.group == e.group && known->fired_at >= group.first_at;
    if (!counted) ++group.total;
    ++group.firing;
    group.quiet = false;
    group.last_at = event.recorded_at;
    decided(group, e);
    if (group.first != e.dedup_key) {
      fresh.report.labels.clear();
      fresh.report.summary.clear();
    }
  }
  log.alerts.edit({e.source, e.dedup_key}) = std::move(fresh);
}

void fires_again(OperationsLog& log, const AlertReported& e) {
  AlertRecord& alert = log.alerts.edit({e.source, e.dedup_key});
  ++alert.repeats;
  AlertGroup* group = group_of(log, alert.report);
  if (group == nullptr) return;
  ++group->repeats;
  decided(*group, e);
}

void clears(OperationsLog& log, const Event& event, const AlertReported& e, const AlertRecord* known) {
  if (known == nullptr && !e.group.empty()) {
    // It cleared before it fired: told out of order, and what comes late must not fire.
    log.alerts.edit({e.source, e.dedup_key}) =
        AlertRecord{e, event.occurred_at, event.occurred_at, 0, {}, {}};
    return;
  }
  if (known == nullptr || known->cleared_at) return;
  AlertRecord& alert = log.alerts.edit({e.source, e.dedup_key});
  alert.cleared_at = event.occurred_at;
  note_change(alert, event.recorded_at);
  if (AlertGroup* group = group_of(log, alert.report)) {
    group->firing = std::max<std::int64_t>(group->firing - 1, 0);
    group->last_at = event.recorded_at;
  }
}

}  // namespace

std::string group_ref(std::string_view key) {
  return std::string{kGroupRef} + std::string{key};
}

void fold_alert(OperationsLog& log, const Event& event, const AlertReported& e) {
  const AlertRecord* known = log.alerts.find({e.source, e.dedup_key});
  if (e.op == AlertOp::resolve) return clears(log, event, e, known);
  if (known != nullptr && !known->cleared_at) return fires_again(log, e);
  fires(log, event, e, known);
}

void fold_alert(OperationsLog& log, const AlertGroupCounted& e) {
  const auto found = log.groups.find(e.group);
  if (found == log.groups.end()) return;
  AlertGroup& group = found->second;
  group.repeats = e.repeats;
  group.cut = e.cut;
  if (e.firing == 0 && group.firing == 0) group.quiet = true;
}

void fold_alert(OperationsLog& log, const TiedToIncident& e) {
  if (e.ref.starts_with(kGroupRef)) {
    const auto found = log.groups.find(e.ref.substr(kGroupRef.size()));
    if (found == log.groups.end()) return;
    AlertGroup& group = found->second;
    if (group.incident.exists() && group.incident != e.incident) restart(group, group.last_at);
    group.incident = e.incident;
    group.act = "joined";
    return;
  }
  const AlertRecord* alert = log.alert_named(e.ref);
  if (alert == nullptr || contains(alert->incidents, e.incident)) return;
  log.alerts.edit({alert->report.source, alert->report.dedup_key}).incidents.push_back(e.incident);
}

void forget_alerts(OperationsLog& log, Time now) {
  log.alerts.forget_cleared_before(now - kKeepAlerts);
  std::erase_if(log.groups, [&](const auto& item) {
    return item.second.quiet && item.second.last_at < now - kKeepAlerts;
  });
}

}  // namespace muster

// Vendor cases, recoveries and regulatory clocks: figures of what others owe us and what we owe others.
#include <algorithm>

#include "bot/domain/figures_spans.hpp"

namespace muster {

namespace {

Measure since(Time from, const std::optional<Time>& to) {
  if (!to) return {std::nullopt, Absent::pending};
  const std::int64_t seconds = whole_seconds(from, *to);
  return seconds < 0 ? Measure{std::nullopt, Absent::invalid} : Measure{seconds, Absent::no};
}

std::optional<std::int64_t> whole(const std::optional<Duration>& length) {
  if (!length) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(*length).count();
}

std::optional<bool> within(const Measure& measured, const std::optional<std::int64_t>& limit) {
  if (!measured.seconds || !limit) return std::nullopt;
  return *measured.seconds <= *limit;
}

// The last mark of a kind: a correction replaces what was marked before.
const RecoveryMark* last_mark(const Incident& incident, const std::string& service,
                              std::initializer_list<std::string_view> ops) {
  const RecoveryMark* found = nullptr;
  for (const RecoveryMark& mark : incident.recovery) {
    const bool meant = std::ranges::find(ops, std::string_view{mark.op}) != ops.end();
    if (mark.service == service && meant) found = &mark;
  }
  return found;
}

std::optional<Time> marked(const Incident& incident, const std::string& regime, const std::string& mark) {
  std::optional<Time> at;
  for (const ClockMark& known : incident.clock_marks) {
    if (known.regime == regime && known.mark == mark) at = known.at;
  }
  return at;
}

Time due_after(Time anchor, const ClockRule& rule, const Policy& policy) {
  if (rule.months > 0) return plus_months(anchor, rule.months, policy.calendar);
  if (rule.business_days > 0) return plus_business_days(anchor, rule.business_days, policy.calendar);
  return anchor + rule.within;
}

}  // namespace

std::vector<VendorFigures> vendor_figures(const Incident& incident, const IncidentFigures& figures,
                                          Time now) {
  std::vector<VendorFigures> all;
  for (const VendorCase& open : incident.vendor_cases) {
    VendorFigures f;
    f.vendor = open.vendor;
    f.ref = open.ref;
    f.time_to_open = since(figures.anchors.detected_at, open.opened_at);
    f.response = since(open.opened_at, open.responded_at);
    f.time_to_fix = since(open.opened_at, open.fixed_at);
    f.sla_response_s = whole(open.sla_response);
    f.met = within(f.response, f.sla_response_s);
    if (!f.met && f.sla_response_s && whole_seconds(open.opened_at, now) > *f.sla_response_s) f.met = false;
    all.push_back(std::move(f));
  }
  return all;
}

std::map<std::string, RecoveryFigures> recovery_figures(const Incident& incident, const Policy& policy) {
  std::map<std::string, RecoveryFigures> all;
  for (const RecoveryMark& mark : incident.recovery) all[mark.service];
  for (auto& [id, f] : all) {
    const RecoveryMark* failure = last_mark(incident, id, {"simulated_failure", "failure"});
    const RecoveryMark* restored = last_mark(incident, id, {"restored"});
    const RecoveryMark* data = last_mark(incident, id, {"data_point"});
    const Service* service = policy.service(id);
    if (service != nullptr) {
      f.rto_s = whole(service->rto);
      f.rpo_s = whole(service->rpo);
    }
    if (failure == nullptr) continue;
    if (restored != nullptr) f.rta = since(failure->at, restored->at);
    if (data != nullptr) f.rpa = since(data->at, failure->at);
    f.rto_met = within(f.rta, f.rto_s);
    f.rpo_met = within(f.rpa, f.rpo_s);
  }
  return all;
}

std::vector<ClockFigures> clock_figures(const Incident& incident, const Policy& policy) {
  std::vector<ClockFigures> all;
  for (const ClockRule& rule : policy.clocks) {
    const auto anchor = marked(incident, rule.regime, rule.from);
    if (!anchor) continue;
    ClockFigures f{rule.regime, rule.duty, *anchor, due_after(*anchor, rule, policy),
                   marked(incident, rule.regime, rule.to)};
    const auto replaced = marked(incident, rule.regime, rule.lapses_with);
    if (replaced && *replaced > f.due_at) continue;
    const auto known = std::ranges::find_if(
        all, [&](const ClockFigures& other) { return other.regime == f.regime && other.duty == f.duty; });
    if (known == all.end())
      all.push_back(std::move(f));
    else if (f.due_at < known->due_at)
      *known = std::move(f);
  }
  return all;
}

}  // namespace muster

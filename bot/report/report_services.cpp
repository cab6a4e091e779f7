// What each service suffered in the period: failures, downtime, availability and error budget.
#include <algorithm>
#include <set>
#include <utility>

#include "bot/domain/figures.hpp"
#include "bot/report/maintenance.hpp"
#include "bot/report/report_parts.hpp"

namespace muster::report {

namespace {

double seconds_of(Duration length) {
  return std::chrono::duration<double>(length).count();
}

// The same levels, each with its whole time.
Policy without_shades(const Policy& policy) {
  Policy hard;
  for (const auto& [level, weight] : policy.impact_weights)
    hard.impact_weights[level] = weight > 0 ? 1.0 : 0.0;
  return hard;
}

// Intervals that touch the period, by service.
std::map<std::string, std::vector<const ImpactRow*>> touching(const Chosen& chosen, const Rows& rows,
                                                              const Period& period) {
  std::map<std::string, std::vector<const ImpactRow*>> found;
  for (const ImpactRow& row : rows.impact) {
    const ImpactInterval& interval = row.interval;
    const bool touches = interval.start < period.to && interval.end.value_or(period.to) > period.from;
    if (touches && chosen.find(row.incident) != nullptr && chosen.has_service(interval.service))
      found[interval.service].push_back(&row);
  }
  return found;
}

// Of each run of intervals that overlap; the runs themselves are apart, so that many incidents cost no more
// than they must.
double downtime(const std::vector<ImpactInterval>& by_start, const std::string& id, const Period& period,
                const Policy& policy) {
  double all = 0;
  for (auto at = by_start.begin(); at != by_start.end();) {
    std::vector<ImpactInterval> run;
    const Time begin = std::max(at->start, period.from);
    Time end = begin;
    for (; at != by_start.end() && (run.empty() || at->start < end); ++at) {
      end = std::max(end, std::min(at->end.value_or(period.to), period.to));
      run.push_back(*at);
    }
    all += weighted_downtime(run, id, begin, end, policy);
  }
  return all;
}

ServiceFigures measure_service(const std::string& id, const std::vector<const ImpactRow*>& rows,
                               const Period& period, const Policy& policy, const Policy& hard) {
  ServiceFigures f;
  f.service = id;
  const std::vector<Span> agreed = maintenance_of(id, period, policy);
  for (const Span& span : agreed) f.maintenance_s += seconds_of(span.to - span.from);
  std::vector<ImpactInterval> intervals;
  std::set<IncidentNumber> failures;
  for (const ImpactRow* row : rows) {
    const std::vector<ImpactInterval> unplanned = without({row->interval}, agreed);
    if (!unplanned.empty() && policy.weight(row->interval.level) > 0 && period.has(unplanned.front().start))
      failures.insert(row->incident);
    intervals.insert(intervals.end(), unplanned.begin(), unplanned.end());
  }
  f.failures.assign(failures.begin(), failures.end());
  std::ranges::sort(intervals, {}, &ImpactInterval::start);
  f.weighted_down_s = downtime(intervals, id, period, policy);
  f.down_s = downtime(intervals, id, period, hard);
  const double length = seconds_of(period.length()) - f.maintenance_s;
  if (length <= 0) return f;  // nothing had to hold
  f.availability_pct = 100.0 * (1.0 - f.weighted_down_s / length);
  if (!f.failures.empty()) f.mtbf_s = (length - f.down_s) / static_cast<double>(f.failures.size());
  const Service* service = policy.service(id);
  if (service == nullptr || !service->slo_percent) return f;
  f.slo_pct = service->slo_percent;
  f.budget_s = (100.0 - *f.slo_pct) / 100.0 * length;
  if (*f.budget_s > 0) f.burn_pct = f.weighted_down_s / *f.budget_s * 100.0;
  return f;
}

}  // namespace

void measure_services(Figures& figures, const Chosen& chosen, const Rows& rows, const Policy& policy) {
  auto by_service = touching(chosen, rows, figures.period);
  for (const std::string& service : chosen.services()) by_service[service];  // those that held as well
  const Policy hard = without_shades(policy);
  for (const auto& [id, intervals] : by_service)
    figures.services.push_back(measure_service(id, intervals, figures.period, policy, hard));
  std::ranges::sort(figures.services, [](const ServiceFigures& a, const ServiceFigures& b) {
    return std::pair{b.weighted_down_s, a.service} < std::pair{a.weighted_down_s, b.service};
  });
}

}  // namespace muster::report

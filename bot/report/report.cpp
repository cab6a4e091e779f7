#include "bot/report/report.hpp"

#include <algorithm>

#include "bot/report/report_parts.hpp"

namespace muster::report {

namespace {

Figures measure(const Chosen& chosen, const Rows& rows, const Period& period, const Policy& policy,
                Time now) {
  Figures figures;
  figures.period = period;
  count_volume(figures, chosen, policy);
  measure_kpis(figures, chosen);
  sum_time(figures, chosen, rows);
  find_repeats(figures, chosen, rows);
  measure_services(figures, chosen, rows, policy);
  count_cadence(figures, chosen, rows, policy);
  count_pages(figures, chosen, rows);
  count_changes(figures, chosen, rows);
  count_postmortems(figures, chosen, now);
  count_actions(figures, chosen, rows, now);
  return figures;
}

std::vector<std::int64_t> lengths(const Distribution& distribution) {
  std::vector<std::int64_t> all;
  for (const Dot& dot : distribution.dots) all.push_back(dot.seconds);
  return all;
}

}  // namespace

Query query_for(const Period& period, Time now, Viewer viewer) {
  const Period before = period.before();
  return {before.from, period.from, period.to, before.from - kRepeatsWithin, now, std::move(viewer)};
}

Report make_report(const Rows& rows, const Period& period, const Filter& filter, const Policy& policy,
                   Time now) {
  const Chosen chosen{rows, filter, policy};
  Report report;
  report.organisation = policy.organisation;
  report.base_url = policy.console_url;
  while (report.base_url.ends_with('/')) report.base_url.pop_back();
  report.filter = filter;
  report.filtered = say_filter(filter, policy);
  report.now = now;
  report.current = measure(chosen, rows, period, policy, now);
  report.before = measure(chosen, rows, period.before(), policy, now);
  for (std::size_t i = 0; i < kKpiCount; ++i)
    report.trends[i] = compare(lengths(report.current.kpis[i]), lengths(report.before.kpis[i]));
  report.overdue = overdue(chosen, rows, now);
  for (const IncidentRow& row : rows.incidents) report.titles.emplace(row.number, row.title);
  report.weights = policy.impact_weights;
  report.includes_private = std::ranges::any_of(chosen.all(), &IncidentRow::is_private);
  return report;
}

std::optional<double> share_pct(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace muster::report

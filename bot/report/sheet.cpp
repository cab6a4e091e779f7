#include "bot/report/sheet.hpp"

#include <algorithm>

#include "bot/report/sheet_sections.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

std::vector<std::string> head_of(const Report& report) {
  std::vector<std::string> head = {
      say_period(report.current.period) + ", " + report.filtered,
      "Compared with the period before, equally long: " + say_period(report.before.period),
      "Made " + iso_seconds(report.now) + ". Instants are UTC; days, weeks and hours are of " +
          report.current.period.zone};
  if (report.includes_private)
    head.emplace_back("Private incidents are in these figures: show it only to people who may see them.");
  if (is_empty(report))
    head.emplace_back("Nothing happened in this period: no incident was declared, resolved or going on.");
  return head;
}

}  // namespace

bool is_empty(const Report& report) {
  const Figures& f = report.current;
  const bool hurt = std::ranges::any_of(f.services, [](const ServiceFigures& s) { return s.down_s > 0; });
  const bool measured = std::ranges::any_of(
      f.kpis, [](const Distribution& kpi) { return !kpi.dots.empty() || kpi.pending > 0; });
  return f.volume.declared.empty() && f.volume.left_out.empty() && !measured && !hurt &&
         f.page_load.empty() && f.changes.completed == 0;
}

Sheet make_sheet(const Report& report, Layout layout) {
  Sheet sheet;
  sheet.title =
      (layout == Layout::weekly ? "Operations review of " : "Incident report of ") + report.organisation;
  sheet.head = head_of(report);
  switch (layout) {
    case Layout::weekly:
      sheet.sections = {summary_section(report), incidents_section(report), overdue_section(report),
                        repeats_section(report), pages_section(report),     changes_section(report),
                        services_section(report)};
      break;
    case Layout::full:
      sheet.sections = {summary_section(report), overdue_section(report),  volume_section(report),
                        times_section(report),   services_section(report), cadence_section(report),
                        pages_section(report),   changes_section(report),  duties_section(report),
                        repeats_section(report), course_section(report)};
      break;
  }
  sheet.definitions = definitions(report);
  return sheet;
}

}  // namespace muster::report

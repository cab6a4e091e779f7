// A report as JSON: docs/reporting.md is its manual.
#include <nlohmann/json.hpp>

#include "bot/report/render.hpp"

namespace muster::report {

namespace {

using nlohmann::json;

json numbers_json(const Numbers& numbers) {
  json list = json::array();
  for (const IncidentNumber number : numbers) list.push_back(number.value);
  return list;
}

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json time_json(const std::optional<Time>& time) {
  return time ? json(iso_seconds(*time)) : json(nullptr);
}

json period_json(const Period& period) {
  return {{"from", iso_seconds(period.from)}, {"to", iso_seconds(period.to)}, {"zone", period.zone}};
}

json counts_json(const std::vector<Count>& counts) {
  json list = json::array();
  for (const Count& one : counts)
    list.push_back(
        {{"name", one.name}, {"count", one.incidents.size()}, {"incidents", numbers_json(one.incidents)}});
  return list;
}

json volume_json(const Volume& volume) {
  json weeks = json::array();
  for (const Week& week : volume.by_week) {
    weeks.push_back({{"week_of", week.declared.name}, {"incidents", numbers_json(week.declared.incidents)}});
  }
  return {{"declared", numbers_json(volume.declared)},
          {"by_severity", counts_json(volume.by_severity)},
          {"by_service", counts_json(volume.by_service)},
          {"by_cause", counts_json(volume.by_cause)},
          {"by_source", counts_json(volume.by_source)},
          {"by_week", weeks},
          {"by_hour", volume.by_hour},
          {"by_weekday", volume.by_weekday},
          {"left_out", counts_json(volume.left_out)}};
}

json kpis_json(const std::array<Distribution, kKpiCount>& kpis) {
  json all = json::object();
  for (std::size_t i = 0; i < kKpiCount; ++i) {
    const Distribution& kpi = kpis.at(i);
    json dots = json::array();
    for (const Dot& dot : kpi.dots)
      dots.push_back({{"incident", dot.incident.value}, {"seconds", dot.seconds}});
    const bool any = !kpi.dots.empty();
    all[std::string{kKpis.at(i).id}] = {
        {"anchors", kKpis.at(i).anchors},
        {"n", kpi.dots.size()},
        {"median", or_null(kpi.median)},
        {"p90", or_null(kpi.p90)},
        {"min", any ? json(kpi.dots.front().seconds) : json(nullptr)},
        {"max", any ? json(kpi.dots.back().seconds) : json(nullptr)},
        {"absent",
         {{"pending", kpi.pending}, {"not_applicable", kpi.not_applicable}, {"invalid", kpi.invalid}}},
        {"dots", dots}};
  }
  return all;
}

json services_json(const std::vector<ServiceFigures>& services) {
  json list = json::array();
  for (const ServiceFigures& f : services) {
    list.push_back({{"service", f.service},
                    {"failures", numbers_json(f.failures)},
                    {"weighted_down_s", f.weighted_down_s},
                    {"down_s", f.down_s},
                    {"availability_pct", f.availability_pct},
                    {"slo_pct", or_null(f.slo_pct)},
                    {"maintenance_s", f.maintenance_s},
                    {"budget_s", or_null(f.budget_s)},
                    {"burn_pct", or_null(f.burn_pct)},
                    {"mtbf_s", or_null(f.mtbf_s)}});
  }
  return list;
}

json duties_json(const Figures& f) {
  json cadence = json::array();
  for (const CadenceLine& line : f.cadence) {
    cadence.push_back({{"audience", line.audience},
                       {"severity", line.severity},
                       {"on_time", line.on_time},
                       {"observations", line.observations},
                       {"max_gap_s", line.observations > 0 ? json(line.max_gap_s) : json(nullptr)},
                       {"late", numbers_json(line.late)}});
  }
  json people = json::array();
  for (const PageLoad& load : f.page_load) {
    people.push_back({{"person", load.person},
                      {"name", load.name},
                      {"sleep", load.sleep},
                      {"off", load.off},
                      {"business", load.business}});
  }
  json failed = json::array();
  for (const Change& change : f.changes.failed) {
    failed.push_back({{"change", change.id},
                      {"service", change.service},
                      {"title", change.title},
                      {"caused", numbers_json(change.caused)}});
  }
  const Postmortems& p = f.postmortems;
  return {{"cadence", cadence},
          {"page_load", people},
          {"paged", numbers_json(f.paged)},
          {"escalated", numbers_json(f.escalated)},
          {"changes", {{"completed", f.changes.completed}, {"failed", failed}}},
          {"postmortems",
           {{"on_time", numbers_json(p.on_time)},
            {"late", numbers_json(p.late)},
            {"overdue", numbers_json(p.overdue)},
            {"waived", numbers_json(p.waived)},
            {"not_yet_due", numbers_json(p.not_yet_due)}}},
          {"actions",
           {{"added", f.actions.added},
            {"done", f.actions.done},
            {"due", f.actions.due},
            {"due_on_time", f.actions.due_on_time},
            {"open", f.actions.open},
            {"overdue_by_age", f.actions.overdue_by_age}}}};
}

json repeats_json(const std::vector<Repeat>& repeats) {
  json list = json::array();
  for (const Repeat& one : repeats) {
    list.push_back({{"incident", one.incident.value},
                    {"earlier", one.earlier.value},
                    {"cause_tag", one.cause_tag},
                    {"services", one.services},
                    {"open_actions", one.open_actions}});
  }
  return list;
}

json figures_json(const Figures& f) {
  json all = duties_json(f);
  all["period"] = period_json(f.period);
  all["volume"] = volume_json(f.volume);
  all["kpis"] = kpis_json(f.kpis);
  all["time_in_state"] = f.time_in_state;
  all["time_in_severity"] = f.time_in_severity;
  all["services"] = services_json(f.services);
  all["repeats"] = repeats_json(f.repeats);
  return all;
}

json overdue_json(const Overdue& overdue) {
  const auto duties = [](const std::vector<Overdue::Duty>& all) {
    json list = json::array();
    for (const Overdue::Duty& one : all)
      list.push_back({{"incident", one.incident.value}, {"due", iso_seconds(one.due)}});
    return list;
  };
  json actions = json::array();
  for (const OpenAction& one : overdue.actions) {
    actions.push_back({{"incident", one.incident.value},
                       {"action", one.id},
                       {"title", one.title},
                       {"owner", one.owner},
                       {"first_due", time_json(one.due)}});
  }
  return {{"updates", duties(overdue.updates)},
          {"postmortems", duties(overdue.postmortems)},
          {"actions", actions}};
}

}  // namespace

std::string report_json(const Report& report) {
  json trends = json::object();
  for (std::size_t i = 0; i < kKpiCount; ++i)
    trends[std::string{kKpis.at(i).id}] = name_of(report.trends.at(i));
  json weights = json::object();
  for (const auto& [level, weight] : report.weights) weights[std::string{name_of(level)}] = weight;
  json filter = {{"service", report.filter.service},
                 {"team", report.filter.team},
                 {"severity", report.filter.severity ? json(report.filter.severity->level) : json(nullptr)},
                 {"kind", name_of(report.filter.kind)}};
  const json all = {{"organisation", report.organisation},
                    {"made_at", iso_seconds(report.now)},
                    {"filter", filter},
                    {"empty", is_empty(report)},
                    {"includes_private", report.includes_private},
                    {"impact_weights", weights},
                    {"current", figures_json(report.current)},
                    {"before", figures_json(report.before)},
                    {"trends", trends},
                    {"overdue", overdue_json(report.overdue)}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace muster::report

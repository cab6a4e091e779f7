// How long things took, what services suffered, what came again.
#include <algorithm>
#include <utility>

#include "bot/report/sheet_sections.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

std::string say_missing(const Distribution& kpi) {
  std::string all;
  const auto add = [&](int n, const char* what) {
    if (n > 0) all += (all.empty() ? "" : ", ") + std::to_string(n) + " " + what;
  };
  add(kpi.pending, "pending");
  add(kpi.not_applicable, "not applicable");
  add(kpi.invalid, "invalid");
  return all.empty() ? "none" : all;
}

std::string say_trend(Trend trend) {
  switch (trend) {
    case Trend::too_few:
      return "too few to say";
    case Trend::not_distinguishable:
      return "not distinguishable";
    case Trend::shorter:
      return "better: shorter";
    case Trend::longer:
      return "worse: longer";
  }
  return {};
}

std::optional<double> at(const std::vector<Dot>& dots, bool last) {
  if (dots.empty()) return std::nullopt;
  return static_cast<double>((last ? dots.back() : dots.front()).seconds);
}

Numbers numbers_of(const std::vector<Dot>& dots) {
  Numbers all;
  for (const Dot& dot : dots) all.push_back(dot.incident);
  return all;
}

Table time_table(const std::string& id, const std::string& what,
                 const std::map<std::string, std::int64_t>& times) {
  Table table{id, {what, "time", "share"}, {}};
  double all = 0;
  for (const auto& [name, length] : times) all += static_cast<double>(length);
  for (const auto& [name, length] : times) {
    const auto s = static_cast<double>(length);
    table.rows.push_back({plain(name == "resolved_gap" ? "resolved, then reopened" : name), seconds(s),
                          percent(all > 0 ? std::optional{100.0 * s / all} : std::nullopt)});
  }
  return table;
}

}  // namespace

Section times_section(const Report& report) {
  Table table{"kpis",
              {"length", "n", "median", "90 %", "shortest", "longest", "median before", "compared",
               "without a value"},
              {}};
  for (std::size_t i = 0; i < kKpiCount; ++i) {
    const Distribution& kpi = report.current.kpis.at(i);
    const Distribution& before = report.before.kpis.at(i);
    const std::string id{kKpis.at(i).id};
    Cell compared = explained(plain(say_trend(report.trends.at(i))), "trend");
    compared.raw = name_of(report.trends.at(i));
    table.rows.push_back(
        {explained(plain(std::string{kKpis.at(i).name} + " (" + std::string{kKpis.at(i).anchors} + ")"), id),
         count(kpi.dots.size(), numbers_of(kpi.dots)), seconds(kpi.median), seconds(kpi.p90),
         seconds(at(kpi.dots, false)), seconds(at(kpi.dots, true)), seconds(before.median),
         std::move(compared), explained(plain(say_missing(kpi)), "missing")});
  }
  return {"times",
          "How long it took",
          {"No means. On the page a dot is an incident, the line the median, the dashed line 90 %."},
          {std::move(table)}};
}

Section services_section(const Report& report) {
  Table table{"services",
              {"service", "failures", "weighted downtime", "availability", "SLO", "budget", "budget used",
               "between failures", "availability before"},
              {}};
  for (const ServiceFigures& f : report.current.services) {
    const auto before = std::ranges::find(report.before.services, f.service, &ServiceFigures::service);
    Cell between = f.mtbf_s ? seconds(f.mtbf_s) : plain("at least " + spoken(report.current.period.length()));
    std::optional<double> then;
    if (before != report.before.services.end()) then = before->availability_pct;
    table.rows.push_back({plain(f.service), of_incidents(f.failures), seconds(f.weighted_down_s),
                          explained(percent(f.availability_pct, 3), "availability"), percent(f.slo_pct, 2),
                          seconds(f.budget_s), explained(percent(f.burn_pct), "burn"),
                          explained(std::move(between), "mtbf"), percent(then, 3)});
  }
  Section section{"services", "Services", {}, {}};
  for (const ServiceFigures& f : report.current.services) {
    if (f.maintenance_s > 0)
      section.notes.push_back(f.service + ": " + seconds(f.maintenance_s).text +
                              " of agreed maintenance are left out.");
  }
  if (table.rows.empty())
    section.notes.emplace_back("No service was hurt, and muster.yaml names none.");
  else
    section.tables.push_back(std::move(table));
  return section;
}

Section course_section(const Report& report) {
  Section section{
      "course", "Where the time went", {"Of incidents declared in the period, all together."}, {}};
  if (!report.current.time_in_state.empty())
    section.tables.push_back(time_table("time_in_state", "state", report.current.time_in_state));
  if (!report.current.time_in_severity.empty())
    section.tables.push_back(time_table("time_in_severity", "severity", report.current.time_in_severity));
  if (section.tables.empty()) section.notes = {"No incident was declared in the period."};
  return section;
}

Section repeats_section(const Report& report) {
  Table table{"repeats", {"incident", "repeats", "cause", "services", "actions open then"}, {}};
  for (const Repeat& repeat : report.current.repeats) {
    std::string services;
    for (const std::string& service : repeat.services) services += (services.empty() ? "" : ", ") + service;
    table.rows.push_back({{to_string(repeat.incident) + " " + report.titles.at(repeat.incident),
                           to_string(repeat.incident),
                           {repeat.incident}},
                          {to_string(repeat.earlier), to_string(repeat.earlier), {repeat.earlier}},
                          plain(repeat.cause_tag),
                          plain(services),
                          explained(count(static_cast<std::size_t>(repeat.open_actions)), "repeats")});
  }
  Section section{"repeats", "Repeated incidents", {}, {}};
  if (table.rows.empty())
    section.notes.emplace_back(
        "No incident shares a service and its cause with one resolved in the 90 days before it.");
  else
    section.tables.push_back(std::move(table));
  return section;
}

}  // namespace muster::report

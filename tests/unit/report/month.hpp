// Rows of a month, built by hand: November 2026 in UTC, with the 30 days before it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/report/report.hpp"

namespace muster::report {

inline Time on(int month, int day, int hour = 0, int minute = 0) {
  return Time{std::chrono::sys_days{std::chrono::year{2026} / month / day} + std::chrono::hours{hour} +
              std::chrono::minutes{minute}};
}

inline const Period kNovember{on(11, 1), on(12, 1), "UTC"};
inline const Time kNow = on(12, 1);

inline std::size_t kpi(std::string_view id) {
  for (std::size_t i = 0; i < kKpiCount; ++i) {
    if (kKpis.at(i).id == id) return i;
  }
  return kKpiCount;
}

struct Month {
  Policy policy = default_policy();
  Rows rows;
  Filter filter;
  Period period = kNovember;

  IncidentRow& incident(std::int64_t number, Time declared_at, std::vector<std::string> services = {"api"}) {
    IncidentRow row;
    row.number = {number};
    row.title = "Incident " + std::to_string(number);
    row.state = State::resolved;
    row.peak = Severity{2};
    row.services = std::move(services);
    row.detection_source = "monitoring";
    row.declared_at = declared_at;
    row.resolved_at = declared_at + std::chrono::hours{1};
    for (Measure& measure : row.measures) measure = {std::nullopt, Absent::not_applicable};
    rows.incidents.push_back(std::move(row));
    return rows.incidents.back();
  }
  void hurt(std::int64_t number, const std::string& service, ImpactLevel level, Time from,
            std::optional<Time> to) {
    rows.impact.push_back({{number}, {service, level, from, to}});
  }
  void service(const std::string& id, std::optional<double> slo = {}, const std::string& owner = {}) {
    Service added;
    added.id = id;
    added.name = id;
    added.owner = owner;
    added.slo_percent = slo;
    policy.services.push_back(std::move(added));
  }
  [[nodiscard]] Report report() const { return make_report(rows, period, filter, policy, kNow); }
};

inline Numbers numbers(std::initializer_list<std::int64_t> all) {
  Numbers found;
  for (const std::int64_t one : all) found.push_back({one});
  return found;
}

}  // namespace muster::report

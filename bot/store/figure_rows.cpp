#include "bot/store/figure_rows.hpp"

#include <string>

namespace muster::store {

namespace {

// {"ttm_s":"pending"}: the measures without a value.
std::string absent_to_json(const IncidentFigures& f) {
  std::string members;  // plain words only: nothing to escape
  const auto say = [&](std::string_view name, const Measure& measure) {
    if (measure.seconds) return;
    members += members.empty() ? "" : ",";
    members += "\"" + std::string{name} + "\":\"" + std::string{name_of(measure.absent)} + "\"";
  };
  say("ttd_s", f.ttd);
  say("tta_s", f.tta);
  say("tte_s", f.tte);
  say("ttmob_s", f.ttmob);
  say("ttm_s", f.ttm);
  say("ttr_impact_s", f.ttr_impact);
  say("ttr_declared_s", f.ttr_declared);
  say("ttfp_s", f.ttfp);
  say("change_recovery_s", f.change_recovery);
  return "{" + members + "}";
}

Result<Done> write_row(Connection& db, const IncidentFigures& f) {
  const Anchors& a = f.anchors;
  return db.run(R"sql(
    INSERT OR REPLACE INTO incident_figures
      (incident, counts_in_reports, detection_source, impact_started_at, impact_ended_at, detected_at, declared_at,
       first_page_at, acknowledged_at, engaged_at, mitigated_at, resolved_at, closed_at, ttd_s, ttd_raw_s, tta_s, tte_s,
       ttmob_s, ttm_s, ttr_impact_s, ttr_declared_s, ttfp_s, change_recovery_s, absent, impact_union_s, hold_s,
       pages_sent, pages_acknowledged, timeout_escalations, postmortem_due_at, postmortem_on_time, responder_cost,
       business_loss, cause_tag)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
                f.incident, f.counts_in_reports, f.detection_source, a.impact_started_at, a.impact_ended_at,
                a.detected_at, a.declared_at, a.first_page_at, a.acknowledged_at, a.engaged_at,
                a.mitigated_at, a.resolved_at, a.closed_at, f.ttd.seconds, f.ttd_raw.seconds, f.tta.seconds,
                f.tte.seconds, f.ttmob.seconds, f.ttm.seconds, f.ttr_impact.seconds, f.ttr_declared.seconds,
                f.ttfp.seconds, f.change_recovery.seconds, absent_to_json(f), f.impact_union_s, f.hold_s,
                f.pages_sent, f.pages_acknowledged, f.timeout_escalations, f.postmortem_due_at,
                f.postmortem_on_time, f.cost.responder_cost, f.cost.business_loss, f.cause_tag);
}

Result<Done> write_time(Connection& db, const IncidentFigures& f, std::string_view what,
                        std::string_view name, const PersonId& person, std::int64_t seconds) {
  return db.run("INSERT INTO incident_time (incident, what, name, person, seconds) VALUES (?, ?, ?, ?, ?)",
                f.incident, what, name, person, seconds);
}

Result<Done> write_times(Connection& db, const IncidentFigures& f) {
  MUSTER_CHECK(db.run("DELETE FROM incident_time WHERE incident = ?", f.incident));
  for (const auto& [state, seconds] : f.time_in_state) {
    const std::string_view name = state == State::resolved ? "resolved_gap" : name_of(state);
    MUSTER_CHECK(write_time(db, f, "state", name, {}, seconds));
  }
  for (const auto& [severity, seconds] : f.time_in_severity)
    MUSTER_CHECK(write_time(db, f, "severity", severity, {}, seconds));
  for (const auto& [role, people] : f.time_in_role) {
    for (const auto& [person, seconds] : people)
      MUSTER_CHECK(write_time(db, f, "role", role, person, seconds));
  }
  for (const auto& [person, seconds] : f.cost.engaged_s)
    MUSTER_CHECK(write_time(db, f, "engaged", "", person, seconds));
  return Done{};
}

Result<Done> write_changes(Connection& db, const IncidentFigures& f) {
  MUSTER_CHECK(db.run("DELETE FROM incident_change WHERE incident = ?", f.incident));
  for (const auto& [change, relation] : f.changes) {
    MUSTER_CHECK(db.run("INSERT INTO incident_change (incident, change, relation) VALUES (?, ?, ?)",
                        f.incident, change, relation));
  }
  return Done{};
}

}  // namespace

Result<Done> write_figures(Connection& db, const IncidentFigures& f) {
  MUSTER_CHECK(write_row(db, f));
  MUSTER_CHECK(write_times(db, f));
  MUSTER_CHECK(db.run("DELETE FROM service_impact WHERE incident = ?", f.incident));
  for (const auto& [service, impact] : f.impact) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO service_impact (incident, service, full_s, partial_s, degraded_s, weighted_s, budget_s, burn_pct)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql",
                        f.incident, service, impact.full_s, impact.partial_s, impact.degraded_s,
                        impact.weighted_s, impact.budget_s, impact.burn_pct));
  }
  MUSTER_CHECK(db.run("DELETE FROM cadence WHERE incident = ?", f.incident));
  for (const auto& [audience, seen] : f.cadence) {
    MUSTER_CHECK(db.run(
        "INSERT INTO cadence (incident, audience, on_time, observations, max_gap_s) VALUES (?, ?, ?, ?, ?)",
        f.incident, audience, seen.on_time, seen.observations, seen.max_gap_s));
  }
  MUSTER_CHECK(db.run("DELETE FROM interruption WHERE incident = ?", f.incident));
  for (const Interruption& one : f.interruptions) {
    MUSTER_CHECK(
        db.run("INSERT OR IGNORE INTO interruption (incident, page, person, at, band) VALUES (?, ?, ?, ?, ?)",
               f.incident, one.page, one.person, one.at, one.band));
  }
  return write_changes(db, f);
}

Result<std::vector<IncidentNumber>> unmeasured_incidents(Connection& db) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT number FROM incident WHERE number NOT IN (SELECT incident FROM incident_figures) ORDER BY number)sql"));
  std::vector<IncidentNumber> numbers;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return numbers;
    numbers.push_back({rows.integer(0)});
  }
}

}  // namespace muster::store

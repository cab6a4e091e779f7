#include "bot/rehearsal/incident_record_codec.hpp"

#include <algorithm>

#include "bot/domain/calendar.hpp"

namespace muster {

namespace {

using nlohmann::json;

json anchors_json(const Anchors& a) {
  return {{"impact_started_at", time_or_null(a.impact_started_at)},
          {"impact_ended_at", time_or_null(a.impact_ended_at)},
          {"detected_at", iso_seconds(a.detected_at)},
          {"declared_at", iso_seconds(a.declared_at)},
          {"own_declared_at", iso_seconds(a.own_declared_at)},
          {"first_page_at", time_or_null(a.first_page_at)},
          {"acknowledged_at", time_or_null(a.acknowledged_at)},
          {"engaged_at", time_or_null(a.engaged_at)},
          {"mitigated_at", time_or_null(a.mitigated_at)},
          {"resolved_at", time_or_null(a.resolved_at)},
          {"closed_at", time_or_null(a.closed_at)}};
}

json kpis_json(const Seen& seen) {
  const IncidentFigures& f = seen.figures;
  return {{"ttd_s", value_of(f.ttd)},
          {"ttd_raw_s", value_of(f.ttd_raw)},
          {"tta_s", value_of(f.tta)},
          {"tte_s", value_of(f.tte)},
          {"ttmob_s", value_of(f.ttmob)},
          {"ttm_s", value_of(f.ttm)},
          {"ttr_impact_s", value_of(f.ttr_impact)},
          {"ttr_declared_s", value_of(f.ttr_declared)},
          {"ttfp_s", value_of(f.ttfp)},
          {"impact_union_s", f.impact_union_s},
          {"change_recovery_s", value_of(f.change_recovery)},
          {"hold_s", f.hold_s},
          {"reopen_count", seen.incident.reopen_count},
          {"regression_count", seen.incident.regression_count}};
}

json states_json(const IncidentFigures& f) {
  json states = json::object();
  for (const State state :
       {State::triage, State::investigating, State::identified, State::fixing, State::monitoring})
    states[std::string{name_of(state)}] = f.time_in_state.contains(state) ? f.time_in_state.at(state) : 0;
  states["resolved_gap"] =
      f.time_in_state.contains(State::resolved) ? f.time_in_state.at(State::resolved) : 0;
  return states;
}

json roles_json(const IncidentFigures& f) {
  json roles = json::object();
  for (const auto& [role, people] : f.time_in_role) {
    for (const auto& [person, seconds] : people) roles[role][person.value] = seconds;
  }
  return roles;
}

json impact_json(const IncidentFigures& f) {
  json all = json::object();
  for (const auto& [service, impact] : f.impact) {
    all[service] = {{"full_s", impact.full_s},
                    {"partial_s", impact.partial_s},
                    {"degraded_s", impact.degraded_s},
                    {"confidentiality_s", impact.confidentiality_s},
                    {"weighted_downtime_s", impact.weighted_s},
                    {"error_budget_s", or_null(impact.budget_s)},
                    {"error_budget_burn_pct", or_null(impact.burn_pct)}};
  }
  return all;
}

// Of each service and calendar month (UTC) that the incident touched.
json availability_json(const Seen& seen, const Policy& policy) {
  json all = json::object();
  const Anchors& a = seen.figures.anchors;
  const Time first = std::min(a.impact_started_at.value_or(a.own_declared_at), a.own_declared_at);
  const Time last =
      std::max(a.impact_ended_at.value_or(a.own_declared_at), a.resolved_at.value_or(a.own_declared_at));
  for (const std::string& service : seen.incident.services) {
    for (Time month = month_begin(first, "UTC"); month <= last; month = next_month_begin(month, "UTC")) {
      const Time end = next_month_begin(month, "UTC");
      const bool counts = counts_in_reports(seen.incident);
      const double down =
          counts ? weighted_downtime(seen.incident.impact(), service, month, end, policy) : 0.0;
      const double whole = std::chrono::duration<double>(end - month).count();
      all[service][local_month(month, "UTC")] = 1.0 - down / whole;
    }
  }
  return all;
}

json cadence_json(const Seen& seen, const Played& played) {
  json all = json::object();
  for (const auto& [audience, cadence] : seen.figures.cadence) {
    json late = json::array();
    for (const Seq seq : cadence.late)
      late.push_back(seq == 0 ? json("missed") : json(played.script_update(seen.incident.number, seq)));
    all[audience] = {{"on_time", cadence.on_time},
                     {"observations", cadence.observations},
                     {"late", late},
                     {"max_gap_s", cadence.max_gap_s}};
  }
  return all;
}

json interruptions_json(const IncidentFigures& f) {
  json all = json::object();
  for (const Interruption& one : f.interruptions) {
    json& person = all[one.person.value];
    if (person.is_null()) person = json::object();
    for (const Band band : {Band::business, Band::off, Band::sleep}) {
      const std::string name{name_of(band)};
      person[name] = person.value(name, 0) + (one.band == band ? 1 : 0);
    }
  }
  return all;
}

json changes_json(const Incident& incident, const std::string& relation) {
  json list = json::array();
  for (const IncidentChange& change : incident.changes) {
    if (change.relation == relation) list.push_back(change.change);
  }
  return list;
}

json pinned_json(const Seen& seen, const std::string& script) {
  json list = json::array();
  for (const Event& event : seen.events) {
    const auto* captured = std::get_if<MessageCaptured>(&event.body);
    if (captured == nullptr || !seen.incident.captured.contains(captured->message)) continue;
    list.push_back(captured->message.message.substr(script.size() + 1));
  }
  return list;
}

}  // namespace

json incident_json(const Seen& seen, const Script& script, const Played& played) {
  const IncidentFigures& f = seen.figures;
  const Policy& policy = played.policy;
  const auto label = [&](const std::optional<Severity>& s) {
    return s ? json(policy.label(s)) : json(nullptr);
  };
  return {{"ref", seen.local},
          {"kind", name_of(seen.incident.kind)},
          {"visibility", name_of(seen.incident.visibility)},
          {"final_state", name_of(seen.incident.state)},
          {"severity_initial", label(seen.incident.initial_severity)},
          {"severity_peak", label(seen.incident.peak_severity)},
          {"severity_final", label(seen.incident.severity)},
          {"anchors", anchors_json(f.anchors)},
          {"detection_source", f.detection_source},
          {"kpis", kpis_json(seen)},
          {"time_in_state_s", states_json(f)},
          {"time_in_severity_s", f.time_in_severity},
          {"time_in_role_s", roles_json(f)},
          {"impact", impact_json(f)},
          {"availability_month", availability_json(seen, policy)},
          {"cadence", cadence_json(seen, played)},
          {"interruptions", interruptions_json(f)},
          {"pages",
           {{"sent", f.pages_sent},
            {"acked", f.pages_acknowledged},
            {"timeout_escalations", f.timeout_escalations}}},
          {"postmortem_due_at", time_or_null(f.postmortem_due_at)},
          {"postmortem_published_at", time_or_null(seen.incident.postmortem_published_at)},
          {"postmortem_on_time", or_null(f.postmortem_on_time)},
          {"decisions", seen.incident.decisions},
          {"pinned_messages", pinned_json(seen, script.id)},
          {"changes_cause", changes_json(seen.incident, "cause")},
          {"changes_remediation", changes_json(seen.incident, "remediation")}};
}

}  // namespace muster

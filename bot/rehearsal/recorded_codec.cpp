#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/domain/figures.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "bot/rehearsal/recorded.hpp"
#include "bot/text/message.hpp"
#include "bot/text/postmortem.hpp"
#include "bot/text/speaker.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

namespace {

using nlohmann::json;

json time_or_null(const std::optional<Time>& at) {
  return at ? json(iso_seconds(*at)) : json(nullptr);
}
json value_of(const Measure& measure) {
  return measure.seconds ? json(*measure.seconds) : json(nullptr);
}
template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

// Everything known about one incident of the script.
struct Seen {
  std::string local;
  Incident incident;
  std::vector<Event> events;
  IncidentFigures figures;
};

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

json cadence_json(const Seen& seen, const Player& player) {
  json all = json::object();
  for (const auto& [audience, cadence] : seen.figures.cadence) {
    json late = json::array();
    for (const Seq seq : cadence.late)
      late.push_back(seq == 0 ? json("missed") : json(player.script_update(seen.incident.number, seq)));
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

json incident_json(const Seen& seen, const Script& script, const Player& player) {
  const IncidentFigures& f = seen.figures;
  const Policy& policy = player.policy();
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
          {"cadence", cadence_json(seen, player)},
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

void add_freeze(json& out, const Seen& seen, Time now) {
  if (seen.incident.freezes.empty()) return;
  const FreezeSpan& first = seen.incident.freezes.front();
  const FreezeSpan& last = seen.incident.freezes.back();
  json refused = json::array();
  json exempt = json::array();
  for (const IncidentChange& change : seen.incident.changes) {
    const bool during = change.started_at && *change.started_at >= first.since &&
                        *change.started_at < last.until.value_or(now);
    if (change.relation == "refused")
      refused.push_back(change.change);
    else if (during)
      exempt.push_back(change.change);
  }
  std::int64_t length = 0;
  for (const FreezeSpan& freeze : seen.incident.freezes)
    length +=
        std::chrono::duration_cast<std::chrono::seconds>(freeze.until.value_or(now) - freeze.since).count();
  out["freeze"] = {{"on_at", iso_seconds(first.since)},
                   {"off_at", time_or_null(last.until)},
                   {"duration_s", length},
                   {"refused", refused},
                   {"exempt", exempt}};
}

// The operations log as it stood when the incident was last touched: what is older has been forgotten since.
OperationsLog operations_then(const std::vector<Event>& operations, const Seen& seen) {
  OperationsLog log;
  for (const Event& event : operations) {
    if (event.recorded_at <= seen.events.back().recorded_at) evolve(log, event);
  }
  return log;
}

void add_candidates(json& out, const Seen& seen, const OperationsLog& operations, const Player& player) {
  if (operations.changes.empty() || seen.incident.kind != Kind::normal) return;
  const auto began = seen.incident.impact_started_at();
  const ChangeCandidates found =
      change_candidates(operations, seen.incident.services, seen.incident.changes,
                        began.value_or(seen.figures.anchors.detected_at),
                        began ? "impact_started_at" : "detected_at", player.policy());
  out["change_candidates"] = {
      {"anchor", found.anchor},
      {"lookback_s",
       std::chrono::duration_cast<std::chrono::seconds>(player.policy().change_lookback).count()},
      {"ranked", found.ranked},
      {"excluded", found.excluded}};
}

void add_vendors(json& out, const Seen& seen, Time now) {
  for (const VendorFigures& f : vendor_figures(seen.incident, seen.figures, now)) {
    out["vendor"].push_back({{"vendor", f.vendor},
                             {"case", f.ref},
                             {"time_to_open_s", value_of(f.time_to_open)},
                             {"response_s", value_of(f.response)},
                             {"sla_response_s", or_null(f.sla_response_s)},
                             {"met", or_null(f.met)},
                             {"time_to_fix_s", value_of(f.time_to_fix)}});
  }
}

void add_cost(json& out, const Seen& seen, const Policy& policy) {
  if (policy.cost.responder_rate_per_hour <= 0 || seen.incident.kind != Kind::normal) return;
  const CostFigures& cost = seen.figures.cost;
  json engaged = json::object();
  for (const auto& [person, seconds] : cost.engaged_s) engaged[person.value] = seconds;
  out["cost"] = {{"currency", policy.cost.currency},
                 {"responder_rate_per_hour", policy.cost.responder_rate_per_hour},
                 {"business_loss_per_weighted_minute", policy.cost.loss_per_weighted_minute},
                 {"engaged_s", engaged},
                 {"responder_cost", cost.responder_cost},
                 {"business_loss", cost.business_loss},
                 {"total", cost.total()}};
}

void add_recovery(json& out, const Seen& seen, const Policy& policy) {
  for (const auto& [service, f] : recovery_figures(seen.incident, policy)) {
    out["recovery"][service] = {{"rta_s", value_of(f.rta)},      {"rto_s", or_null(f.rto_s)},
                                {"rto_met", or_null(f.rto_met)}, {"rpa_s", value_of(f.rpa)},
                                {"rpo_s", or_null(f.rpo_s)},     {"rpo_met", or_null(f.rpo_met)}};
  }
}

void add_clocks(json& out, const Seen& seen, const Policy& policy) {
  for (const ClockFigures& clock : clock_figures(seen.incident, policy)) {
    out["clocks"].push_back({{"regime", clock.regime},
                             {"obligation", clock.duty},
                             {"anchor_at", iso_seconds(clock.anchor_at)},
                             {"due_at", iso_seconds(clock.due_at)},
                             {"submitted_at", time_or_null(clock.submitted_at)},
                             {"met", clock.met()}});
  }
}

// The script's name of the page or update an event is.
std::string script_name(const Event& event, const Script& script, const Player& player) {
  if (std::holds_alternative<UpdatePosted>(event.body))
    return player.script_update(event.incident, event.seq);
  const auto* page = std::get_if<PersonPaged>(&event.body);
  if (page == nullptr) return {};
  for (const auto& [key, id] : player.ids()) {
    if (id == page->page && key.starts_with(script.id + "/")) return key.substr(script.id.size() + 1);
  }
  return {};
}

// What a drill or test stays out of.
Result<Done> add_exclusions(json& out, const Seen& seen, const Script& script, const Player& player,
                            const People& people) {
  if (counts_in_reports(seen.incident)) return Done{};
  out["excluded_from"] = {"incident volume",     "MTTx",          "availability", "error budget",
                          "change failure rate", "on-call health"};
  if (seen.incident.kind != Kind::drill) return Done{};
  // Of what went out about its pages and updates, the ones that carry the mark in every message.
  MUSTER_TRY(const Speaker speaker, Speaker::create(player.policy()));
  const Scene scene{player.now(), player.policy(), people};
  std::map<std::string, bool> marked;
  for (const Sent& sent : player.sent()) {
    if (sent.incident != seen.incident.number) continue;
    const auto about = std::ranges::find(seen.events, sent.about, &Event::seq);
    if (about == seen.events.end()) continue;
    const std::string name = script_name(*about, script, player);
    if (name.empty()) continue;
    MUSTER_TRY(const Message message, speaker.speak(sent.wording, seen.incident, *about, scene));
    const bool has_mark = plain_text(message).find("[DRILL]") != std::string::npos;
    const auto known = marked.try_emplace(name, has_mark).first;
    known->second = known->second && has_mark;
  }
  json prefixed = json::array();
  for (const auto& [name, has_mark] : marked) {
    if (has_mark) prefixed.push_back(name);
  }
  out["drill_prefix_required"] = prefixed;
  return Done{};
}

Result<Done> add_words(json& out, const Seen& seen, const Script& script, const Player& player,
                       const People& people) {
  for (const TimelineEntry& entry : timeline(seen.events, player.policy(), people)) {
    out["timeline_must_include"].push_back({{"at", iso_seconds(entry.at)},
                                            {"type", entry.type},
                                            {"text", entry.text},
                                            {"incident", seen.local}});
  }
  const std::string form = seen.incident.kind == Kind::drill ? "drill" : "full";
  const auto draft = draft_postmortem(
      PostmortemRequest{form, seen.incident, seen.events, player.policy(), people, player.now()},
      [](std::string_view text) { return net::sha256_hex(text); });
  if (!draft) return std::unexpected(draft.error());
  static_cast<void>(script);
  json sections = json::array();
  for (std::size_t at = draft->find("<!-- muster:begin "); at != std::string::npos;
       at = draft->find("<!-- muster:begin ", at + 1)) {
    const std::size_t begin = at + 18;
    sections.push_back(draft->substr(begin, draft->find(' ', begin) - begin));
  }
  out["postmortem"]["sections_required"] = sections;
  out["postmortem"]["template_facts"].push_back(*draft);
  return Done{};
}

}  // namespace

Result<std::string> recorded_json(const Script& script, const Player& player, Reader& reader) {
  json out = json::object();
  out["incidents"] = json::array();
  People people;
  for (const Person& person : player.policy().people) people.put(person);
  std::set<std::string> locals;
  for (const Step& step : script.steps) {
    if (!step.incident.empty()) locals.insert(step.incident);
  }
  std::vector<Seen> all;
  for (const std::string& local : locals) {
    const IncidentNumber number = player.number_of(script.id, local);
    if (!number.exists()) continue;
    MUSTER_TRY(std::vector<Event> events, reader.events(number));
    all.push_back({local, fold(events), std::move(events), {}});
  }
  for (Seen& seen : all) {
    std::vector<const Incident*> family;
    for (const Seen& other : all) {
      if (other.incident.merged_into == seen.incident.number) family.push_back(&other.incident);
    }
    seen.figures = figures(seen.incident, family, player.policy(), people, player.now());
  }
  MUSTER_TRY(const std::vector<Event> operations, reader.events(kOperations));
  for (const Seen& seen : all) {
    out["incidents"].push_back(incident_json(seen, script, player));
    add_freeze(out, seen, player.now());
    add_candidates(out, seen, operations_then(operations, seen), player);
    add_vendors(out, seen, player.now());
    add_cost(out, seen, player.policy());
    add_recovery(out, seen, player.policy());
    add_clocks(out, seen, player.policy());
    MUSTER_CHECK(add_exclusions(out, seen, script, player, people));
    MUSTER_CHECK(add_words(out, seen, script, player, people));
  }
  return out.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace muster

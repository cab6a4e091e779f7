#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/domain/figures.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "bot/rehearsal/incident_record_codec.hpp"
#include "bot/rehearsal/recorded.hpp"
#include "bot/text/message.hpp"
#include "bot/text/postmortem.hpp"
#include "bot/text/speaker.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

namespace {

using nlohmann::json;

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

void add_candidates(json& out, const Seen& seen, const OperationsLog& operations, const Played& played) {
  if (operations.changes.empty() || seen.incident.kind != Kind::normal) return;
  const auto began = seen.incident.impact_started_at();
  const ChangeCandidates found =
      change_candidates(operations, seen.incident.services, seen.incident.changes,
                        began.value_or(seen.figures.anchors.detected_at),
                        began ? "impact_started_at" : "detected_at", played.policy);
  out["change_candidates"] = {
      {"anchor", found.anchor},
      {"lookback_s", std::chrono::duration_cast<std::chrono::seconds>(played.policy.change_lookback).count()},
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
std::string script_name(const Event& event, const Script& script, const Played& played) {
  if (std::holds_alternative<UpdatePosted>(event.body))
    return played.script_update(event.incident, event.seq);
  const auto* page = std::get_if<PersonPaged>(&event.body);
  if (page == nullptr) return {};
  for (const auto& [key, id] : played.ids()) {
    if (id == page->page && key.starts_with(script.id + "/")) return key.substr(script.id.size() + 1);
  }
  return {};
}

// What a drill or test stays out of.
Result<Done> add_exclusions(json& out, const Seen& seen, const Script& script, const Played& played,
                            const People& people) {
  if (counts_in_reports(seen.incident)) return Done{};
  out["excluded_from"] = {"incident volume",     "MTTx",          "availability", "error budget",
                          "change failure rate", "on-call health"};
  if (seen.incident.kind != Kind::drill) return Done{};
  // Of what went out about its pages and updates, the ones that carry the mark in every message.
  MUSTER_TRY(const Speaker speaker, Speaker::create(played.policy));
  const Scene scene{played.now, played.policy, people};
  std::map<std::string, bool> marked;
  for (const Sent& sent : played.sent) {
    if (sent.incident != seen.incident.number) continue;
    const auto about = std::ranges::find(seen.events, sent.about, &Event::seq);
    if (about == seen.events.end()) continue;
    const std::string name = script_name(*about, script, played);
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

Result<Done> add_words(json& out, const Seen& seen, const Played& played, const People& people) {
  for (const TimelineEntry& entry : timeline(seen.events, played.policy, people)) {
    out["timeline_must_include"].push_back({{"at", iso_seconds(entry.at)},
                                            {"type", entry.type},
                                            {"text", entry.text},
                                            {"incident", seen.local}});
  }
  const std::string form = seen.incident.kind == Kind::drill ? "drill" : "full";
  const auto draft =
      draft_postmortem(PostmortemRequest{form, seen.incident, seen.events, played.policy, people, played.now},
                       [](std::string_view text) { return net::sha256_hex(text); });
  if (!draft) return std::unexpected(draft.error());
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

Result<std::string> recorded_json(const Script& script, const Played& played, Reader& reader) {
  json out = json::object();
  out["incidents"] = json::array();
  People people;
  for (const Person& person : played.policy.people) people.put(person);
  std::set<std::string> locals;
  for (const Step& step : script.steps) {
    if (!step.incident.empty()) locals.insert(step.incident);
  }
  std::vector<Seen> all;
  for (const std::string& local : locals) {
    const IncidentNumber number = played.number_of(script.id, local);
    if (!number.exists()) continue;
    MUSTER_TRY(std::vector<Event> events, reader.events(number));
    all.push_back({local, fold(events), std::move(events), {}});
  }
  for (Seen& seen : all) {
    const auto find = [&](IncidentNumber number) -> const Incident* {
      const auto found = std::ranges::find(all, number, [](const Seen& one) { return one.incident.number; });
      return found == all.end() ? nullptr : &found->incident;
    };
    seen.figures = figures(seen.incident, family_of(seen.incident, find), played.policy, people, played.now);
  }
  MUSTER_TRY(const std::vector<Event> operations, reader.events(kOperations));
  for (const Seen& seen : all) {
    out["incidents"].push_back(incident_json(seen, script, played));
    add_freeze(out, seen, played.now);
    add_candidates(out, seen, operations_then(operations, seen), played);
    add_vendors(out, seen, played.now);
    add_cost(out, seen, played.policy);
    add_recovery(out, seen, played.policy);
    add_clocks(out, seen, played.policy);
    MUSTER_CHECK(add_exclusions(out, seen, script, played, people));
    MUSTER_CHECK(add_words(out, seen, played, people));
  }
  return out.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace muster

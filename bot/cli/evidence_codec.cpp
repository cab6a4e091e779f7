#include "bot/cli/evidence_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/cli/time_codec.hpp"
#include "bot/domain/figures.hpp"
#include "bot/net/json.hpp"

namespace muster::cli {

namespace {

using nlohmann::json;

// What the event approves or overrides; null when it does neither.
json approval_of(const Event& event) {
  if (const auto* postmortem = std::get_if<PostmortemChanged>(&event.body)) {
    if (postmortem->to == PostmortemState::draft || postmortem->to == PostmortemState::none) return nullptr;
    return {{"what", "postmortem " + std::string{name_of(postmortem->to)}}, {"reason", postmortem->reason}};
  }
  if (const auto* state = std::get_if<StateChanged>(&event.body)) {
    if (state->despite.empty()) return nullptr;
    return {{"what", "override: " + std::string{name_of(state->to)}}, {"reason", state->despite}};
  }
  if (const auto* refused = std::get_if<CommandRefused>(&event.body))
    return {{"what", "refused: " + refused->verb}, {"reason", refused->reason}};
  return nullptr;
}

// muster itself stands for a caller nobody knows.
void add_who(json& one, const Actor& actor, const People& people) {
  if (actor.kind == ActorKind::person) {
    one["person"] = actor.id;
    one["name"] = people.name_of(actor.person());
  } else if (actor.kind == ActorKind::rule) {
    one["system"] = actor.id;
  }
}

void add(json& one, const SignedIn& access) {
  one["what"] = access.out ? "signed_out" : "signed_in";
  one["where"] = access.where;
  one["session"] = access.session;
}

// What is empty is left out.
void add(json& one, const AccessRecorded& access, const People& people) {
  one["what"] = name_of(access.kind);
  if (!access.what.empty()) one["of"] = access.what;
  if (access.incident.exists()) one["incident"] = access.incident.value;
  if (!access.why.empty()) one["why"] = access.why;
  if (!access.address.empty()) one["address"] = access.address;
  if (!access.person.empty()) one["for"] = people.name_of(access.person);
  if (access.left_out > 0) one["left_out_before"] = access.left_out;
}

}  // namespace

std::string manifest_json(const EvidenceManifest& manifest) {
  json files = json::array();
  for (const EvidenceManifest::File& file : manifest.files)
    files.push_back({{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  return net::dump_json({{"format", "muster-evidence/1"},
                         {"muster", MUSTER_VERSION},
                         {"from", manifest.from},
                         {"to", manifest.to},
                         {"made_at", manifest.made_at},
                         {"includes_private", manifest.includes_private},
                         {"files", files}}) +
         "\n";
}

Result<EvidenceManifest> parse_manifest(std::string_view text) {
  MUSTER_TRY(const json parsed,
             net::parse_json(text, {.max_bytes = 64UL * 1024 * 1024, .max_nodes = 1000000}));
  if (net::text(parsed, "format") != "muster-evidence/1")
    return fail(ErrorKind::invalid, "manifest.json is not of an evidence export of muster");
  EvidenceManifest manifest;
  manifest.from = net::text(parsed, "from");
  manifest.to = net::text(parsed, "to");
  manifest.made_at = net::text(parsed, "made_at");
  for (const json& file : net::member(parsed, "files")) {
    manifest.files.push_back({net::text(file, "path"), net::text(file, "sha256"),
                              static_cast<std::size_t>(net::integer(file, "bytes").value_or(0))});
  }
  return manifest;
}

std::string incidents_evidence(const std::vector<Incident>& incidents, const Policy& policy) {
  json list = json::array();
  for (const Incident& incident : incidents) {
    list.push_back(
        {{"incident", incident.number.value},
         {"title", incident.title},
         {"kind", name_of(incident.kind)},
         {"visibility", name_of(incident.visibility)},
         {"state", name_of(incident.state)},
         {"peak_severity", incident.peak_severity ? json(policy.label(incident.peak_severity)) : json()},
         {"services", incident.services},
         {"cause_tag", incident.cause_tag},
         {"declared_at", iso_seconds(incident.declared_at)},
         {"resolved_at", time_or_null(incident.resolved_at)},
         {"closed_at", time_or_null(incident.closed_at)},
         {"postmortem", name_of(incident.postmortem)},
         {"postmortem_due_at", time_or_null(postmortem_due_at(incident, policy))},
         {"postmortem_published_at", time_or_null(incident.postmortem_published_at)},
         {"entries", incident.last_seq},
         {"head_hash", incident.head_hash}});
  }
  return net::dump_json(list) + "\n";
}

std::string approvals_evidence(const std::vector<Event>& events, const People& people) {
  json list = json::array();
  for (const Event& event : events) {
    json approval = approval_of(event);
    if (approval.is_null()) continue;
    approval["incident"] = event.incident.value;
    approval["entry"] = event.seq;
    approval["at"] = iso_seconds(event.recorded_at);
    approval["by"] = event.actor.id;
    approval["by_name"] =
        event.actor.kind == ActorKind::person ? people.name_of(event.actor.person()) : event.actor.id;
    list.push_back(std::move(approval));
  }
  return net::dump_json(list) + "\n";
}

std::string actions_evidence(const std::vector<Incident>& incidents, const People& people) {
  json list = json::array();
  for (const Incident& incident : incidents) {
    for (const ActionItem& action : incident.actions) {
      list.push_back({{"incident", incident.number.value},
                      {"action", action.id},
                      {"title", action.title},
                      {"owner", action.owner.empty() ? json() : json(people.name_of(action.owner))},
                      {"priority", action.priority},
                      {"type", action.type},
                      {"added_at", iso_seconds(action.added_at)},
                      {"first_due", time_or_null(action.first_due)},
                      {"due", time_or_null(action.due)},
                      {"done_at", time_or_null(action.done_at)}});
    }
  }
  return net::dump_json(list) + "\n";
}

std::string access_evidence(const std::vector<Event>& log, const report::Period& period, const People& people,
                            const std::function<bool(IncidentNumber)>& hidden) {
  std::vector<const Event*> told;
  for (const Event& event : log) {
    const auto* access = std::get_if<AccessRecorded>(&event.body);
    const bool is_told = access != nullptr ? !access->incident.exists() || !hidden(access->incident)
                                           : std::holds_alternative<SignedIn>(event.body);
    if (is_told && period.has(event.recorded_at)) told.push_back(&event);
  }
  // The clock may have been set back.
  std::ranges::sort(told, {}, [](const Event* event) { return std::pair{event->recorded_at, event->seq}; });
  json list = json::array();
  for (const Event* event : told) {
    json one{{"at", iso_seconds(event->recorded_at)}, {"through", event->source}, {"entry", event->seq}};
    add_who(one, event->actor, people);
    if (const auto* signed_in = std::get_if<SignedIn>(&event->body))
      add(one, *signed_in);
    else
      add(one, std::get<AccessRecorded>(event->body), people);
    list.push_back(std::move(one));
  }
  return net::dump_json(list) + "\n";
}

std::string configuration_evidence(const std::vector<Event>& log, const report::Period& period) {
  json list = json::array();
  for (const Event& event : log) {
    const auto* read = std::get_if<ConfigurationRead>(&event.body);
    if (read == nullptr || event.recorded_at >= period.to) continue;
    if (event.recorded_at <= period.from) list.clear();  // a later one was in force when it began
    list.push_back({{"in_force_since", iso_seconds(event.recorded_at)},
                    {"sha256", read->sha256},
                    {"muster", read->version},
                    {"muster_yaml", read->text},
                    {"entry", event.seq}});
  }
  return net::dump_json(list) + "\n";
}

}  // namespace muster::cli

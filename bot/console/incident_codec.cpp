#include "bot/console/incident_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/message_codec.hpp"
#include "bot/text/words.hpp"

namespace muster::console {

namespace {

using nlohmann::json;

json time_json(const std::optional<Time>& t) {
  return t ? json(iso_seconds(*t)) : json(nullptr);
}

json person_json(const std::optional<PersonId>& person, const People& people) {
  if (!person || person->empty()) return nullptr;
  return {{"id", person->value}, {"name", people.name_of(*person)}};
}

std::string name_or_nothing(const PersonId& person, const People& people) {
  return person.empty() ? std::string{} : people.name_of(person);
}

std::string author_name(const Actor& actor, const People& people) {
  return actor.kind == ActorKind::person ? people.name_of(actor.person()) : actor.id;
}

// Pages nobody has acknowledged, for the banner of whoever is asked for.
json waiting_pages_json(const Incident& incident, const People& people) {
  json out = json::array();
  if (!incident.is_open()) return out;
  for (const PageRecord& page : incident.pages) {
    if (page.acknowledged_at) continue;
    json asked = json::array();
    for (const PersonId& person : page.people) asked.push_back(person_json(person, people));
    out.push_back({{"id", page.id},
                   {"people", std::move(asked)},
                   {"text", page.text},
                   {"sent_at", iso_seconds(page.sent_at)}});
  }
  return out;
}

json incident_json(const Incident& incident, const Policy& policy, const People& people) {
  const auto room = incident.rooms.find("console");
  json out = {{"number", incident.number.value},
              {"title", incident.title},
              {"severity", nullptr},
              {"severity_level", nullptr},
              {"state", name_of(incident.state)},
              {"kind", name_of(incident.kind)},
              {"private", incident.visibility == Visibility::private_},
              {"open", incident.is_open()},
              {"declared_at", iso_seconds(incident.declared_at)},
              {"began_at", iso_seconds(began_at(incident))},
              {"state_since", iso_seconds(incident.state_since)},
              {"resolved_at", time_json(incident.resolved_at)},
              {"commander", person_json(incident.commander(), people)},
              {"services", incident.services},
              {"room", room == incident.rooms.end() ? "" : room->second.place.room},
              {"next_update_due", time_json(incident.next_update_due())},
              {"pages_waiting", waiting_pages_json(incident, people)},
              {"postmortem", name_of(incident.postmortem)}};
  if (incident.severity) {
    out["severity"] = policy.label(incident.severity);
    out["severity_level"] = incident.severity->level;
  }
  return out;
}

json roles_json(const Incident& incident, const Policy& policy, const People& people) {
  json roles = json::array();
  for (const RoleRule& rule : policy.roles)
    roles.push_back(
        {{"role", rule.id}, {"name", rule.name}, {"person", person_json(incident.holder(rule.id), people)}});
  return roles;
}

json impact_json(const Incident& incident) {
  json out = json::array();
  for (const ImpactInterval& interval : incident.impact()) {
    out.push_back({{"service", interval.service},
                   {"level", name_of(interval.level)},
                   {"start", iso_seconds(interval.start)},
                   {"end", time_json(interval.end)}});
  }
  return out;
}

json updates_json(const Incident& incident, const People& people) {
  json out = json::array();
  for (const StatusUpdate& update : incident.updates) {
    out.push_back({{"seq", update.seq},
                   {"at", iso_seconds(update.at)},
                   {"by", author_name(update.by, people)},
                   {"audiences", update.audiences},
                   {"text", update.text},
                   {"state", name_of(update.state)},
                   {"next_at", time_json(update.next_at)}});
  }
  return out;
}

json tasks_json(const Incident& incident, const People& people) {
  json out = json::array();
  for (const TaskRecord& task : incident.tasks) {
    out.push_back({{"id", task.id},
                   {"text", task.text},
                   {"owner", name_or_nothing(task.owner, people)},
                   {"due", time_json(task.due)},
                   {"done_at", time_json(task.done_at)}});
  }
  return out;
}

json actions_json(const Incident& incident, const People& people) {
  json out = json::array();
  for (const ActionItem& item : incident.actions) {
    out.push_back({{"id", item.id},
                   {"title", item.title},
                   {"owner", name_or_nothing(item.owner, people)},
                   {"due", time_json(item.due)},
                   {"priority", item.priority},
                   {"done_at", time_json(item.done_at)}});
  }
  return out;
}

json pages_json(const Incident& incident, const Policy& policy, const People& people) {
  json out = json::array();
  for (const PageRecord& page : incident.pages) {
    json names = json::array();
    for (const PersonId& person : page.people) names.push_back(people.name_of(person));
    out.push_back({{"id", page.id},
                   {"target", target_name(page.target, policy, people)},
                   {"people", std::move(names)},
                   {"text", page.text},
                   {"sent_at", iso_seconds(page.sent_at)},
                   {"acknowledged_at", time_json(page.acknowledged_at)}});
  }
  return out;
}

json links_json(const Incident& incident) {
  json out = json::array();
  for (const LinkAdded& link : incident.links)
    out.push_back({{"ref", link.ref}, {"title", link.title}, {"relation", link.relation}});
  return out;
}

json entry_json(const TimelineEntry& entry) {
  json files = json::array();
  for (const FileReference& file : entry.files) files.push_back({{"name", file.name}, {"link", file.link}});
  return {{"seq", entry.seq},
          {"at", iso_seconds(entry.at)},
          {"recorded_at", iso_seconds(entry.recorded_at)},
          {"type", entry.type},
          {"who", entry.who},
          {"text", entry.text},
          {"back_dated", entry.back_dated},
          {"revised", entry.revised},
          {"housekeeping", entry.housekeeping},
          {"files", std::move(files)},
          {"link", entry.link}};
}

}  // namespace

std::string incidents_json(const std::vector<std::shared_ptr<const Incident>>& incidents,
                           IncidentNumber older, const Policy& policy, const People& people) {
  json out = {{"incidents", json::array()}, {"older", older.value}};
  for (const auto& incident : incidents) out["incidents"].push_back(incident_json(*incident, policy, people));
  return net::dump_json(out);
}

std::string incident_page_json(const Incident& incident, const Message& card, const Policy& policy,
                               const People& people) {
  json out = incident_json(incident, policy, people);
  out["description"] = incident.description;
  out["card"] = message_json(card, people);
  out["roles"] = roles_json(incident, policy, people);
  out["impact"] = impact_json(incident);
  out["updates"] = updates_json(incident, people);
  out["tasks"] = tasks_json(incident, people);
  out["actions"] = actions_json(incident, people);
  out["pages"] = pages_json(incident, policy, people);
  out["links"] = links_json(incident);
  out["head_hash"] = incident.head_hash;
  return net::dump_json(out);
}

std::string timeline_json(const std::vector<TimelineEntry>& entries) {
  json out = {{"entries", json::array()}};
  for (const TimelineEntry& entry : entries) out["entries"].push_back(entry_json(entry));
  return net::dump_json(out);
}

namespace {

nlohmann::json quality_value(const Quality& quality) {
  nlohmann::json value{{"score", quality.score},
                       {"items", nlohmann::json::array()},
                       {"language", nlohmann::json::array()},
                       {"actions", nlohmann::json::array()}};
  for (const QualityItem& item : quality.items) {
    value["items"].push_back({{"id", item.id},
                              {"text", item.text},
                              {"weight", item.weight},
                              {"holds", item.holds},
                              {"advice", item.advice}});
  }
  for (const LintFinding& finding : quality.language) {
    value["language"].push_back({{"rule", finding.rule},
                                 {"line", finding.line},
                                 {"words", finding.words},
                                 {"advice", finding.advice},
                                 {"blocks", finding.blocks}});
  }
  for (const ActionFinding& finding : quality.actions) {
    value["actions"].push_back({{"rule", finding.rule},
                                {"action", finding.action},
                                {"what", finding.what},
                                {"advice", finding.advice}});
  }
  return value;
}

}  // namespace

std::string postmortem_json(const Postmortem& postmortem) {
  return net::dump_json({{"state", name_of(postmortem.state)},
                         {"form", postmortem.form},
                         {"markdown", postmortem.markdown},
                         {"html", postmortem.html},
                         {"version", postmortem.version},
                         {"quality", quality_value(postmortem.quality)}});
}

}  // namespace muster::console

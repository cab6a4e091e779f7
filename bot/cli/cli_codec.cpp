#include "bot/cli/cli_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/cli/time_codec.hpp"
#include "bot/net/json.hpp"

namespace muster::cli {

namespace {

using nlohmann::json;

json incident_value(const Incident& incident, const Policy& policy, const People& people) {
  const auto commander = incident.commander();
  return {{"incident", to_string(incident.number)},
          {"title", incident.title},
          {"severity", incident.severity ? json(policy.label(incident.severity)) : json(nullptr)},
          {"state", name_of(incident.state)},
          {"kind", name_of(incident.kind)},
          {"visibility", name_of(incident.visibility)},
          {"declared_at", iso_seconds(incident.declared_at)},
          {"resolved_at", time_or_null(incident.resolved_at)},
          {"commander", commander ? json(people.name_of(*commander)) : json(nullptr)},
          {"services", incident.services},
          {"next_update_due", time_or_null(incident.next_update_due())},
          {"postmortem", name_of(incident.postmortem)},
          {"head_hash", incident.head_hash}};
}

}  // namespace

std::string incidents_json(const std::vector<Incident>& incidents, const Policy& policy,
                           const People& people) {
  json list = json::array();
  for (const Incident& incident : incidents) list.push_back(incident_value(incident, policy, people));
  return net::dump_json({{"incidents", list}});
}

std::string timeline_json(const Incident& incident, const std::vector<TimelineEntry>& entries) {
  json list = json::array();
  for (const TimelineEntry& entry : entries) {
    list.push_back({{"seq", entry.seq},
                    {"at", iso_seconds(entry.at)},
                    {"recorded_at", iso_seconds(entry.recorded_at)},
                    {"type", entry.type},
                    {"who", entry.who},
                    {"text", entry.text},
                    {"back_dated", entry.back_dated},
                    {"revised", entry.revised}});
  }
  return net::dump_json(
      {{"incident", to_string(incident.number)}, {"head_hash", incident.head_hash}, {"entries", list}});
}

std::string postmortem_json(const Incident& incident, const std::string& markdown) {
  return net::dump_json({{"incident", to_string(incident.number)},
                         {"state", name_of(incident.postmortem)},
                         {"markdown", markdown}});
}

std::string verify_json(const VerifyReport& report) {
  return net::dump_json({{"ok", report.problems.empty()},
                         {"incidents", report.incidents},
                         {"events", report.events},
                         {"register_head", report.register_head},
                         {"problems", report.problems}});
}

std::string findings_json(const std::vector<Finding>& findings) {
  json list = json::array();
  bool all = true;
  for (const Finding& finding : findings) {
    all = all && finding.ok;
    list.push_back({{"ok", finding.ok}, {"what", finding.what}, {"fix", finding.fix}});
  }
  return net::dump_json({{"ok", all}, {"findings", list}});
}

std::string package_json(const std::string& file, const std::string& app_id, const std::string& version) {
  return net::dump_json({{"package", file}, {"app_id", app_id}, {"version", version}});
}

std::string done_json(const std::string& name, const std::string& value) {
  return net::dump_json({{name, value}});
}

}  // namespace muster::cli

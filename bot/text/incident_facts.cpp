#include "bot/text/incident_facts.hpp"

#include <algorithm>
#include <set>

#include "bot/base/utf8.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

void add_when(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  sheet.pieces("since", moment_piece(incident.state_since, scene));
  sheet.pieces("declared_at", moment_piece(incident.declared_at, scene));
  sheet.text("declared_by", actor_name(incident.declared_by, scene.people));
  const auto impact_start = incident.impact_started_at();
  const auto started = impact_start ? impact_start : incident.started_at;
  if (started) sheet.pieces("started", moment_piece(*started, scene));
  const Time begin = started.value_or(incident.declared_at);
  sheet.text("elapsed", spoken(scene.now - begin));
  if (incident.resolved_at) sheet.text("duration", spoken(*incident.resolved_at - begin));
  if (const auto due = incident.next_update_due()) sheet.pieces("next_update", moment_piece(*due, scene));
  for (const auto& [audience, promise] : incident.promises) {
    if (!promise.due) continue;
    FactSheet& row = sheet.row("promises");
    row.text("audience", audience_name(audience, scene.policy));
    row.pieces("due", moment_piece(*promise.due, scene));
  }
}

void add_roles(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  if (const auto commander = incident.commander()) sheet.pieces("commander", person_piece(*commander, scene));
  for (const RoleRule& rule : scene.policy.roles) {
    std::vector<PersonId> holders;
    for (const RoleTerm& term : incident.role_terms) {
      if (term.role == rule.id && !term.until) holders.push_back(term.person);
    }
    if (holders.empty()) continue;
    for (const char* list : {"roles", "role_lines"}) {
      // role_lines leaves the commander out: cards show that line anyway.
      if (std::string_view{list} == "role_lines" && rule.id == kIncidentCommander) continue;
      FactSheet& row = sheet.row(list);
      row.text("role", rule.name);
      row.pieces("person", people_pieces(holders, scene));
      if (std::string_view{list} == "roles") row.text("duty", rule.duty);
    }
  }
}

// Services of the incident and those that impact was recorded for.
std::vector<std::string> hit_services(const Incident& incident) {
  std::vector<std::string> ids = incident.services;
  for (const ImpactEntry& entry : incident.impact_entries) {
    if (std::ranges::find(ids, entry.service) == ids.end()) ids.push_back(entry.service);
  }
  return ids;
}

void add_services(FactSheet& sheet, const Incident& incident, const Policy& policy) {
  const std::vector<std::string> ids = hit_services(incident);
  std::vector<std::string> lines;
  for (const std::string& id : ids) {
    std::string line = markup::escape(service_name(id, policy));
    const Service* service = policy.service(id);
    if (service != nullptr && may_link(service->runbook))
      line += " (" + markup::link(service->runbook, "runbook") + ")";
    lines.push_back(line);
  }
  sheet.pieces("services", joined(lines, ", "));
  sheet.text("service_names", in_words(service_names(ids, policy)));
}

void add_impact(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  std::vector<std::string> lines;
  std::vector<std::string> over;
  for (const ImpactInterval& interval : incident.impact()) {
    const std::string what =
        markup::escape(service_name(interval.service, scene.policy) + " " + say_level(interval.level));
    if (interval.end) {
      over.push_back(what + " " + moment_piece(interval.start, scene) + " to " +
                     moment_piece(*interval.end, scene));
    } else {
      lines.push_back(what + " since " + moment_piece(interval.start, scene));
    }
  }
  // While it goes on, what is over matters less than what is not.
  const std::vector<std::string>& shown = lines.empty() ? over : lines;
  sheet.pieces("impact", joined(shown, "; "));
  for (const std::string& line : shown) sheet.row("impact_lines").pieces("line", line);
  std::optional<Time> begin = incident.impact_started_at();
  std::optional<Time> end;
  for (const ImpactInterval& interval : incident.impact()) {
    if (interval.end && (!end || *interval.end > *end)) end = interval.end;
  }
  if (begin && end && !incident.impact_open()) sheet.text("impact_duration", spoken(*end - *begin));
}

void add_places(FactSheet& sheet, const Incident& incident, const Policy& policy) {
  std::vector<std::string> rooms;
  for (const auto& [platform, room] : incident.rooms) rooms.push_back(markup::room(room.place, room.name));
  sheet.pieces("rooms", joined(rooms, ", "));
  std::vector<std::string> links;
  for (const LinkAdded& link : incident.links) {
    const std::string relation = link.relation.empty() ? "" : markup::escape(link.relation + ": ");
    links.push_back(relation + markup::link(link.ref, link.title.empty() ? link.ref : link.title));
  }
  sheet.pieces("links", joined(links, " · "));
  if (may_link(incident.source_link))
    sheet.pieces("source_link", markup::link(incident.source_link, "the message"));
  const std::string page = console_page(incident, policy);
  if (page.empty()) return;
  sheet.pieces("console", markup::link(page, "Open in the console"));
  sheet.pieces("document", markup::link(page + "/postmortem", "Open it in the console"));
}

void add_work(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  for (const TaskRecord& task : incident.tasks) {
    if (task.done_at) continue;
    FactSheet& row = sheet.row("open_tasks");
    row.text("task", task.id);
    row.text("text", task.text);
    if (!task.owner.empty()) row.pieces("owner", person_piece(task.owner, scene));
    if (task.due) row.pieces("due", moment_piece(*task.due, scene));
  }
  for (const PageRecord& page : incident.pages) {
    if (page.acknowledged_at) continue;
    FactSheet& row = sheet.row("pages_open");
    row.text("page", page.id);
    row.text("target", target_name(page.target, scene.policy, scene.people));
    row.pieces("since", moment_piece(page.sent_at, scene));
  }
  if (!incident.updates.empty()) {
    sheet.text("last_update", incident.updates.back().text);
    sheet.pieces("last_update_at", moment_piece(incident.updates.back().at, scene));
  }
}

// What else is under way: vendors, clocks, freezes and holds.
void add_obligations(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  for (const VendorCase& open : incident.vendor_cases) {
    if (open.fixed_at || open.closed_at) continue;
    FactSheet& row = sheet.row("vendors_open");
    row.text("vendor", open.vendor);
    row.text("case_id", open.ref);
    row.pieces("since", moment_piece(open.opened_at, scene));
    row.flag("answered", open.responded_at.has_value());
  }
  for (const ClockFigures& clock : clock_figures(incident, scene.policy)) {
    if (clock.submitted_at) continue;
    FactSheet& row = sheet.row("clocks_open");
    row.text("duty", clock.regime + " " + clock.duty);
    row.pieces("due", moment_piece(clock.due_at, scene));
  }
  sheet.flag("frozen",
             std::ranges::any_of(incident.freezes, [](const FreezeSpan& freeze) { return !freeze.until; }));
  if (const Hold* hold = incident.hold()) sheet.text("hold", hold->reason);
  if (incident.legal_hold) sheet.text("legal_hold", incident.legal_hold->reason);
}

void add_flags(FactSheet& sheet, const Incident& incident, const Policy& policy) {
  const bool is_private = incident.visibility == Visibility::private_;
  sheet.flag("private", is_private);
  sheet.flag("public_", !is_private);
  sheet.flag("drill", incident.kind == Kind::drill);
  sheet.flag("test", incident.kind == Kind::test);
  sheet.flag("open", incident.is_open());
  sheet.flag("ended", !incident.is_open());
  sheet.flag("triage", incident.state == State::triage);
  sheet.flag("resolved", incident.state == State::resolved);
  const SeverityRule* peak = incident.peak_severity ? policy.severity(*incident.peak_severity) : nullptr;
  sheet.flag("postmortem_required", peak != nullptr && peak->postmortem_required &&
                                        incident.kind == Kind::normal &&
                                        incident.postmortem != PostmortemState::published &&
                                        incident.postmortem != PostmortemState::waived);
  sheet.text("postmortem_state", say_state(incident.postmortem));
}

}  // namespace

void add_incident_facts(FactSheet& sheet, const Incident& incident, const Scene& scene) {
  sheet.text("number", to_string(incident.number));
  sheet.text("title", incident.title);
  sheet.text("description", shorten(incident.description, 600));
  sheet.text("severity", incident.severity ? scene.policy.label(incident.severity) : "No severity yet");
  const SeverityRule* rule = incident.severity ? scene.policy.severity(*incident.severity) : nullptr;
  sheet.text("severity_meaning", rule == nullptr ? "" : rule->meaning);
  sheet.text("state", title_case(incident.state));
  sheet.text("command", scene.policy.command);
  sheet.text("organisation", scene.policy.organisation);
  if (incident.visibility == Visibility::private_)
    sheet.pieces("members", people_pieces(incident.members, scene));
  add_when(sheet, incident, scene);
  add_roles(sheet, incident, scene);
  add_services(sheet, incident, scene.policy);
  add_impact(sheet, incident, scene);
  add_places(sheet, incident, scene.policy);
  add_work(sheet, incident, scene);
  add_flags(sheet, incident, scene.policy);
  add_obligations(sheet, incident, scene);
}

void add_group_facts(FactSheet& sheet, const AlertGroup& group, const Scene& scene) {
  sheet.text("group", group.id);
  sheet.text("group_title", shorten(group.title, 150));
  sheet.text("group_service", group.service.empty() ? "" : service_name(group.service, scene.policy));
  sheet.text("group_source", group.source);
  sheet.text("group_severity", group.severity);
  sheet.text("firing", std::to_string(group.firing));
  sheet.text("alerts_total", std::to_string(group.total));
  if (group.cut > 0) sheet.text("cut", std::to_string(group.cut));
  sheet.flag("quiet", group.firing == 0);
  sheet.pieces("first_at", moment_piece(group.first_at, scene));
  sheet.pieces("last_at", moment_piece(group.last_at, scene));
}

std::string moment_piece(Time at, const Scene& scene) {
  return markup::moment(at, say_moment(at, scene.now));
}

std::string person_piece(const PersonId& person, const Scene& scene) {
  return markup::person(person, scene.people.name_of(person));
}

std::string people_pieces(const std::vector<PersonId>& people, const Scene& scene) {
  std::vector<std::string> pieces;
  for (const PersonId& person : people) pieces.push_back(person_piece(person, scene));
  return in_words(pieces);
}

std::string console_page(const Incident& incident, const Policy& policy) {
  std::string base = policy.console_url;
  while (base.ends_with('/')) base.pop_back();
  if (!may_link(base)) return {};
  return base + "/incidents/" + std::to_string(incident.number.value);
}

}  // namespace muster

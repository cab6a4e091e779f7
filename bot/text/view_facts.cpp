#include "bot/text/view_facts.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/all_clear.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/text/incident_facts.hpp"
#include "bot/text/timeline.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

constexpr int kCatchupEntries = 8;
constexpr std::size_t kEntryChars = 200;
constexpr int kMissedEntries = 40;

void incident_row(FactSheet& row, const Incident& incident, const Scene& scene) {
  row.text("number", to_string(incident.number));
  row.text("title", incident.title);
  row.text("severity", incident.severity ? scene.policy.label(incident.severity) : "No severity yet");
  row.text("state", title_case(incident.state));
  row.pieces("since", moment_piece(incident.state_since, scene));
  if (const auto commander = incident.commander()) row.text("commander", scene.people.name_of(*commander));
  if (const auto due = incident.next_update_due()) row.pieces("next_update", moment_piece(*due, scene));
  row.flag("private", incident.visibility == Visibility::private_);
}

void entry_rows(FactSheet& sheet, const std::vector<Event>& events, int last, const Scene& scene) {
  std::vector<TimelineEntry> entries = timeline(events, scene.policy, scene.people);
  std::erase_if(entries, &TimelineEntry::housekeeping);
  const std::size_t most = static_cast<std::size_t>(std::max(last, 0));
  const std::size_t skip = entries.size() > most ? entries.size() - most : 0;
  for (std::size_t i = skip; i < entries.size(); ++i) {
    FactSheet& row = sheet.row("entries");
    row.pieces("at", moment_piece(entries[i].at, scene));
    row.text("who", entries[i].who);
    row.text("text", shorten(entries[i].text, kEntryChars));
    row.flag("revised", entries[i].revised);
    row.flag("back_dated", entries[i].back_dated);
  }
  sheet.flag("none", entries.empty());
}

void task_row(FactSheet& row, const TaskRecord& task, const Scene& scene) {
  row.text("task", task.id);
  row.text("text", task.text);
  if (!task.owner.empty()) row.pieces("owner", person_piece(task.owner, scene));
  if (task.due) row.pieces("due", moment_piece(*task.due, scene));
  row.flag("done", task.done_at.has_value());
  row.flag("open", !task.done_at);
}

void action_row(FactSheet& row, const ActionItem& item, const Scene& scene) {
  row.text("action", item.id);
  row.text("text", item.title);
  if (!item.owner.empty()) row.pieces("owner", person_piece(item.owner, scene));
  if (item.due) row.pieces("due", moment_piece(*item.due, scene));
  row.text("priority", item.priority);
  row.flag("done", item.done_at.has_value());
  row.flag("open", !item.done_at);
}

struct ToFacts {
  const Speaker::Lookup& lookup;
  const Scene& scene;

  [[nodiscard]] Result<ViewFacts> about(std::string wording, IncidentNumber number) const {
    const Incident* incident = lookup.find ? lookup.find(number) : nullptr;
    if (incident == nullptr) {
      return fail(ErrorKind::not_found, "There is no " + to_string(number) + " that you can see.");
    }
    return ViewFacts{std::move(wording), incident, {}};
  }
  [[nodiscard]] std::vector<Event> events(IncidentNumber number, int last) const {
    return lookup.timeline ? lookup.timeline(number, last) : std::vector<Event>{};
  }
  [[nodiscard]] std::vector<const Incident*> visible(const std::vector<IncidentNumber>& numbers) const {
    std::vector<const Incident*> found;
    for (const IncidentNumber number : numbers) {
      const Incident* incident = lookup.find ? lookup.find(number) : nullptr;
      if (incident != nullptr) found.push_back(incident);
    }
    return found;
  }

  Result<ViewFacts> operator()(const ShowIncident& view) const { return about("card_room", view.number); }
  Result<ViewFacts> operator()(const ShowTray& view) const { return about("tray", view.number); }

  Result<ViewFacts> operator()(const ShowCatchup& view) const {
    MUSTER_TRY(ViewFacts facts, about("catchup", view.number));
    // Receipts and cards are among the last events too and are left out, so ask for more.
    const std::vector<Event> last = events(view.number, kCatchupEntries * 4);
    for (const Event& event : last) {
      const auto* decision = std::get_if<DecisionMade>(&event.body);
      if (decision == nullptr) continue;
      FactSheet& row = facts.sheet.row("decisions");
      row.pieces("at", moment_piece(event.occurred_at, scene));
      row.text("text", decision->text);
    }
    entry_rows(facts.sheet, last, kCatchupEntries, scene);
    return facts;
  }

  Result<ViewFacts> operator()(const ShowTimeline& view) const {
    MUSTER_TRY(ViewFacts facts, about("timeline", view.number));
    entry_rows(facts.sheet, events(view.number, view.last * 4), view.last, scene);
    return facts;
  }

  Result<ViewFacts> operator()(const ShowTasks& view) const {
    MUSTER_TRY(ViewFacts facts, about("tasks", view.number));
    for (const TaskRecord& task : facts.incident->tasks) task_row(facts.sheet.row("tasks"), task, scene);
    for (const ActionItem& item : facts.incident->actions)
      action_row(facts.sheet.row("actions"), item, scene);
    return facts;
  }

  Result<ViewFacts> operator()(const ShowRoles& view) const {
    MUSTER_TRY(ViewFacts facts, about("roles", view.number));
    for (const RoleRule& rule : scene.policy.roles) {
      FactSheet& row = facts.sheet.row("all_roles");
      row.text("role", rule.name);
      row.text("role_id", rule.id);
      row.text("duty", rule.duty);
      std::vector<PersonId> holders;
      for (const RoleTerm& term : facts.incident->role_terms) {
        if (term.role == rule.id && !term.until) holders.push_back(term.person);
      }
      row.pieces("person", people_pieces(holders, scene));
    }
    return facts;
  }

  Result<ViewFacts> operator()(const ShowChecklist& view) const {
    MUSTER_TRY(ViewFacts facts, about("checklist", view.number));
    for (const ChecklistItem& item : all_clear_checklist(*facts.incident, scene.policy, scene.now)) {
      FactSheet& row = facts.sheet.row("items");
      row.text("item", item.text);
      row.text("why", item.why);
      row.flag("done", item.done);
      row.flag("computed", item.computed);
      row.text("id", item.id);
    }
    return facts;
  }

  Result<ViewFacts> operator()(const ShowChanges& view) const {
    MUSTER_TRY(ViewFacts facts, about("changes", view.number));
    for (const std::string& id : view.candidates.ranked) {
      FactSheet& row = facts.sheet.row("changes");
      row.text("change", id);
      const auto known = view.known.find(id);
      if (known == view.known.end()) continue;
      const ChangeRecord& change = known->second;
      row.text("title", change.title);
      row.text("service", service_name(change.service, scene.policy));
      const auto when = change.completed_at ? change.completed_at : change.started_at;
      if (when) row.pieces("when", moment_piece(*when, scene));
    }
    for (const auto& [change, why] : view.candidates.excluded) {
      FactSheet& row = facts.sheet.row("excluded");
      row.text("change", change);
      row.text("why", why);
    }
    facts.sheet.flag("none", view.candidates.ranked.empty());
    return facts;
  }

  Result<ViewFacts> operator()(const ShowPostmortem& view) const {
    MUSTER_TRY(ViewFacts facts, about("postmortem", view.number));
    const PostmortemState state = facts.incident->postmortem;
    facts.sheet.text("form", facts.incident->postmortem_form);
    facts.sheet.flag("missing", state == PostmortemState::none);
    facts.sheet.flag("draft", state == PostmortemState::draft);
    facts.sheet.flag("in_review", state == PostmortemState::in_review);
    facts.sheet.flag("published", state == PostmortemState::published);
    facts.sheet.flag("waived", state == PostmortemState::waived);
    return facts;
  }

  Result<ViewFacts> operator()(const ShowList& view) const {
    ViewFacts facts{"list", nullptr, {}};
    facts.sheet.text("heading", view.heading.empty() ? "Incidents" : view.heading);
    facts.sheet.text("command", scene.policy.command);
    const auto found = visible(view.numbers);
    for (const Incident* incident : found) incident_row(facts.sheet.row("incidents"), *incident, scene);
    facts.sheet.flag("none", found.empty());
    return facts;
  }

  Result<ViewFacts> operator()(const ShowLookalikes& view) const {
    ViewFacts facts{"lookalikes", nullptr, {}};
    for (const Incident* incident : visible(view.numbers)) {
      incident_row(facts.sheet.row("incidents"), *incident, scene);
    }
    facts.sheet.text("declare", view.command);
    return facts;
  }

  Result<ViewFacts> operator()(const ChooseIncident& view) const {
    ViewFacts facts{"choose", nullptr, {}};
    for (const Incident* incident : visible(view.numbers)) {
      FactSheet& row = facts.sheet.row("incidents");
      incident_row(row, *incident, scene);
      row.text("command", to_string(incident->number) + " " + view.command);
    }
    return facts;
  }

  Result<ViewFacts> operator()(const ShowAlerts& view) const {
    ViewFacts facts{"alerts", nullptr, {}};
    for (const AlertGroup& group : view.groups) {
      FactSheet& row = facts.sheet.row("groups");
      row.text("group", group.id);
      row.text("title", shorten(group.title, kEntryChars));
      row.text("service", group.service.empty() ? "" : service_name(group.service, scene.policy));
      row.text("source", group.source);
      row.text("severity", group.severity);
      row.text("firing", std::to_string(group.firing));
      row.text("total", std::to_string(group.total));
      row.pieces("since", moment_piece(group.first_at, scene));
      if (group.incident.exists()) row.text("number", to_string(group.incident));
    }
    facts.sheet.flag("none", view.groups.empty());
    for (const Silence& silence : view.silences) {
      FactSheet& row = facts.sheet.row("silences");
      row.text("silence", silence.set.silence);
      row.text("what", say_silenced(silence.set));
      row.pieces("until", moment_piece(silence.set.until, scene));
      row.text("reason", silence.set.reason);
      row.text("by", scene.people.name_of(silence.by));
    }
    return facts;
  }

  // Answered from the store, by whoever may ask it.
  Result<ViewFacts> operator()(const ShowReport& /*view*/) const {
    return fail(ErrorKind::invalid, "A report is not made from incidents at hand.");
  }

  Result<ViewFacts> operator()(const ShowHelp& view) const {
    if (!view.verb.empty()) return help_about(view.verb);
    ViewFacts facts{"help", nullptr, {}};
    facts.sheet.text("command", scene.policy.command);
    for (const CommandSpec& spec : lookup.commands) {
      FactSheet& row = facts.sheet.row("verbs");
      row.text("verb", spec.verb);
      row.text("usage", spec.usage);
      row.text("help", spec.help);
    }
    return facts;
  }

  Result<ViewFacts> operator()(const OpenDialog& /*view*/) const {
    return fail(ErrorKind::invalid, "This opens a form, which is not a message.");
  }

  [[nodiscard]] Result<ViewFacts> help_about(const std::string& verb) const {
    ViewFacts facts{"help_verb", nullptr, {}};
    facts.sheet.text("command", scene.policy.command);
    facts.sheet.text("verb", verb);
    const auto means = [&](const CommandSpec& spec) {
      return spec.verb == lower(verb) || std::ranges::find(spec.aliases, lower(verb)) != spec.aliases.end();
    };
    const auto found = std::ranges::find_if(lookup.commands, means);
    facts.sheet.flag("unknown", found == lookup.commands.end());
    if (found == lookup.commands.end()) {
      std::vector<std::string> known;
      for (const CommandSpec& spec : lookup.commands) known.emplace_back(spec.verb);
      facts.sheet.text("nearest", joined(nearest(verb, known), ", "));
      return facts;
    }
    facts.sheet.text("verb", found->verb);
    facts.sheet.text("usage", found->usage);
    facts.sheet.text("help", found->help);
    facts.sheet.text("example", found->example);
    facts.sheet.text("aliases", joined({found->aliases.begin(), found->aliases.end()}, ", "));
    return facts;
  }
};

}  // namespace

Result<ViewFacts> facts_of(const View& view, const Speaker::Lookup& lookup, const Scene& scene) {
  return std::visit(ToFacts{lookup, scene}, view);
}

FactSheet missed_facts(const std::vector<Event>& events, const std::string& platform, const Scene& scene) {
  FactSheet sheet;
  sheet.text("platform", platform_title(platform));
  entry_rows(sheet, events, kMissedEntries, scene);
  return sheet;
}

FactSheet home_facts(const PersonId& person, const std::vector<const Incident*>& visible,
                     const Scene& scene) {
  FactSheet sheet;
  sheet.text("organisation", scene.policy.organisation);
  sheet.text("command", scene.policy.command);
  sheet.text("person", scene.people.name_of(person));
  bool none = true;
  for (const Incident* incident : visible) {
    if (incident->is_open()) {
      none = false;
      incident_row(sheet.row("incidents"), *incident, scene);
    }
    for (const TaskRecord& task : incident->tasks) {
      if (task.owner != person || task.done_at) continue;
      FactSheet& row = sheet.row("tasks");
      task_row(row, task, scene);
      row.text("number", to_string(incident->number));
    }
    for (const ActionItem& item : incident->actions) {
      if (item.owner != person || item.done_at) continue;
      FactSheet& row = sheet.row("actions");
      action_row(row, item, scene);
      row.text("number", to_string(incident->number));
      row.flag("overdue", item.due && *item.due < scene.now);
    }
  }
  sheet.flag("none", none);
  return sheet;
}

}  // namespace muster

// Dialogs that command an incident.
#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/text/dialog_table.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

std::string current_severity(const Incident& incident, const Policy& policy) {
  return incident.severity ? lower(policy.label(incident.severity)) : std::string{};
}

Field time_field(const DialogRequest& request, std::string id, std::string label) {
  return line_field(request, std::move(id), std::move(label),
                    "For example 10:32 UTC or 20m ago; empty means now");
}

}  // namespace

std::vector<Field> declare_fields(const DialogRequest& request) {
  Field title = required(line_field(request, "text", "What is broken?", "In a few words; it names the room"));
  title.max_chars = 120;
  std::vector<FieldOption> severities = severity_options(request.scene.policy);
  severities.push_back({"none", "Not sure yet", "Starts in triage; set it as soon as you can tell"});
  return {title,
          choice_field(request, "severity", "Severity", std::move(severities), "none"),
          service_field(request, "service", "Services"),
          paragraph_field(request, "description", "Description", "What you see, since when, who is hit"),
          time_field(request, "started", "When did it begin?"),
          flag_field(request, "private", "Private", "Only its members learn of it"),
          choice_field(request, "kind", "Kind",
                       {{"normal", "Real", "An incident"},
                        {"drill", "Drill", "An exercise: marked everywhere, nobody outside is told"},
                        {"test", "Test", "Trying out muster: not announced"}},
                       "normal")};
}

std::vector<Field> severity_fields(const DialogRequest& request) {
  return {required(choice_field(request, "severity", "Severity", severity_options(request.scene.policy),
                                current_severity(*request.incident, request.scene.policy))),
          line_field(request, "text", "Why?", "Goes on the timeline")};
}

std::vector<Field> status_fields(const DialogRequest& request) {
  std::vector<State> states = next_states(request.incident->state);
  std::erase_if(states, [](State state) { return state == State::canceled || state == State::merged; });
  return {required(choice_field(request, "state", "State", state_options(states))),
          line_field(request, "text", "What changed?", "Goes on the timeline")};
}

std::vector<Field> impact_fields(const DialogRequest& request) {
  std::vector<FieldOption> levels;
  for (const ImpactLevel level : {ImpactLevel::full, ImpactLevel::partial, ImpactLevel::degraded,
                                  ImpactLevel::confidentiality, ImpactLevel::none}) {
    const bool over = level == ImpactLevel::none;
    levels.push_back({std::string{name_of(level)}, over ? "None: it is over" : say_level(level), {}});
  }
  return {service_field(request, "service", "Services"),
          required(choice_field(request, "level", "Level", std::move(levels))),
          time_field(request, "at", "From when?"), line_field(request, "text", "How do you know?")};
}

std::vector<Field> role_fields(const DialogRequest& request) {
  return {
      required(choice_field(request, "role", "Role", role_options(request.scene.policy), kIncidentCommander)),
      required(person_field(request, "person", "Who?"))};
}

std::vector<Field> handoff_fields(const DialogRequest& request) {
  return {
      required(choice_field(request, "role", "Role", role_options(request.scene.policy), kIncidentCommander)),
      required(person_field(request, "person", "To whom?",
                            "They are asked; you stay responsible until they accept")),
      paragraph_field(request, "text", "Briefing",
                      "Last decision, what was tried, open questions. The state, tasks, "
                      "pages and next update are added by themselves")};
}

std::vector<Field> page_fields(const DialogRequest& request) {
  std::vector<FieldOption> targets;
  for (const Team& team : request.scene.policy.teams) targets.push_back({team.id, team.name, "Team"});
  for (const auto& [role, holder] : request.incident->roles) {
    targets.push_back({role, role_name(role, request.scene.policy), request.scene.people.name_of(holder)});
  }
  std::vector<Field> fields;
  if (!targets.empty()) fields.push_back(choice_field(request, "target", "Team or role", std::move(targets)));
  fields.push_back(person_field(request, "person", fields.empty() ? "Who?" : "Or a person",
                                fields.empty() ? "" : "One of the two is needed"));
  if (fields.size() == 1) fields.front().required = true;
  fields.push_back(line_field(request, "text", "What do you need?", "The incident's title when empty"));
  return fields;
}

std::vector<Field> resolve_fields(const DialogRequest& request) {
  std::vector<Field> fields;
  if (request.incident->impact_open()) {
    fields.push_back(
        flag_field(request, "end-impact", "End the impact now", "It is still recorded as going on"));
  }
  if (request.incident->open_alert() != nullptr) {
    fields.push_back(line_field(request, "despite", "An alert still fires. Why does it not matter?",
                                "For example: the probe itself is broken"));
  }
  fields.push_back(
      line_field(request, "text", "How do you know it is over?", "A signal that users would notice"));
  return fields;
}

std::vector<Field> reason_fields(const DialogRequest& request) {
  return {required(line_field(request, "text", "Why?", "Goes on the timeline"))};
}

std::vector<Field> reopen_fields(const DialogRequest& request) {
  const std::vector<State> states = reopen_states(request.incident->state);
  std::vector<Field> fields;
  if (states.size() > 1) {
    fields.push_back(choice_field(request, "state", "State", state_options(states), name_of(states.front())));
  }
  fields.push_back(required(line_field(request, "text", "Why?", "Goes on the timeline")));
  return fields;
}

std::vector<Field> merge_fields(const DialogRequest& request) {
  return {
      required(line_field(request, "into", "Into which incident?", "For example INC-7; that one lives on")),
      line_field(request, "reason", "Why?")};
}

}  // namespace muster

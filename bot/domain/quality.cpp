#include "bot/domain/quality.hpp"

#include <algorithm>
#include <set>

#include "bot/base/ascii.hpp"
#include "bot/domain/fact_lint.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

// The lines of a section, by a word of its heading; empty when there is no such section.
std::vector<std::string> section(std::string_view markdown, std::string_view word) {
  std::vector<std::string> lines;
  bool inside = false;
  while (!markdown.empty()) {
    const auto end = markdown.find('\n');
    const std::string line{markdown.substr(0, end)};
    markdown = end == std::string_view::npos ? std::string_view{} : markdown.substr(end + 1);
    if (line.starts_with("## "))
      inside = lower(line).find(word) != std::string::npos;
    else if (inside && !line.empty() && !line.starts_with("<!--"))
      lines.push_back(line);
  }
  return lines;
}

bool is_answer(const std::string& line) {
  const bool item = line.starts_with("- ") || line.starts_with("* ");
  return item && line.find("Unknown:") == std::string::npos && line.find("Ask:") == std::string::npos;
}

std::ptrdiff_t answers(std::string_view markdown, std::string_view heading) {
  return std::ranges::count_if(section(markdown, heading), is_answer);
}

bool has_urgent(const std::vector<ActionItem>& actions) {
  return std::ranges::any_of(
      actions, [](const ActionItem& item) { return item.priority == "P0" || item.priority == "P1"; });
}

// The customers of the two worst levels are owed a word.
bool public_told(const Incident& incident) {
  const bool owed = incident.visibility == Visibility::public_ && incident.kind == Kind::normal &&
                    incident.peak_severity && incident.peak_severity->level <= 2;
  if (!owed) return true;
  return std::ranges::any_of(incident.updates, [](const StatusUpdate& update) {
    return std::ranges::find(update.audiences, kPublic) != update.audiences.end();
  });
}

int unknowns(std::string_view markdown) {
  int count = 0;
  for (auto at = markdown.find("Unknown:"); at != std::string_view::npos;
       at = markdown.find("Unknown:", at + 1))
    ++count;
  return count;
}

}  // namespace

std::vector<std::string> participants(const Incident& incident, const People& people) {
  std::set<PersonId> all(incident.members.begin(), incident.members.end());
  for (const RoleTerm& term : incident.role_terms) all.insert(term.person);
  for (const PageRecord& page : incident.pages) all.insert(page.people.begin(), page.people.end());
  std::vector<std::string> names;
  for (const PersonId& id : all) {
    const std::string name = people.name_of(id);
    names.push_back(name);
    const std::string first = first_word(name).word;
    if (first != name && first.size() > 2) names.push_back(first);
    if (id.value != name && id.value.find(':') == std::string::npos) names.push_back(id.value);
  }
  return names;
}

std::vector<LintFinding> lint_postmortem(const Incident& incident, std::string_view markdown,
                                         const Policy& policy, const People& people) {
  const auto impact = incident.impact();
  const bool full = std::ranges::any_of(
      impact, [](const ImpactInterval& interval) { return interval.level == ImpactLevel::full; });
  return lint(markdown, participants(incident, people), full, policy.lint);
}

Quality postmortem_quality(const Incident& incident, const IncidentFigures& figures,
                           std::string_view markdown, const Policy& policy, const People& people) {
  Quality quality;
  quality.language = lint_postmortem(incident, markdown, policy, people);
  const std::vector<LintFinding> facts = lint_facts(markdown, incident, figures);
  quality.language.insert(quality.language.end(), facts.begin(), facts.end());
  quality.actions = lint_actions(incident.actions, policy);
  const auto blames = std::ranges::count_if(quality.language, &LintFinding::blocks);
  const int open = unknowns(markdown);
  const auto add = [&](const char* id, const char* text, int weight, bool holds, std::string advice) {
    quality.items.push_back({id, text, weight, holds, holds ? std::string{} : std::move(advice)});
    if (holds) quality.score += weight;
  };
  add("impact", "The impact is on record, with its start", 12, incident.impact_started_at().has_value(),
      "impact <service> full --at TIME");
  add("numbers", "The impact has numbers", 12, !incident.facts.empty(),
      "fact orders_failed=1842, with where the number is from in a note");
  add("detection", "It is known who or what told first", 8, figures.detection_source != "declared",
      "detected TIME --source customer, or link an alert");
  add("factors", "Two or more contributing factors", 12, answers(markdown, "factor") >= 2,
      "What else had to be true for it to happen?");
  add("blameless", "No sentence blames a person", 12, blames == 0, "See the findings that block");
  add("record", "Its numbers are those of the record", 4, facts.empty(), "See the findings of rule FACT");
  add("well", "Something that went well", 6, answers(markdown, "lesson") >= 1, "What helped?");
  add("focus", "At most seven action items, one of them P0 or P1", 8,
      !incident.actions.empty() && incident.actions.size() <= 7 && has_urgent(incident.actions),
      "followup <text> @owner by DATE --priority P1");
  add("smart", "Each action item has an owner, a date, a priority and an end", 12,
      !incident.actions.empty() && quality.actions.empty(), "See the findings of the action items");
  add("customers", "Customers were told", 8, public_told(incident), "update --to public");
  add("unknown", "Nothing is left unknown", 6, open == 0,
      std::to_string(open) + (open == 1 ? " place still asks" : " places still ask"));
  return quality;
}

}  // namespace muster

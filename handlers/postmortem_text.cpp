// Somebody saved the text of the postmortem. Two people saving at once: the second is told, nothing is
// overwritten.
#include "bot/base/utf8.hpp"
#include "bot/domain/quality.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::string field(const DialogSubmitted& dialog, const std::string& name) {
  const auto found = dialog.fields.find(name);
  return found == dialog.fields.end() ? std::string{} : found->second;
}

// What keeps the text from being published, one line each.
std::vector<std::string> blockers(const Incident& incident, const std::string& text, const Context& ctx) {
  std::vector<std::string> found;
  for (const LintFinding& finding : lint_postmortem(incident, text, ctx.policy, ctx.people)) {
    if (finding.blocks)
      found.push_back(finding.rule + " in line " + std::to_string(finding.line) + ": " + finding.words);
  }
  return found;
}

}  // namespace

Outcome on_postmortem_text(const DialogSubmitted& dialog, const Context& ctx) {
  const Incident* incident = ctx.incidents.find(dialog.incident);
  if (incident == nullptr)
    return refuse_unseen(dialog.incident, "I know no " + to_string(dialog.incident) + " that you may see");
  if (ctx.outsider) return refuse("outsider", "Only members of " + ctx.policy.organisation + " may edit");
  const std::string text = clean_text(field(dialog, "text"), true);
  if (text.empty())
    return refuse("text_required", "An empty postmortem is not saved. Cancel, or write something", "text");
  if (field(dialog, "version") != std::to_string(incident->postmortem_version)) {
    return refuse(
        "version_conflict",
        "Somebody else saved the postmortem meanwhile. Copy your text, reload, and bring the two together",
        "version");
  }
  Plan plan{ctx, *incident};
  const bool fresh =
      incident->postmortem == PostmortemState::none || incident->postmortem == PostmortemState::waived;
  PostmortemChanged saved{fresh ? PostmortemState::draft : incident->postmortem, incident->postmortem_form,
                          text, ""};
  saved.blockers = blockers(*incident, text, ctx);
  const std::size_t found = saved.blockers.size();
  plan.record(std::move(saved));
  if (found == 0) return plan.done("Saved.");
  return plan.done("Saved. " + std::to_string(found) + (found == 1 ? " sentence names" : " sentences name") +
                   " a person as a cause; it is not published like that. The checks show where.");
}

}  // namespace muster

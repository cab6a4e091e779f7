// Somebody saved the text of the postmortem. Two people saving at once: the second is told, nothing is
// overwritten.
#include "bot/base/utf8.hpp"
#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::string field(const DialogSubmitted& dialog, const std::string& name) {
  const auto found = dialog.fields.find(name);
  return found == dialog.fields.end() ? std::string{} : found->second;
}

}  // namespace

Outcome on_postmortem_text(const DialogSubmitted& dialog, const Context& ctx) {
  const Incident* incident = ctx.incidents.find(dialog.incident);
  if (incident == nullptr)
    return refuse("unknown_incident", "I know no " + to_string(dialog.incident) + " that you may see");
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
  plan.record(PostmortemChanged{fresh ? PostmortemState::draft : incident->postmortem,
                                incident->postmortem_form, text, ""});
  return plan.done("Saved.");
}

}  // namespace muster

// followup: work that outlives the incident; becomes an action item of the postmortem.
#include <array>

#include "bot/domain/action_lint.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"
#include "handlers/task.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  if (request.text.empty() && !request.from_dialog)
    return show(OpenDialog{"followup", ctx.incident->number, {}});
  const auto assignment = read_assignment(request, ctx);
  if (!assignment) return std::unexpected(assignment.error());
  const std::string id = "AI-" + std::to_string(ctx.incident->actions.size() + 1);
  Plan plan{ctx};
  const Seq added = plan.record(ActionItemAdded{id, assignment->text, assignment->owner, assignment->due,
                                                request.option("priority"), request.option("type")});
  plan.tell_room("followup_added", added);
  const ActionItem item{id,
                        assignment->text,
                        assignment->owner,
                        assignment->due,
                        request.option("priority"),
                        request.option("type"),
                        ctx.now,
                        std::nullopt,
                        std::nullopt};
  std::string doubts;
  for (const ActionFinding& finding : lint_action(item, ctx.policy))
    doubts += (doubts.empty() ? " To settle: " : ", ") + finding.what;
  return plan.done(id + " is on the list." + doubts + (doubts.empty() ? "" : "."));
}

constexpr std::array<std::string_view, 3> kAliases = {"follow-up", "action-item", "followups"};

}  // namespace

const CommandSpec kFollowupCommand{"followup",
                                   kAliases,
                                   "followup <text> [@person] [by DATE] [--priority P1] [--type prevent]",
                                   "Note work for after the incident",
                                   "followup alert on certificate age @ann by 2026-12-01 --priority P1",
                                   true,
                                   true,
                                   handle};

}  // namespace muster

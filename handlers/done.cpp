// done: a task or an action item is finished.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::string open_items(const Incident& incident) {
  std::vector<std::string> ids;
  for (const TaskRecord& task : incident.tasks) {
    if (!task.done_at) ids.push_back(task.id);
  }
  for (const ActionItem& action : incident.actions) {
    if (!action.done_at) ids.push_back(action.id);
  }
  return ids.empty() ? "Nothing is open here" : "Open: " + one_of(ids);
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  std::string id = upper(first_word(request.text).word);
  if (!id.empty() && is_digit(id[0])) id = "T" + id;
  const auto task = std::ranges::find(incident.tasks, id, &TaskRecord::id);
  const auto action = std::ranges::find(incident.actions, id, &ActionItem::id);
  Plan plan{ctx};
  if (task != incident.tasks.end()) {
    if (task->done_at) return show(ShowTasks{incident.number}, id + " is done already.");
    const Seq done = plan.record(TaskDone{id});
    plan.tell_room("task_done", done);
    plan.answer_in_place("task_done", done);
  } else if (action != incident.actions.end()) {
    if (action->done_at) return show(ShowTasks{incident.number}, id + " is done already.");
    plan.record(ActionItemDone{id});
  } else {
    return refuse(
        "unknown_item",
        (id.empty() ? "Say which: done T1. " : "There is no \"" + id + "\" here. ") + open_items(incident));
  }
  return plan.done(id + " is done.");
}

constexpr std::array<std::string_view, 1> kAliases = {"finished"};

}  // namespace

const CommandSpec kDoneCommand{"done",    kAliases, "done T1|AI-1", "Tick off a task or an action item",
                               "done T1", true,     true,           handle};

}  // namespace muster

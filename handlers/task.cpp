// task: time-boxed work during the incident, for a named person. muster asks when the time is up.
#include "handlers/task.hpp"

#include <array>

#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool is_mention(std::string_view word) {
  return word.starts_with("<@") || (word.size() > 1 && word.starts_with('@'));
}

// Takes "in 5m" or "by DATE" off the end of text.
std::optional<Time> take_due(std::string& text, const Context& ctx) {
  for (const std::string_view marker : {" in ", " by "}) {
    const auto at = text.rfind(marker);
    if (at == std::string::npos) continue;
    const auto due = parse_future_time(text.substr(at + marker.size()), ctx.now, zone_of(ctx));
    if (!due) continue;
    text.resize(at);
    return *due;
  }
  return std::nullopt;
}

Outcome handle(const Request& request, const Context& ctx) {
  if (request.text.empty() && !request.from_dialog) {
    if (request.typed == "tasks") return show(ShowTasks{ctx.incident->number});
    return show(OpenDialog{"task", ctx.incident->number, {}});
  }
  const auto assignment = read_assignment(request, ctx);
  if (!assignment) return std::unexpected(assignment.error());
  const std::string id = "T" + std::to_string(ctx.incident->tasks.size() + 1);
  Plan plan{ctx};
  const Seq added = plan.record(TaskAdded{id, assignment->text, assignment->owner, assignment->due});
  plan.tell_room("task_added", added);
  std::string say = id + " is noted";
  if (!assignment->owner.empty()) say += " for " + mention(assignment->owner);
  if (assignment->due) say += ", due " + say_time(*assignment->due, zone_of(ctx));
  return plan.done(say + ". When it is done: done " + id);
}

constexpr std::array<std::string_view, 3> kAliases = {"tasks", "todo", "checkadd"};

}  // namespace

std::expected<Assignment, Refusal> read_assignment(const Request& request, const Context& ctx) {
  Assignment assignment;
  assignment.text = clean_text(request.text, false);
  std::string owner = request.option("owner");
  if (const std::string when = request.option("due"); !when.empty()) {
    const auto due = parse_future_time(when, ctx.now, zone_of(ctx));
    if (!due) return refuse("bad_time", due.error().say, "due");
    assignment.due = *due;
  } else if (!request.from_dialog) {
    assignment.due = take_due(assignment.text, ctx);
  }
  if (owner.empty() && !request.from_dialog) {
    std::string kept;
    for (FirstWord word = first_word(assignment.text); !word.word.empty(); word = first_word(word.rest)) {
      if (owner.empty() && is_mention(word.word))
        owner = word.word;
      else
        kept += (kept.empty() ? "" : " ") + word.word;
    }
    if (!owner.empty()) assignment.text = kept;
  }
  if (!owner.empty()) {
    const auto person = person_named(owner, ctx, "owner");
    if (!person) return std::unexpected(person.error());
    assignment.owner = *person;
  }
  if (assignment.text.empty())
    return refuse("text_required", "Say what is to be done: task check the replica @bob in 10m", "text");
  return assignment;
}

const CommandSpec kTaskCommand{"task",
                               kAliases,
                               "task <text> [@person] [in 10m] | tasks",
                               "Give somebody time-boxed work",
                               "task roll back the zone @noor in 5m",
                               true,
                               false,
                               handle};

}  // namespace muster

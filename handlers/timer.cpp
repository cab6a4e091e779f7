// A timer fired: muster speaks up by itself. What is no longer true by then is dropped, not said late.
#include "bot/domain/timers.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "bot/base/contains.hpp"
#include "handlers/alert_groups.hpp"
#include "handlers/happenings.hpp"
#include "handlers/paging.hpp"
#include "handlers/plan.hpp"
#include "handlers/review.hpp"
#include "handlers/synthetic.hpp"

namespace muster {

namespace {

// Who is told besides the room.
enum class Also : std::uint8_t { nobody, commander, owner, receiver };

// Reminders that speak of the same thing, mildest first: each makes those before it pointless.
struct Ladder {
  std::span<const std::string_view> steps;
  std::string_view loud;  // from this step on, people are told and not only the room
  Also also = Also::nobody;
};

constexpr std::array<std::string_view, 3> kUpdate = {"update_soon", "update_due", "update_overdue"};
constexpr std::array<std::string_view, 2> kVendor = {"vendor_half", "vendor_missed"};
constexpr std::array<std::string_view, 4> kClock = {"clock_50", "clock_75", "clock_90", "clock_due"};
constexpr std::array<std::string_view, 2> kPostmortem = {"postmortem_soon", "postmortem_overdue"};
constexpr std::array<std::string_view, 2> kAction = {"action_soon", "action_overdue"};
constexpr std::array<std::string_view, 1> kRole = {"role_unclaimed"};
constexpr std::array<std::string_view, 1> kTired = {"commander_tired"};
constexpr std::array<std::string_view, 1> kHandoff = {"handoff_unanswered"};
constexpr std::array<std::string_view, 1> kPage = {"page_unanswered"};
constexpr std::array<std::string_view, 1> kTask = {"task_due"};
constexpr std::array<std::string_view, 1> kClose = {"close_nudge"};
constexpr std::array<std::string_view, 1> kSpan = {"span_of_control"};
constexpr std::array<std::string_view, 1> kHats = {"two_hats"};

constexpr std::array<Ladder, 13> kLadders = {{
    {kUpdate, "update_overdue", Also::commander},
    {kVendor, "vendor_half", Also::commander},
    {kClock, "clock_50", Also::commander},
    {kPostmortem, "postmortem_soon", Also::commander},
    {kAction, "action_soon", Also::owner},
    {kRole, {}, Also::nobody},
    {kTired, "commander_tired", Also::commander},
    {kHandoff, "handoff_unanswered", Also::receiver},
    {kPage, "page_unanswered", Also::commander},
    {kTask, "task_due", Also::owner},
    {kClose, {}, Also::nobody},
    {kSpan, "span_of_control", Also::commander},
    {kHats, "two_hats", Also::commander},
}};

const Ladder* ladder_of(const std::string& what) {
  const auto found = std::ranges::find_if(
      kLadders, [&](const Ladder& ladder) { return contains(ladder.steps, std::string_view{what}); });
  return found == kLadders.end() ? nullptr : &*found;
}

std::size_t step_of(const Ladder& ladder, std::string_view what) {
  return static_cast<std::size_t>(std::ranges::find(ladder.steps, what) - ladder.steps.begin());
}

std::string wording_of(const std::string& what) {
  if (what.starts_with("update_")) return "reminder_" + what;
  if (what.starts_with("clock_")) return "clock_running";
  return what == "role_unclaimed" ? "role_prompt" : what;
}

std::optional<PersonId> owner_of(const std::string& id, const Incident& incident) {
  const auto task = std::ranges::find(incident.tasks, id, &TaskRecord::id);
  if (task != incident.tasks.end() && !task->owner.empty()) return task->owner;
  const auto action = std::ranges::find(incident.actions, id, &ActionItem::id);
  if (action != incident.actions.end() && !action->owner.empty()) return action->owner;
  return std::nullopt;
}

std::optional<PersonId> also_told(const Ladder& ladder, const TimerFired& fired, const Incident& incident) {
  if (ladder.loud.empty() || step_of(ladder, fired.what) < step_of(ladder, ladder.loud)) return std::nullopt;
  switch (ladder.also) {
    case Also::nobody:
      return std::nullopt;
    case Also::commander:
      return incident.commander();
    case Also::owner:
      return owner_of(fired.subject, incident);
    case Also::receiver:
      return incident.handoff ? std::optional{incident.handoff->to} : std::nullopt;
  }
  return std::nullopt;
}

// The timer that fired, if it is still wanted: one of the outage's past is answered by the state of now.
std::optional<Timer> still_wanted(const TimerFired& fired, const std::vector<Timer>& wanted) {
  const auto found = std::ranges::find_if(wanted, [&](const Timer& timer) {
    return timer.what == fired.what && timer.subject == fired.subject && timer.due == fired.due;
  });
  return found == wanted.end() ? std::nullopt : std::optional{*found};
}

// After an outage several steps are due at once: only the last one is said.
bool later_step_due(const Ladder& ladder, const Timer& timer, const std::vector<Timer>& wanted, Time now) {
  return std::ranges::any_of(wanted, [&](const Timer& other) {
    return other.subject == timer.subject && other.about == timer.about && other.due <= now &&
           contains(ladder.steps, std::string_view{other.what}) &&
           step_of(ladder, other.what) > step_of(ladder, timer.what);
  });
}

// A page sent before any incident: whoever sent it learns that nobody answered.
Outcome page_alone_unanswered(const TimerFired& fired, const Context& ctx) {
  const auto timer = still_wanted(fired, wanted_timers(ctx.operations, ctx.policy));
  const PageRecord* page = ctx.operations.page(fired.subject);
  if (!timer || page == nullptr) return Decision{};
  Decision decision;
  decision.events.push_back({kOperations, Reminded{fired.what, fired.subject, timer->about}, std::nullopt});
  tell_outside(decision, page->by.person(), "page_alone_unanswered", ctx.operations.last_seq + 1, ctx);
  return decision;
}

}  // namespace

Outcome on_timer(const TimerFired& fired, const Context& ctx) {
  if (fired.what == kWeeklyReview) return review_due(fired, ctx);
  if (fired.what == "page_way") return way_due(fired, ctx);
  if (fired.what == "page_escalate") return step_due(fired, ctx);
  if (fired.what == "synthetic") return synthetic_due(ctx);
  if (fired.what == "synthetic_check") return synthetic_check(fired, ctx);
  if (fired.what == "alerts_quiet") return alerts_quiet(fired, ctx);
  if (fired.incident == kOperations) return page_alone_unanswered(fired, ctx);
  const Incident* incident = ctx.incidents.find(fired.incident);
  const Ladder* ladder = ladder_of(fired.what);
  if (incident == nullptr || ladder == nullptr) return Decision{};
  const std::vector<Timer> wanted = wanted_timers(*incident, ctx.policy);
  const auto timer = still_wanted(fired, wanted);
  if (!timer || later_step_due(*ladder, *timer, wanted, ctx.now)) return Decision{};

  Plan plan{ctx, *incident};
  for (std::size_t i = 0; i < step_of(*ladder, fired.what); ++i) {
    const std::string milder{ladder->steps[i]};
    if (!contains(incident->reminded, reminder_key(milder, fired.subject, timer->about)))
      plan.record(Reminded{milder, fired.subject, timer->about});
  }
  const Seq reminded = plan.record(Reminded{fired.what, fired.subject, timer->about});
  plan.tell_room(wording_of(fired.what), reminded);
  if (const auto person = also_told(*ladder, fired, *incident))
    plan.tell(*person, wording_of(fired.what), reminded);
  return plan.done("");
}

}  // namespace muster

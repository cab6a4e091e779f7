// Shifts of a schedule as they were read elsewhere, or as its layers have them: on record when they changed,
// so that who was on call stays known after an edit.
#include <algorithm>

#include "handlers/happenings.hpp"

namespace muster {

namespace {

// A source that reaches further than was recorded is recorded again in good time.
constexpr Duration kStep = std::chrono::days{7};

std::vector<Shift> within(const std::vector<Shift>& shifts, Time from, Time until) {
  std::vector<Shift> cut;
  for (Shift shift : shifts) {
    shift.from = std::max(shift.from, from);
    shift.until = std::min(shift.until, until);
    if (shift.from < shift.until) cut.push_back(std::move(shift));
  }
  std::ranges::sort(cut);
  return cut;
}

// Only what lies ahead can have changed, as far as both reach.
bool changed(const ShiftsImported& known, const ShiftsImported& read, Time now) {
  if (known.unknown != read.unknown || read.until > known.until + kStep) return true;
  const Time until = std::min(known.until, read.until);
  return within(known.shifts, now, until) != within(read.shifts, now, until);
}

}  // namespace

Outcome on_shifts_read(const ShiftsRead& read, const Context& ctx) {
  Decision decision;
  const Schedule* schedule = ctx.policy.schedule(read.shifts.schedule);
  if (schedule == nullptr)
    return refuse("unknown_schedule", "There is no schedule " + read.shifts.schedule + " in muster.yaml");
  const auto known = ctx.operations.imported.find(read.shifts.schedule);
  const bool is_new = known == ctx.operations.imported.end();
  if (is_new || changed(known->second, read.shifts, ctx.now))
    decision.events.push_back({kOperations, read.shifts, std::nullopt});
  return decision;
}

}  // namespace muster

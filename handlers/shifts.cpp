// Shifts of a schedule that is kept elsewhere: on record when they changed.
#include "handlers/happenings.hpp"

namespace muster {

Outcome on_shifts_read(const ShiftsRead& read, const Context& ctx) {
  Decision decision;
  const auto known = ctx.operations.imported.find(read.shifts.schedule);
  if (known == ctx.operations.imported.end() || known->second.shifts != read.shifts.shifts)
    decision.events.push_back({kOperations, read.shifts, std::nullopt});
  return decision;
}

}  // namespace muster

#include "bot/domain/oncall.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bot/domain/rotation.hpp"

namespace muster {

namespace {

constexpr Duration kInstant{1};
constexpr Duration kYear = std::chrono::days{366};

std::vector<Turned> by_layers(const Schedule& schedule, const Policy& policy, Time from, Time until) {
  std::vector<Turned> turns;
  for (const RotationLayer& layer : schedule.layers) {
    const std::vector<Turned> of_layer = turns_of(layer, schedule, policy.calendar, from, until);
    turns.insert(turns.end(), of_layer.begin(), of_layer.end());
  }
  return turns;
}

void add_recorded(std::vector<Turned>& turns, const ShiftsImported& record, Time from, Time until) {
  for (const Shift& shift : record.shifts) {
    const Time begin = std::max(shift.from, from);
    const Time end = std::min(shift.until, until);
    if (begin < end) turns.push_back({begin, end, shift.person, 0});
  }
}

// Who would be on call without covers: by what was recorded for the time before the last record, by the
// layers from then on and before anything was recorded. A schedule kept elsewhere has its record only.
std::vector<Turned> planned(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                            Time from, Time until) {
  std::vector<Turned> turns;
  const auto record = log.imported.find(schedule.id);
  const bool recorded = record != log.imported.end() && !record->second.shifts.empty();
  if (schedule.source != ShiftSource::layers) {
    if (recorded) add_recorded(turns, record->second, from, until);
    return turns;
  }
  if (!recorded || record->second.from <= from) return by_layers(schedule, policy, from, until);
  const Time known = std::ranges::min(record->second.shifts, {}, &Shift::from).from;
  const Time renewed = std::max(known, record->second.from);
  turns = by_layers(schedule, policy, from, std::min(known, until));
  add_recorded(turns, record->second, from, std::min(renewed, until));
  const std::vector<Turned> later = by_layers(schedule, policy, std::max(renewed, from), until);
  turns.insert(turns.end(), later.begin(), later.end());
  return turns;
}

bool holds(const Cover& cover, const Schedule& schedule) {
  return cover.answer == CoverAnswer::accepted &&
         (cover.asked.schedule.empty() || cover.asked.schedule == schedule.id);
}

// Who stands there instead of the person: by the cover accepted last, and whoever that one is covered by
// since.
PersonId stand_in(PersonId person, const std::vector<const CoverAsked*>& covers, Time at) {
  std::size_t accepted_after = 0;
  for (std::size_t i = covers.size(); i > accepted_after; --i) {
    const CoverAsked& cover = *covers[i - 1];
    if (cover.person != person || at < cover.from || at >= cover.until) continue;
    person = cover.by;
    accepted_after = i;
    i = covers.size() + 1;
  }
  return person;
}

// Walks the time from edge to edge: between two of them nothing changes.
class Resolver {
 public:
  Resolver(std::vector<Turned> turns, std::vector<const CoverAsked*> covers, Time from, Time until)
      : turns_{std::move(turns)}, covers_{std::move(covers)} {
    std::ranges::sort(turns_, {}, &Turned::from);
    for (const Turned& turn : turns_) edges_.insert({turn.from, turn.until});
    for (const CoverAsked* cover : covers_) {
      edges_.insert(std::clamp(cover->from, from, until));
      edges_.insert(std::clamp(cover->until, from, until));
    }
  }

  std::vector<Shift> shifts() {
    std::vector<Shift> result;
    std::map<PersonId, std::size_t> open;  // whoever was on call until now -> their shift
    auto next = turns_.cbegin();
    std::vector<const Turned*> active;
    for (auto edge = edges_.begin(); edge != edges_.end() && std::next(edge) != edges_.end(); ++edge) {
      const Time from = *edge;
      const Time until = *std::next(edge);
      std::erase_if(active, [&](const Turned* turn) { return turn->until <= from; });
      for (; next != turns_.cend() && next->from <= from; ++next) active.push_back(&*next);
      std::map<PersonId, std::size_t> still;
      for (const PersonId& person : people(active, from)) {
        const auto before = open.find(person);
        const std::size_t shift = before == open.end() ? result.size() : before->second;
        if (before == open.end()) result.push_back({person, from, until});
        result[shift].until = until;
        still[person] = shift;
      }
      open = std::move(still);
    }
    return result;
  }

 private:
  [[nodiscard]] std::set<PersonId> people(const std::vector<const Turned*>& active, Time at) const {
    std::set<PersonId> taken;
    int highest = 0;
    for (const Turned* turn : active) {
      if (turn->person.empty()) continue;
      if (!taken.empty() && turn->priority < highest) continue;
      if (turn->priority > highest) taken.clear();
      highest = turn->priority;
      taken.insert(turn->person);
    }
    std::set<PersonId> there;
    for (const PersonId& person : taken) there.insert(stand_in(person, covers_, at));
    return there;
  }

  std::vector<Turned> turns_;
  std::vector<const CoverAsked*> covers_;  // in the order they were accepted
  std::set<Time> edges_;
};

}  // namespace

std::vector<Shift> shifts(const Schedule& schedule, const OperationsLog& log, const Policy& policy, Time from,
                          Time until) {
  if (from >= until) return {};
  std::vector<const CoverAsked*> covers;
  for (const Cover& cover : log.covers) {
    if (holds(cover, schedule) && cover.asked.from < until && from < cover.asked.until)
      covers.push_back(&cover.asked);
  }
  return Resolver{planned(schedule, log, policy, from, until), std::move(covers), from, until}.shifts();
}

std::vector<Shift> planned_shifts(const Schedule& schedule, const Policy& policy, Time from, Time until) {
  return Resolver{by_layers(schedule, policy, from, until), {}, from, until}.shifts();
}

std::vector<PersonId> on_call(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                              Time at) {
  std::vector<PersonId> people;
  for (Shift& shift : shifts(schedule, log, policy, at, at + kInstant))
    people.push_back(std::move(shift.person));
  return people;
}

std::optional<Shift> shift_of(const PersonId& person, const Schedule& schedule, const OperationsLog& log,
                              const Policy& policy, Time at) {
  for (const Shift& shift : shifts(schedule, log, policy, at - kYear, at + kYear)) {
    if (shift.person == person && shift.from <= at && at < shift.until) return shift;
  }
  return std::nullopt;
}

std::optional<Time> next_handoff(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                                 Time at) {
  const Time end = at + kYear;
  std::optional<Time> next;
  const auto consider = [&](Time change) {
    if (change > at && change < end && (!next || change < *next)) next = change;
  };
  for (const Shift& shift : shifts(schedule, log, policy, at, end)) {
    consider(shift.from);
    consider(shift.until);
  }
  return next;
}

std::vector<CoverageGap> gaps(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                              Time from, Time until) {
  std::vector<CoverageGap> found;
  Time covered_until = from;
  for (const Shift& shift : shifts(schedule, log, policy, from, until)) {
    if (shift.from > covered_until) found.push_back({schedule.id, covered_until, shift.from});
    covered_until = std::max(covered_until, shift.until);
  }
  if (covered_until < until) found.push_back({schedule.id, covered_until, until});
  return found;
}

std::vector<DoubleBooking> double_bookings(const OperationsLog& log, const Policy& policy, Time from,
                                           Time until) {
  std::vector<std::vector<Shift>> all;
  for (const Schedule& schedule : policy.schedules) all.push_back(shifts(schedule, log, policy, from, until));
  std::vector<DoubleBooking> found;
  for (std::size_t one = 0; one < all.size(); ++one) {
    for (std::size_t two = one + 1; two < all.size(); ++two) {
      for (const Shift& a : all[one]) {
        for (const Shift& b : all[two]) {
          const Time begin = std::max(a.from, b.from);
          const Time end = std::min(a.until, b.until);
          if (a.person == b.person && begin < end)
            found.push_back({a.person, policy.schedules[one].id, policy.schedules[two].id, begin, end});
        }
      }
    }
  }
  std::ranges::sort(found, {}, &DoubleBooking::from);
  return found;
}

}  // namespace muster

#include "bot/store/folds.hpp"

#include "bot/store/event_rows.hpp"

namespace muster::store {

namespace {

// Folds the next event in, if it is the next one.
Result<Done> fold_in(Incident& incident, const EventRow& row) {
  if (row.seq != incident.last_seq + 1 || row.prev_hash != incident.head_hash) {
    return fail(ErrorKind::corrupt, "the timeline of " + to_string(IncidentNumber{row.incident}) +
                                        " is broken at entry " + std::to_string(row.seq) +
                                        ": run muster verify, and put a backup in place of the database");
  }
  MUSTER_TRY(const Event event, to_event(row));
  evolve(incident, event);
  incident.number = {row.incident};
  incident.last_seq = row.seq;
  incident.head_hash = row.hash;
  return Done{};
}

}  // namespace

Result<OperationsLog> operations_log(Connection& db) {
  MUSTER_TRY(const std::vector<Event> events, events_of(db, kOperations));
  OperationsLog log;
  for (const Event& event : events) evolve(log, event);
  return log;
}

Result<Done> each_incident(Connection& db, const std::function<Result<Done>(Incident&)>& take) {
  MUSTER_TRY(EventRows events, EventRows::all(db));
  Incident incident;
  EventRow row;
  for (;;) {
    MUSTER_TRY(const bool more, events.next(row));
    const bool is_another = !more || row.incident != incident.number.value;
    if (is_another && incident.number.exists()) MUSTER_CHECK(take(incident));
    if (!more) return Done{};
    if (row.incident == kOperations.value) continue;
    if (is_another) incident = Incident{};
    MUSTER_CHECK(fold_in(incident, row));
  }
}

Result<std::vector<Incident>> all_incidents(Connection& db) {
  std::vector<Incident> incidents;
  MUSTER_CHECK(each_incident(db, [&](Incident& incident) -> Result<Done> {
    incidents.push_back(std::move(incident));
    return Done{};
  }));
  return incidents;
}

Result<std::optional<Incident>> one_incident(Connection& db, IncidentNumber number) {
  MUSTER_TRY(EventRows events, EventRows::of(db, number));
  std::optional<Incident> incident;
  EventRow row;
  for (;;) {
    MUSTER_TRY(const bool more, events.next(row));
    if (!more) return incident;
    if (!incident) incident.emplace();
    MUSTER_CHECK(fold_in(*incident, row));
  }
}

}  // namespace muster::store

#include "bot/store/folds.hpp"

#include "bot/store/event_rows.hpp"

namespace muster::store {

namespace {

// Folds the next event in, if it is the next one.
Result<Done> take(Incident& incident, const EventRow& row) {
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

Result<std::vector<Incident>> all_incidents(Connection& db) {
  MUSTER_TRY(AllEvents events, AllEvents::of(db));
  std::vector<Incident> incidents;
  EventRow row;
  for (;;) {
    MUSTER_TRY(const bool more, events.next(row));
    if (!more) return incidents;
    if (row.incident == kOperations.value) continue;
    if (incidents.empty() || incidents.back().number.value != row.incident) incidents.emplace_back();
    MUSTER_CHECK(take(incidents.back(), row));
  }
}

Result<std::optional<Incident>> one_incident(Connection& db, IncidentNumber number) {
  MUSTER_TRY(const std::vector<Event> events, events_of(db, number));
  if (events.empty()) return std::optional<Incident>{};
  std::optional incident{fold(events)};
  incident->head_hash = events.back().hash;
  return incident;
}

}  // namespace muster::store

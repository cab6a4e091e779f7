#include "bot/store/event_rows.hpp"

#include <algorithm>
#include <utility>

#include "bot/domain/operations.hpp"
#include "bot/net/digest.hpp"
#include "bot/store/event_codec.hpp"

namespace muster::store {

namespace {

EventRow row_at(const Rows& rows) {
  return {.incident = rows.integer(0),
          .seq = rows.integer(1),
          .type = rows.text(2),
          .occurred_at = rows.integer(3),
          .recorded_at = rows.integer(4),
          .actor_kind = rows.text(5),
          .actor_id = rows.text(6),
          .source = rows.text(7),
          .body = rows.text(8),
          .prev_hash = rows.text(9),
          .hash = rows.text(10)};
}

Result<std::vector<Event>> collect(Rows rows) {
  std::vector<Event> events;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return events;
    MUSTER_TRY(Event event, to_event(row_at(rows)));
    events.push_back(std::move(event));
  }
}

}  // namespace

void add_field(std::string& bytes, const std::string& value) {
  bytes += std::to_string(value.size()) + ":" + value + "\n";
}

// Every field goes with its length, so no two different rows can give the same bytes.
std::string canonical_bytes(const EventRow& row) {
  std::string bytes = "muster-event-1\n";
  add_field(bytes, row.prev_hash);
  add_field(bytes, std::to_string(row.incident));
  add_field(bytes, std::to_string(row.seq));
  add_field(bytes, row.type);
  add_field(bytes, std::to_string(row.occurred_at));
  add_field(bytes, std::to_string(row.recorded_at));
  add_field(bytes, row.actor_kind);
  add_field(bytes, row.actor_id);
  add_field(bytes, row.source);
  add_field(bytes, row.body);
  return bytes;
}

std::string hash_of(const EventRow& row) {
  return net::sha256_hex(canonical_bytes(row));
}

EventRow to_row(const Event& event) {
  return {.incident = event.incident.value,
          .seq = event.seq,
          .type = std::string{type_of(event.body)},
          .occurred_at = event.occurred_at.time_since_epoch().count(),
          .recorded_at = event.recorded_at.time_since_epoch().count(),
          .actor_kind = std::string{name_of(event.actor.kind)},
          .actor_id = event.actor.id,
          .source = event.source,
          .body = to_json(event.body),
          .prev_hash = event.prev_hash,
          .hash = event.hash};
}

Result<Event> to_event(const EventRow& row) {
  MUSTER_TRY(EventBody body, event_body(row.type, row.body));
  const auto kind = named<ActorKind>(row.actor_kind);
  if (!kind)
    return fail(ErrorKind::corrupt, "a stored entry has an unknown kind of actor: run muster verify");
  return Event{.incident = {row.incident},
               .seq = row.seq,
               .occurred_at = Time{Duration{row.occurred_at}},
               .recorded_at = Time{Duration{row.recorded_at}},
               .actor = {*kind, row.actor_id},
               .source = row.source,
               .body = std::move(body),
               .prev_hash = row.prev_hash,
               .hash = row.hash};
}

std::string timeline_name(IncidentNumber incident) {
  return incident == kOperations ? "the operations log" : to_string(incident);
}

Result<ChainHead> chain_head(Connection& db, IncidentNumber incident) {
  MUSTER_TRY(Rows rows, db.query("SELECT seq, hash FROM event WHERE incident = ? ORDER BY seq DESC LIMIT 1",
                                 incident.value));
  MUSTER_TRY(const bool found, rows.next());
  if (!found) return ChainHead{};
  return ChainHead{rows.integer(0), rows.text(1)};
}

Result<Done> insert_event(Connection& db, const EventRow& row) {
  return db.run(R"sql(
    INSERT INTO event (incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
                row.incident, row.seq, row.type, row.occurred_at, row.recorded_at, row.actor_kind,
                row.actor_id, row.source, row.body, row.prev_hash, row.hash);
}

Result<std::vector<EventRow>> rows_after(Connection& db, IncidentNumber incident, Seq after, int limit) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash
    FROM event WHERE incident = ? AND seq > ? ORDER BY seq LIMIT ?)sql",
                                 incident.value, after, limit));
  std::vector<EventRow> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back(row_at(rows));
  }
}

Result<std::vector<Event>> events_of(Connection& db, IncidentNumber incident) {
  MUSTER_TRY(EventRows rows, EventRows::of(db, incident));
  std::vector<Event> events;
  EventRow row;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next(row));
    if (!more) return events;
    MUSTER_TRY(Event event, to_event(row));
    events.push_back(std::move(event));
  }
}

Result<std::optional<Event>> event_of(Connection& db, IncidentNumber incident, Seq seq) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash
    FROM event WHERE incident = ? AND seq = ?)sql",
                                 incident.value, seq));
  MUSTER_TRY(std::vector<Event> events, collect(std::move(rows)));
  return events.empty() ? std::nullopt : std::optional{std::move(events.front())};
}

Result<std::vector<Event>> last_events_of(Connection& db, IncidentNumber incident, int last) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash
    FROM event WHERE incident = ? ORDER BY seq DESC LIMIT ?)sql",
                                 incident.value, last < 0 ? 0 : last));
  MUSTER_TRY(std::vector<Event> events, collect(std::move(rows)));
  std::ranges::reverse(events);
  return events;
}

Result<EventRows> EventRows::all(Connection& db) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash
    FROM event ORDER BY incident, seq)sql"));
  return EventRows{std::move(rows)};
}

Result<EventRows> EventRows::of(Connection& db, IncidentNumber incident) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, actor_id, source, body, prev_hash, hash
    FROM event WHERE incident = ? ORDER BY seq)sql",
                                 incident.value));
  return EventRows{std::move(rows)};
}

Result<bool> EventRows::next(EventRow& row) {
  MUSTER_TRY(const bool more, rows_.next());
  if (more) row = row_at(rows_);
  return more;
}

}  // namespace muster::store

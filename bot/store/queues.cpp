#include "bot/store/queues.hpp"

#include <chrono>
#include <utility>

#include "bot/store/event_codec.hpp"

namespace muster::store {

namespace {

// A platform repeats a delivery for hours at most; a day of memory makes each happen once.
constexpr auto kInboxKept = std::chrono::hours{24};
constexpr auto kOutboxKept = std::chrono::days{30};

Result<OutboxRow> outbox_row_at(const Rows& rows) {
  MUSTER_TRY(EffectBody body, effect_body(rows.text(6), rows.text(7)));
  MUSTER_TRY(const OutboxState state, rows.name<OutboxState>(8));
  return OutboxRow{.key = rows.text(1),
                   .incident = {rows.integer(2)},
                   .lane = rows.text(3),
                   .supersedes = rows.text(4),
                   .effect = {rows.text(5), std::move(body)},
                   .state = state,
                   .attempt = static_cast<int>(rows.integer(9)),
                   // How an attempt of an earlier life ended is not kept; of a restored row none is known.
                   .uncertain = state == OutboxState::running || rows.integer(9) > 0,
                   .not_before = rows.time(10),
                   .last_error = rows.text(11),
                   .position = rows.integer(0)};
}

}  // namespace

Result<Done> insert_inbox(Connection& db, const std::string& origin_key, Time received_at,
                          const PriorAnswer& answer) {
  return db.run("INSERT INTO inbox (origin_key, received_at, reply, refused) VALUES (?, ?, ?, ?)", origin_key,
                received_at, answer.reply, answer.refused);
}

Result<std::optional<PriorAnswer>> answer_to(Connection& db, const std::string& origin_key) {
  MUSTER_TRY(Rows rows, db.query("SELECT reply, refused FROM inbox WHERE origin_key = ?", origin_key));
  MUSTER_TRY(const bool found, rows.next());
  if (!found) return std::optional<PriorAnswer>{};
  return std::optional{PriorAnswer{rows.text(0), rows.text(1)}};
}

Result<std::string> done_key(Connection& db, const std::string& prefix, Time since) {
  // The keys that begin with it are those from it up to the next text of its length.
  std::string end = prefix;
  if (!end.empty()) ++end.back();
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT origin_key FROM inbox
    WHERE origin_key >= ?1 AND origin_key < ?2 AND refused = '' AND received_at >= ?3 LIMIT 1)sql",
                                 prefix, end, since));
  MUSTER_TRY(const bool found, rows.next());
  return found ? rows.text(0) : std::string{};
}

// As index outbox_waits has it.
Result<bool> waits_already(Connection& db, const OutboxRow& row) {
  if (row.supersedes.empty()) return false;
  MUSTER_TRY(Rows rows, db.query("SELECT 1 FROM outbox WHERE supersedes = ? AND supersedes <> '' AND state = "
                                 "'waiting'",
                                 row.supersedes));
  return rows.next();
}

Result<Done> insert_outbox(Connection& db, OutboxRow& row, Time now) {
  MUSTER_CHECK(db.run(R"sql(
    INSERT INTO outbox (key, incident, lane, supersedes, platform, type, body, state, attempt, not_before, last_error,
                        created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
                      row.key, row.incident, row.lane, row.supersedes, row.effect.platform,
                      type_of(row.effect.body), to_json(row.effect.body), row.state, row.attempt,
                      row.not_before, row.last_error, now));
  row.position = db.last_insert_id();
  return Done{};
}

Result<Done> update_outbox_row(Connection& db, const OutboxUpdate& update) {
  MUSTER_TRY(const auto found,
             db.integer(R"sql(
    UPDATE outbox SET state = ?2, attempt = max(attempt, ?3), not_before = ?4, last_error = ?5
    WHERE key = ?1 AND (?3 = 0 OR attempt < ?3 OR (attempt = ?3 AND ?2 <> 'running')) RETURNING position)sql",
                        update.key, update.state, update.attempt, update.not_before, update.error));
  if (found) return Done{};
  MUSTER_TRY(const auto claims, db.integer("SELECT attempt FROM outbox WHERE key = ?", update.key));
  if (!claims) return fail(ErrorKind::not_found, "the outbox has no row " + update.key);
  return fail(ErrorKind::conflict, "the effect " + update.key + " was taken over by another process",
              "claim " + std::to_string(update.attempt) + " after claim " + std::to_string(*claims));
}

Result<Done> supersede_outbox_row(Connection& db, const std::string& key) {
  return db.run("UPDATE outbox SET state = 'superseded' WHERE key = ?1 AND state IN ('waiting', 'running')",
                key);
}

Result<std::vector<OutboxRow>> outbox_rows(Connection& db, bool unsettled_only) {
  MUSTER_TRY(Rows rows, unsettled_only ? db.query(R"sql(
    SELECT position, key, incident, lane, supersedes, platform, type, body, state, attempt, not_before, last_error
    FROM outbox WHERE state IN ('waiting', 'running') ORDER BY position)sql")
                                       : db.query(R"sql(
    SELECT position, key, incident, lane, supersedes, platform, type, body, state, attempt, not_before, last_error
    FROM outbox ORDER BY position)sql"));
  std::vector<OutboxRow> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    MUSTER_TRY(OutboxRow row, outbox_row_at(rows));
    found.push_back(std::move(row));
  }
}

Result<Done> set_timer(Connection& db, const Timer& timer) {
  return db.run(R"sql(
    INSERT INTO timer (key, incident, what, subject, due, about) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET due = excluded.due)sql",
                timer.key(), timer.incident.value, timer.what, timer.subject, timer.due, timer.about);
}

Result<Done> drop_timer(Connection& db, const std::string& key) {
  return db.run("DELETE FROM timer WHERE key = ?", key);
}

Result<std::vector<Timer>> timers(Connection& db) {
  MUSTER_TRY(Rows rows, db.query("SELECT incident, what, subject, due, about FROM timer ORDER BY due, key"));
  std::vector<Timer> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({{rows.integer(0)}, rows.text(1), rows.text(2), rows.time(3), rows.time(4)});
  }
}

Result<Done> put_person(Connection& db, const Person& person) {
  MUSTER_CHECK(db.run(R"sql(
    INSERT INTO person (id, name, zone) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone)sql",
                      person.id, person.name, person.zone));
  MUSTER_CHECK(db.run("DELETE FROM person_identity WHERE person = ?", person.id));
  for (const auto& [platform, user] : person.identities) {
    MUSTER_CHECK(db.run("INSERT INTO person_identity (person, platform, user) VALUES (?, ?, ?)", person.id,
                        platform, user));
  }
  return Done{};
}

Result<std::vector<Person>> people(Connection& db) {
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT p.id, p.name, p.zone, i.platform, i.user
    FROM person p LEFT JOIN person_identity i ON i.person = p.id ORDER BY p.id, i.platform)sql"));
  std::vector<Person> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    const PersonId id{rows.text(0)};
    if (found.empty() || found.back().id != id) found.push_back({id, rows.text(1), rows.text(2), {}});
    if (!rows.is_null(3)) found.back().identities[rows.text(3)] = rows.text(4);
  }
}

Result<Done> drop_old_rows(Connection& db, Time now) {
  MUSTER_CHECK(db.run("DELETE FROM inbox WHERE received_at < ?", now - kInboxKept));
  MUSTER_CHECK(db.run("DELETE FROM outbox WHERE created_at < ? AND state NOT IN ('waiting', 'running')",
                      now - kOutboxKept));
  return db.run("DELETE FROM session WHERE expires_at < ?", now);
}

}  // namespace muster::store

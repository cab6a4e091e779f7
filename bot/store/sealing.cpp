#include "bot/store/sealing.hpp"

#include <string>
#include <utility>

#include "bot/domain/operations.hpp"
#include "bot/store/event_codec.hpp"
#include "bot/store/folds.hpp"
#include "bot/store/projections.hpp"
#include "bot/store/register.hpp"
#include "bot/store/search_rows.hpp"

namespace muster::store {

namespace {

constexpr int kBatch = 500;  // entries in memory at a time

// As schemas 8 and 11 made them, to the letter: muster verify compares.
constexpr Sql kPutBack = R"sql(
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER register_is_not_updated BEFORE UPDATE ON register
BEGIN SELECT raise(ABORT, 'the register is append-only'); END;
CREATE TRIGGER register_is_not_deleted BEFORE DELETE ON register
BEGIN SELECT raise(ABORT, 'the register is append-only'); END;
)sql";

Result<Done> check_link(const EventRow& row, const std::string& before) {
  if (row.prev_hash == before && row.hash == hash_of(row)) return Done{};
  return fail(ErrorKind::corrupt, timeline_name({row.incident}) + " entry " + std::to_string(row.seq) +
                                      " was changed after it was written: run muster verify. Nothing is "
                                      "taken out of a record that does not hold");
}

Result<Done> write_anew(Connection& db, const EventRow& row) {
  return db.run(R"sql(
    UPDATE event SET actor_id = ?, body = ?, prev_hash = ?, hash = ? WHERE incident = ? AND seq = ?)sql",
                row.actor_id, row.body, row.prev_hash, row.hash, row.incident, row.seq);
}

}  // namespace

Result<Done> lift_guards(Connection& db) {
  return db.run_script(R"sql(
    DROP TRIGGER event_is_not_updated;
    DROP TRIGGER event_is_not_deleted;
    DROP TRIGGER register_is_not_updated;
    DROP TRIGGER register_is_not_deleted;)sql");
}

Result<Done> put_back_guards(Connection& db) {
  return db.run_script(kPutBack);
}

Result<Done> reseal(Connection& db, IncidentNumber number, const Rewrite& rewrite,
                    TimelinesResealed& record) {
  MUSTER_TRY(const ChainHead before, chain_head(db, number));
  ResealedTimeline made{number, 0, 0, before.seq, before.hash, {}};
  std::string old_hash;  // of the entry before, as it was
  std::string new_hash;
  for (Seq done = 0; done < before.seq;) {
    MUSTER_TRY(std::vector<EventRow> rows, rows_after(db, number, done, kBatch));
    if (rows.empty()) break;
    for (EventRow& row : rows) {
      MUSTER_CHECK(check_link(row, old_hash));
      old_hash = row.hash;
      MUSTER_TRY(const bool changed, rewrite(row));
      if (changed) ++made.entries;
      if (changed && made.first == 0) made.first = row.seq;
      if (made.first != 0) {
        row.prev_hash = new_hash;
        row.hash = hash_of(row);
        MUSTER_CHECK(write_anew(db, row));
      }
      new_hash = row.hash;
    }
    done = rows.back().seq;
  }
  if (made.entries == 0) return Done{};
  made.head_after = new_hash;
  record.timelines.push_back(std::move(made));
  return Done{};
}

Result<Done> take_out(Connection& db, IncidentNumber number, TimelinesResealed& record) {
  MUSTER_TRY(const ChainHead head, chain_head(db, number));
  record.timelines.push_back({number, head.seq, 1, head.seq, head.hash, {}});
  // What lies in rooms of the console's chat first: it is found by its room.
  MUSTER_CHECK(db.run("DELETE FROM chat_reaction WHERE room IN (SELECT id FROM chat_room WHERE incident = ?)",
                      number));
  MUSTER_CHECK(
      db.run("DELETE FROM chat_message WHERE room IN (SELECT id FROM chat_room WHERE incident = ?)", number));
  MUSTER_CHECK(db.run("DELETE FROM chat_bookmark WHERE room IN (SELECT id FROM chat_room WHERE incident = ?)",
                      number));
  MUSTER_CHECK(
      db.run("DELETE FROM chat_member WHERE room IN (SELECT id FROM chat_room WHERE incident = ?)", number));
  MUSTER_CHECK(db.run("DELETE FROM chat_room WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_room WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_member WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM outbox WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_change WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM interruption WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM cadence WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM service_impact WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_time WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_figures WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_link WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM action_item WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM task WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM status_update WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM page WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM impact WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM role_term WHERE incident = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM incident_search WHERE rowid = ?", number));
  MUSTER_CHECK(db.run("DELETE FROM event WHERE incident = ?", number));
  return db.run("DELETE FROM incident WHERE number = ?", number);
}

Result<Done> reseal_register(Connection& db, TimelinesResealed& record) {
  MUSTER_TRY(ResealedRegister made, make_register_anew(db));
  if (made.lines == 0) return Done{};
  record.register_lines = made.lines;
  record.register_before = std::move(made.head_before);
  record.register_after = std::move(made.head_after);
  return Done{};
}

Result<Done> record_resealing(Connection& db, TimelinesResealed record, Time now) {
  MUSTER_TRY(const ChainHead head, chain_head(db, kOperations));
  Event event;
  event.incident = kOperations;
  event.seq = head.seq + 1;
  event.occurred_at = now;
  event.recorded_at = now;
  event.source = record.by.empty() ? "muster" : "cli";
  event.body = std::move(record);
  event.prev_hash = head.hash;
  EventRow row = to_row(event);
  row.hash = hash_of(row);
  return insert_event(db, row);
}

Result<Done> fold_anew(Connection& db, IncidentNumber number) {
  MUSTER_TRY(const auto incident, one_incident(db, number));
  if (!incident) return Done{};
  MUSTER_CHECK(write_incident_row(db, *incident));
  MUSTER_CHECK(write_incident_parts(db, *incident, nullptr));
  return write_search_row(db, *incident, nullptr);
}

}  // namespace muster::store

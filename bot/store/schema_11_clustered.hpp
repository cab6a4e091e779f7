// Schema 11: a timeline lies together on disk, in the order in which it is read and written, without an index
// that repeats its key, and entries are found by type only where somebody looks for them so; the inbox, whose
// keys come in no order, grows at its end and has them in an index (decision 0023). The trigger that keeps a
// timeline together asks once for the last event instead of twice.
#pragma once

#include <string_view>

namespace muster::store {

// legacy_alter_table: a renamed table is not followed by the views that read it, which mean the new one.
inline constexpr std::string_view kSchemaClustered = R"sql(
PRAGMA user_version = 11;
PRAGMA legacy_alter_table = ON;

DROP TRIGGER event_is_not_updated;
DROP TRIGGER event_is_not_deleted;
DROP TRIGGER event_follows_the_last;
DROP INDEX event_type;
ALTER TABLE event RENAME TO event_10;
CREATE TABLE event (
  incident     INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  type         TEXT NOT NULL,
  occurred_at  INTEGER NOT NULL,
  recorded_at  INTEGER NOT NULL,
  actor_kind   TEXT NOT NULL,
  actor_id     TEXT NOT NULL,
  source       TEXT NOT NULL,
  body         TEXT NOT NULL,
  prev_hash    TEXT NOT NULL,
  hash         TEXT NOT NULL,
  PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO event SELECT * FROM event_10 ORDER BY incident, seq;
DROP TABLE event_10;
CREATE INDEX event_revised ON event (incident, seq) WHERE type = 'revised';
CREATE INDEX event_withdrawn ON event (incident, seq) WHERE type = 'withdrawn';
CREATE INDEX event_of_operations ON event (type, seq) WHERE incident = 0;
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NOT coalesce((SELECT NEW.seq = seq + 1 AND NEW.prev_hash = hash FROM event
                   WHERE incident = NEW.incident ORDER BY seq DESC LIMIT 1),
                  NEW.seq = 1 AND NEW.prev_hash = '')
BEGIN SELECT raise(ABORT, 'the event does not follow the last one'); END;

DROP INDEX inbox_received_at;
ALTER TABLE inbox RENAME TO inbox_10;
CREATE TABLE inbox (
  position     INTEGER PRIMARY KEY,
  origin_key   TEXT NOT NULL UNIQUE,
  received_at  INTEGER NOT NULL,
  reply        TEXT NOT NULL,
  refused      TEXT NOT NULL
) STRICT;
INSERT INTO inbox (origin_key, received_at, reply, refused)
SELECT origin_key, received_at, reply, refused FROM inbox_10 ORDER BY received_at, origin_key;
DROP TABLE inbox_10;
CREATE INDEX inbox_received_at ON inbox (received_at);

PRAGMA legacy_alter_table = OFF;
)sql";

}  // namespace muster::store

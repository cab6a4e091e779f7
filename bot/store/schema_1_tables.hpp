// Schema 1: the tables. Times are microseconds since 1970 in UTC. Lists are JSON arrays.
//
// event is the truth; incident, role_term, impact, page, status_update, task and action_item are written from
// the fold and can be made again from it. inbox, outbox and timer are the engine's; the chat_ tables are the
// console's.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaTables = R"sql(
PRAGMA application_id = 0x4D535452;
PRAGMA user_version = 1;

CREATE TABLE incident (
  number            INTEGER PRIMARY KEY,
  title             TEXT NOT NULL,
  description       TEXT NOT NULL,
  kind              TEXT NOT NULL,
  visibility        TEXT NOT NULL,
  state             TEXT NOT NULL,
  severity          INTEGER,
  initial_severity  INTEGER,
  peak_severity     INTEGER,
  services          TEXT NOT NULL,
  declared_by       TEXT NOT NULL,
  declared_at       INTEGER NOT NULL,
  started_at        INTEGER,
  state_since       INTEGER NOT NULL,
  mitigated_at      INTEGER,
  resolved_at       INTEGER,
  closed_at         INTEGER,
  merged_into       INTEGER,
  commander         TEXT,
  next_update_due   INTEGER,
  postmortem        TEXT NOT NULL,
  last_seq          INTEGER NOT NULL,
  head_hash         TEXT NOT NULL
) STRICT;
CREATE INDEX incident_merged_into ON incident (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE event (
  incident     INTEGER NOT NULL REFERENCES incident (number),
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
) STRICT;
CREATE INDEX event_type ON event (incident, type, seq);

CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM event WHERE incident = NEW.incident), 0)
  OR NEW.prev_hash <> coalesce((SELECT hash FROM event WHERE incident = NEW.incident ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT raise(ABORT, 'the event does not follow the last one'); END;

CREATE TABLE inbox (
  origin_key   TEXT PRIMARY KEY,
  received_at  INTEGER NOT NULL,
  reply        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_received_at ON inbox (received_at);

CREATE TABLE outbox (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  key         TEXT NOT NULL UNIQUE,
  incident    INTEGER REFERENCES incident (number),
  lane        TEXT NOT NULL,
  supersedes  TEXT NOT NULL,
  platform    TEXT NOT NULL,
  type        TEXT NOT NULL,
  body        TEXT NOT NULL,
  state       TEXT NOT NULL,
  attempt     INTEGER NOT NULL,
  not_before  INTEGER NOT NULL,
  last_error  TEXT NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_unsettled ON outbox (position) WHERE state IN ('waiting', 'running');
CREATE INDEX outbox_created_at ON outbox (created_at);

CREATE TABLE timer (
  key       TEXT PRIMARY KEY,
  incident  INTEGER NOT NULL REFERENCES incident (number),
  what      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  due       INTEGER NOT NULL,
  about     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  zone  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person_identity (
  person    TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  platform  TEXT NOT NULL,
  user      TEXT NOT NULL,
  PRIMARY KEY (person, platform)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_term (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  position  INTEGER NOT NULL,
  role      TEXT NOT NULL,
  person    TEXT NOT NULL,
  since     INTEGER NOT NULL,
  until     INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE impact (
  incident    INTEGER NOT NULL REFERENCES incident (number),
  position    INTEGER NOT NULL,
  service     TEXT NOT NULL,
  level       TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
  incident         INTEGER NOT NULL REFERENCES incident (number),
  position         INTEGER NOT NULL,
  id               TEXT NOT NULL,
  target           TEXT NOT NULL,
  people           TEXT NOT NULL,
  text             TEXT NOT NULL,
  sent_at          INTEGER NOT NULL,
  sent_by          TEXT NOT NULL,
  acknowledged_at  INTEGER,
  acknowledged_by  TEXT NOT NULL,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE status_update (
  incident   INTEGER NOT NULL REFERENCES incident (number),
  position   INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  posted_at  INTEGER NOT NULL,
  posted_by  TEXT NOT NULL,
  audiences  TEXT NOT NULL,
  text       TEXT NOT NULL,
  state      TEXT NOT NULL,
  next_at    INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  position  INTEGER NOT NULL,
  id        TEXT NOT NULL,
  text      TEXT NOT NULL,
  owner     TEXT NOT NULL,
  due       INTEGER,
  added_at  INTEGER NOT NULL,
  done_at   INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE action_item (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  position  INTEGER NOT NULL,
  id        TEXT NOT NULL,
  title     TEXT NOT NULL,
  owner     TEXT NOT NULL,
  due       INTEGER,
  priority  TEXT NOT NULL,
  type      TEXT NOT NULL,
  added_at  INTEGER NOT NULL,
  done_at   INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE chat_room (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  topic       TEXT NOT NULL,
  is_private  INTEGER NOT NULL,
  incident    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chat_member (
  position  INTEGER PRIMARY KEY,
  room      TEXT NOT NULL,
  person    TEXT NOT NULL,
  UNIQUE (room, person)
) STRICT;

CREATE TABLE chat_message (
  position   INTEGER PRIMARY KEY AUTOINCREMENT,
  room       TEXT NOT NULL,
  id         TEXT NOT NULL,
  thread     TEXT NOT NULL,
  author     TEXT NOT NULL,
  sent_at    INTEGER NOT NULL,
  edited_at  INTEGER,
  deleted    INTEGER NOT NULL DEFAULT 0,
  pinned     INTEGER NOT NULL DEFAULT 0,
  content    TEXT NOT NULL,
  UNIQUE (room, id)
) STRICT;
CREATE INDEX chat_message_room ON chat_message (room, position);

CREATE TABLE chat_reaction (
  position  INTEGER PRIMARY KEY,
  room      TEXT NOT NULL,
  message   TEXT NOT NULL,
  emoji     TEXT NOT NULL,
  person    TEXT NOT NULL,
  UNIQUE (room, message, emoji, person)
) STRICT;

CREATE TABLE chat_bookmark (
  position  INTEGER PRIMARY KEY,
  room      TEXT NOT NULL,
  title     TEXT NOT NULL,
  link      TEXT NOT NULL,
  UNIQUE (room, link)
) STRICT;

CREATE TABLE session (
  token_hash  TEXT PRIMARY KEY,
  person      TEXT NOT NULL,
  opened_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace muster::store

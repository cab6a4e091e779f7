// Schema 3: the operations log (events of number 0 belong to no incident) and what is measured and reported.
//
// The figures are computed by the domain when an incident changes and written here; the views of schema 4
// read them.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaPractice = R"sql(
PRAGMA user_version = 3;

DROP VIEW v_kpis; DROP VIEW v_kpis_all; DROP VIEW v_impact; DROP VIEW v_impact_all; DROP VIEW v_roles;
DROP VIEW v_roles_all; DROP VIEW v_tasks; DROP VIEW v_tasks_all; DROP VIEW v_actions; DROP VIEW v_actions_all;
DROP VIEW v_pages; DROP VIEW v_pages_all; DROP VIEW v_updates; DROP VIEW v_updates_all; DROP VIEW v_timeline;
DROP VIEW v_timeline_all; DROP VIEW v_incidents; DROP VIEW v_incidents_all;

CREATE TABLE event_3 (
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
) STRICT;
INSERT INTO event_3 SELECT * FROM event;
DROP TRIGGER event_is_not_deleted;
DROP TABLE event;
ALTER TABLE event_3 RENAME TO event;
CREATE INDEX event_type ON event (incident, type, seq);
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the timeline is append-only'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM event WHERE incident = NEW.incident), 0)
  OR NEW.prev_hash <> coalesce((SELECT hash FROM event WHERE incident = NEW.incident ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT raise(ABORT, 'the event does not follow the last one'); END;

CREATE TABLE incident_figures (
  incident             INTEGER PRIMARY KEY REFERENCES incident (number),
  counts_in_reports    INTEGER NOT NULL,
  detection_source     TEXT NOT NULL,
  impact_started_at    INTEGER,
  impact_ended_at      INTEGER,
  detected_at          INTEGER NOT NULL,
  declared_at          INTEGER NOT NULL,
  first_page_at        INTEGER,
  acknowledged_at      INTEGER,
  engaged_at           INTEGER,
  mitigated_at         INTEGER,
  resolved_at          INTEGER,
  closed_at            INTEGER,
  ttd_s                INTEGER,
  ttd_raw_s            INTEGER,
  tta_s                INTEGER,
  tte_s                INTEGER,
  ttmob_s              INTEGER,
  ttm_s                INTEGER,
  ttr_impact_s         INTEGER,
  ttr_declared_s       INTEGER,
  ttfp_s               INTEGER,
  change_recovery_s    INTEGER,
  absent               TEXT NOT NULL,
  impact_union_s       INTEGER NOT NULL,
  hold_s               INTEGER NOT NULL,
  pages_sent           INTEGER NOT NULL,
  pages_acknowledged   INTEGER NOT NULL,
  timeout_escalations  INTEGER NOT NULL,
  postmortem_due_at    INTEGER,
  postmortem_on_time   INTEGER,
  responder_cost       REAL NOT NULL,
  business_loss        REAL NOT NULL
) STRICT;

CREATE TABLE incident_time (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  what      TEXT NOT NULL,
  name      TEXT NOT NULL,
  person    TEXT NOT NULL,
  seconds   INTEGER NOT NULL,
  PRIMARY KEY (incident, what, name, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_impact (
  incident    INTEGER NOT NULL REFERENCES incident (number),
  service     TEXT NOT NULL,
  full_s      INTEGER NOT NULL,
  partial_s   INTEGER NOT NULL,
  degraded_s  INTEGER NOT NULL,
  weighted_s  REAL NOT NULL,
  budget_s    REAL,
  burn_pct    REAL,
  PRIMARY KEY (incident, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE cadence (
  incident      INTEGER NOT NULL REFERENCES incident (number),
  audience      TEXT NOT NULL,
  on_time       INTEGER NOT NULL,
  observations  INTEGER NOT NULL,
  max_gap_s     INTEGER NOT NULL,
  PRIMARY KEY (incident, audience)
) STRICT, WITHOUT ROWID;

CREATE TABLE interruption (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  page      TEXT NOT NULL,
  person    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  band      TEXT NOT NULL,
  PRIMARY KEY (incident, page, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE change_record (
  id            TEXT PRIMARY KEY,
  type          TEXT NOT NULL,
  service       TEXT NOT NULL,
  title         TEXT NOT NULL,
  risk          TEXT NOT NULL,
  result        TEXT NOT NULL,
  link          TEXT NOT NULL,
  incident      INTEGER,
  started_at    INTEGER,
  completed_at  INTEGER,
  refused_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX change_record_completed_at ON change_record (completed_at);
)sql";

}  // namespace muster::store

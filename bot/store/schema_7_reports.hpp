// Schema 7: what a period's report asks for: the cause, the changes linked to an incident, when an action was
// due at first; and indexes by time, so that a report reads its period and not the whole history.
//
// The figures are emptied: muster measures every incident anew when it starts and finds none.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaPeriods = R"sql(
PRAGMA user_version = 7;

DELETE FROM incident_figures;
ALTER TABLE incident_figures ADD COLUMN cause_tag TEXT NOT NULL DEFAULT '';

CREATE TABLE incident_change (
  incident  INTEGER NOT NULL REFERENCES incident (number),
  change    TEXT NOT NULL,
  relation  TEXT NOT NULL,
  PRIMARY KEY (incident, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_change_change ON incident_change (change);

ALTER TABLE action_item ADD COLUMN first_due INTEGER;
UPDATE action_item SET first_due =
  (SELECT json_extract(e.body, '$.due') FROM event e
   WHERE e.incident = action_item.incident AND e.type IN ('action', 'action_changed')
     AND json_extract(e.body, '$.action') = action_item.id AND json_extract(e.body, '$.due') IS NOT NULL
   ORDER BY e.seq LIMIT 1);

CREATE INDEX incident_figures_declared_at ON incident_figures (declared_at);
CREATE INDEX incident_figures_resolved_at ON incident_figures (resolved_at);
CREATE INDEX incident_figures_postmortem_due_at ON incident_figures (postmortem_due_at);
CREATE INDEX incident_open ON incident (number) WHERE state IN
  ('triage', 'investigating', 'identified', 'fixing', 'monitoring');
CREATE INDEX impact_ended_at ON impact (ended_at);
CREATE INDEX interruption_at ON interruption (at);
CREATE INDEX action_item_added_at ON action_item (added_at);
CREATE INDEX action_item_done_at ON action_item (done_at);
CREATE INDEX action_item_first_due ON action_item (first_due);

CREATE VIEW v_incident_changes_all AS
SELECT incident, change, relation FROM incident_change;

CREATE VIEW v_incident_changes AS
SELECT * FROM v_incident_changes_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

DROP VIEW v_actions;
DROP VIEW v_actions_all;
CREATE VIEW v_actions_all AS
SELECT a.incident, a.id AS action, a.title, nullif(a.owner, '') AS owner,
       coalesce(p.name, nullif(a.owner, '')) AS owner_name, nullif(a.priority, '') AS priority,
       nullif(a.type, '') AS type,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.added_at / 1000000, 'unixepoch') AS added_at, a.added_at AS added_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.due / 1000000, 'unixepoch') AS due, a.due AS due_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.done_at / 1000000, 'unixepoch') AS done_at, a.done_at AS done_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.first_due / 1000000, 'unixepoch') AS first_due, a.first_due AS first_due_us
FROM action_item a LEFT JOIN person p ON p.id = a.owner;

CREATE VIEW v_actions AS
SELECT * FROM v_actions_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

DROP VIEW v_kpis;
DROP VIEW v_kpis_all;
CREATE VIEW v_kpis_all AS
SELECT f.incident, 'INC-' || f.incident AS name, i.title, i.kind, i.state, i.peak_severity, f.counts_in_reports,
       f.detection_source,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.impact_started_at / 1000000, 'unixepoch') AS impact_started_at, f.impact_started_at AS impact_started_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.impact_ended_at / 1000000, 'unixepoch') AS impact_ended_at, f.impact_ended_at AS impact_ended_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.detected_at / 1000000, 'unixepoch') AS detected_at, f.detected_at AS detected_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.declared_at / 1000000, 'unixepoch') AS declared_at, f.declared_at AS declared_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.first_page_at / 1000000, 'unixepoch') AS first_page_at, f.first_page_at AS first_page_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.acknowledged_at / 1000000, 'unixepoch') AS acknowledged_at, f.acknowledged_at AS acknowledged_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.engaged_at / 1000000, 'unixepoch') AS engaged_at, f.engaged_at AS engaged_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.mitigated_at / 1000000, 'unixepoch') AS mitigated_at, f.mitigated_at AS mitigated_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.resolved_at / 1000000, 'unixepoch') AS resolved_at, f.resolved_at AS resolved_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.closed_at / 1000000, 'unixepoch') AS closed_at, f.closed_at AS closed_at_us,
       f.ttd_s, f.ttd_raw_s, f.tta_s, f.tte_s, f.ttmob_s, f.ttm_s, f.ttr_impact_s, f.ttr_declared_s, f.ttfp_s,
       f.change_recovery_s, f.impact_union_s, f.hold_s, f.pages_sent, f.pages_acknowledged, f.timeout_escalations,
       strftime('%Y-%m-%dT%H:%M:%SZ', f.postmortem_due_at / 1000000, 'unixepoch') AS postmortem_due_at,
       f.postmortem_due_at AS postmortem_due_at_us, f.postmortem_on_time, f.responder_cost, f.business_loss, f.absent,
       nullif(f.cause_tag, '') AS cause_tag
FROM incident_figures f JOIN incident i ON i.number = f.incident;

CREATE VIEW v_kpis AS
SELECT * FROM v_kpis_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');
)sql";

}  // namespace muster::store

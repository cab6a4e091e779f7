// Schema 4: the views over the tables of schema 1 and 3, which are muster's public reporting interface.
// docs/reporting.md describes them column by column.
//
// Every instant is given twice: as ISO text in UTC and whole seconds, and with _us as microseconds since
// 1970. A length of time is the difference of the whole seconds. Each view has a twin with the suffix _all
// that also shows private incidents.
#pragma once

#include <string_view>

namespace muster::store {

inline constexpr std::string_view kSchemaReports = R"sql(
PRAGMA user_version = 4;

CREATE VIEW v_incidents_all AS
SELECT i.number AS incident, 'INC-' || i.number AS name, i.title, i.description, i.kind, i.visibility, i.state,
       i.state NOT IN ('resolved', 'closed', 'canceled', 'merged') AS is_open,
       i.severity, i.initial_severity, i.peak_severity, i.services,
       i.commander, coalesce(p.name, i.commander) AS commander_name, i.declared_by,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.declared_at / 1000000, 'unixepoch') AS declared_at,
       i.declared_at AS declared_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.started_at / 1000000, 'unixepoch') AS started_at,
       i.started_at AS started_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.state_since / 1000000, 'unixepoch') AS state_since,
       i.state_since AS state_since_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.mitigated_at / 1000000, 'unixepoch') AS mitigated_at,
       i.mitigated_at AS mitigated_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.resolved_at / 1000000, 'unixepoch') AS resolved_at,
       i.resolved_at AS resolved_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.closed_at / 1000000, 'unixepoch') AS closed_at,
       i.closed_at AS closed_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.next_update_due / 1000000, 'unixepoch') AS next_update_due,
       i.next_update_due AS next_update_due_us,
       i.merged_into, i.postmortem, i.last_seq, i.head_hash
FROM incident i LEFT JOIN person p ON p.id = i.commander;

CREATE VIEW v_incidents AS
SELECT incident, name, title, description, kind, visibility, state, is_open, severity, initial_severity, peak_severity,
       services, commander, commander_name, declared_by, declared_at, declared_at_us, started_at, started_at_us,
       state_since, state_since_us, mitigated_at, mitigated_at_us, resolved_at, resolved_at_us, closed_at, closed_at_us,
       next_update_due, next_update_due_us,
       CASE WHEN merged_into IN (SELECT number FROM incident WHERE visibility = 'public') THEN merged_into END
         AS merged_into,
       postmortem, last_seq, head_hash
FROM v_incidents_all WHERE visibility = 'public';

-- json_each, not json_extract: SQLite 3.40 refuses the latter in a view when the schema is not trusted.
CREATE VIEW v_timeline_all AS
WITH
revision (incident, entry, seq, text, at) AS (
  SELECT incident, (SELECT value FROM json_each(body) WHERE key = 'entry'), seq,
         (SELECT nullif(value, '') FROM json_each(body) WHERE key = 'text'),
         (SELECT value FROM json_each(body) WHERE key = 'at')
  FROM event WHERE type = 'revised'),
withdrawal (incident, entry) AS (
  SELECT e.incident, j.value FROM event e, json_each(e.body) j WHERE e.type = 'withdrawn' AND j.key = 'entry'),
entry AS (
  SELECT e.*,
         coalesce((SELECT r.at FROM revision r WHERE r.incident = e.incident AND r.entry = e.seq AND r.at IS NOT NULL
                   ORDER BY r.seq DESC LIMIT 1), e.occurred_at) AS happened_at,
         coalesce((SELECT r.text FROM revision r WHERE r.incident = e.incident AND r.entry = e.seq
                     AND r.text IS NOT NULL ORDER BY r.seq DESC LIMIT 1),
                  (SELECT j.value FROM json_each(e.body) j
                   WHERE j.key IN ('text', 'title', 'note', 'reason', 'briefing') AND j.value <> ''
                     AND NOT (e.type = 'postmortem' AND j.key = 'text')
                   ORDER BY instr('text title note reason briefing', j.key) LIMIT 1)) AS words,
         EXISTS (SELECT 1 FROM revision r WHERE r.incident = e.incident AND r.entry = e.seq) AS revised
  FROM event e
  WHERE e.incident > 0 AND e.type NOT IN ('revised', 'withdrawn') AND (e.incident, e.seq) NOT IN (SELECT incident, entry FROM withdrawal))
SELECT t.incident, t.seq, t.type,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.happened_at / 1000000, 'unixepoch') AS occurred_at,
       t.happened_at AS occurred_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.recorded_at / 1000000, 'unixepoch') AS recorded_at,
       t.recorded_at AS recorded_at_us,
       t.actor_kind, t.actor_id AS actor, coalesce(p.name, t.actor_id) AS actor_name, t.source, t.words AS text,
       t.revised, t.body
FROM entry t LEFT JOIN person p ON p.id = t.actor_id;

CREATE VIEW v_timeline AS
SELECT * FROM v_timeline_all
WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public')
  AND NOT (type IN ('merged', 'merge_received')
           AND EXISTS (SELECT 1 FROM json_each(body) j JOIN incident i ON i.number = j.value
                       WHERE j.key IN ('into', 'source') AND i.visibility = 'private'));

CREATE VIEW v_updates_all AS
SELECT u.incident, u.position + 1 AS update_no, u.seq,
       strftime('%Y-%m-%dT%H:%M:%SZ', u.posted_at / 1000000, 'unixepoch') AS posted_at, u.posted_at AS posted_at_us,
       u.posted_by, coalesce(p.name, u.posted_by) AS posted_by_name, u.audiences, u.text, u.state,
       strftime('%Y-%m-%dT%H:%M:%SZ', u.next_at / 1000000, 'unixepoch') AS next_at, u.next_at AS next_at_us
FROM status_update u LEFT JOIN person p ON p.id = u.posted_by;

CREATE VIEW v_updates AS
SELECT * FROM v_updates_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_pages_all AS
SELECT g.incident, g.id AS page, g.target, g.people, g.text,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.sent_at / 1000000, 'unixepoch') AS sent_at, g.sent_at AS sent_at_us,
       g.sent_by, coalesce(p.name, g.sent_by) AS sent_by_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.acknowledged_at / 1000000, 'unixepoch') AS acknowledged_at,
       g.acknowledged_at AS acknowledged_at_us, g.acknowledged_by,
       g.acknowledged_at / 1000000 - g.sent_at / 1000000 AS ack_s
FROM page g LEFT JOIN person p ON p.id = g.sent_by;

CREATE VIEW v_pages AS
SELECT * FROM v_pages_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_actions_all AS
SELECT a.incident, a.id AS action, a.title, nullif(a.owner, '') AS owner,
       coalesce(p.name, nullif(a.owner, '')) AS owner_name, nullif(a.priority, '') AS priority,
       nullif(a.type, '') AS type,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.added_at / 1000000, 'unixepoch') AS added_at, a.added_at AS added_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.due / 1000000, 'unixepoch') AS due, a.due AS due_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.done_at / 1000000, 'unixepoch') AS done_at, a.done_at AS done_at_us
FROM action_item a LEFT JOIN person p ON p.id = a.owner;

CREATE VIEW v_actions AS
SELECT * FROM v_actions_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_tasks_all AS
SELECT t.incident, t.id AS task, t.text, nullif(t.owner, '') AS owner,
       coalesce(p.name, nullif(t.owner, '')) AS owner_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.added_at / 1000000, 'unixepoch') AS added_at, t.added_at AS added_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.due / 1000000, 'unixepoch') AS due, t.due AS due_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.done_at / 1000000, 'unixepoch') AS done_at, t.done_at AS done_at_us
FROM task t LEFT JOIN person p ON p.id = t.owner;

CREATE VIEW v_tasks AS
SELECT * FROM v_tasks_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_roles_all AS
SELECT r.incident, r.role, r.person, coalesce(p.name, r.person) AS person_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.since / 1000000, 'unixepoch') AS since, r.since AS since_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.until / 1000000, 'unixepoch') AS until, r.until AS until_us,
       coalesce(r.until, max(i.resolved_at, r.since)) / 1000000 - r.since / 1000000 AS held_s
FROM role_term r JOIN incident i ON i.number = r.incident LEFT JOIN person p ON p.id = r.person;

CREATE VIEW v_roles AS
SELECT * FROM v_roles_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_impact_all AS
SELECT m.incident, m.service, m.level,
       strftime('%Y-%m-%dT%H:%M:%SZ', m.started_at / 1000000, 'unixepoch') AS started_at, m.started_at AS started_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', m.ended_at / 1000000, 'unixepoch') AS ended_at, m.ended_at AS ended_at_us,
       m.ended_at / 1000000 - m.started_at / 1000000 AS lasted_s
FROM impact m;

CREATE VIEW v_impact AS
SELECT * FROM v_impact_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

-- Figures are computed by the domain (docs/reporting.md) and kept with the incident; NULL is never 0, and `absent` says
-- why a measure has no value.
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
       f.postmortem_due_at AS postmortem_due_at_us, f.postmortem_on_time, f.responder_cost, f.business_loss, f.absent
FROM incident_figures f JOIN incident i ON i.number = f.incident;

CREATE VIEW v_kpis AS
SELECT * FROM v_kpis_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_time_all AS
SELECT incident, what, name, nullif(person, '') AS person, seconds FROM incident_time;

CREATE VIEW v_time AS
SELECT * FROM v_time_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_service_impact_all AS
SELECT incident, service, full_s, partial_s, degraded_s, weighted_s, budget_s, burn_pct FROM service_impact;

CREATE VIEW v_service_impact AS
SELECT * FROM v_service_impact_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_cadence_all AS
SELECT incident, audience, on_time, observations, max_gap_s FROM cadence;

CREATE VIEW v_cadence AS
SELECT * FROM v_cadence_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_interruptions_all AS
SELECT n.incident, n.page, n.person, coalesce(p.name, n.person) AS person_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', n.at / 1000000, 'unixepoch') AS at, n.at AS at_us, n.band
FROM interruption n LEFT JOIN person p ON p.id = n.person;

CREATE VIEW v_interruptions AS
SELECT * FROM v_interruptions_all WHERE incident IN (SELECT number FROM incident WHERE visibility = 'public');

CREATE VIEW v_changes_all AS
SELECT id AS change, type, service, title, nullif(risk, '') AS risk, nullif(result, '') AS result,
       nullif(link, '') AS link, incident,
       strftime('%Y-%m-%dT%H:%M:%SZ', started_at / 1000000, 'unixepoch') AS started_at, started_at AS started_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', completed_at / 1000000, 'unixepoch') AS completed_at,
       completed_at AS completed_at_us,
       strftime('%Y-%m-%dT%H:%M:%SZ', refused_at / 1000000, 'unixepoch') AS refused_at, refused_at AS refused_at_us
FROM change_record;

CREATE VIEW v_changes AS
SELECT change, type, service, title, risk, result, link,
       CASE WHEN incident IN (SELECT number FROM incident WHERE visibility = 'public') THEN incident END AS incident,
       started_at, started_at_us, completed_at, completed_at_us, refused_at, refused_at_us
FROM v_changes_all;
)sql";

}  // namespace muster::store

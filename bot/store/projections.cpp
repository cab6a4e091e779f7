#include "bot/store/projections.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "bot/store/event_codec.hpp"
#include "bot/store/rest_rows.hpp"

namespace muster::store {

namespace {

// Each part is keyed by its place in the fold's list; what the fold no longer has is dropped from the end.
template <class Part>
struct Rest {
  std::span<const Part> parts;  // from the first that differs
  std::int64_t position = 0;    // of that one
  bool shrinks = true;          // there may be rows behind the last part
};

template <class Part>
Rest<Part> rest_of(const std::vector<Part>& now, const std::vector<Part>* before) {
  if (before == nullptr) return {now};
  const auto first = std::ranges::mismatch(now, *before).in1 - now.begin();
  return {std::span{now}.subspan(static_cast<std::size_t>(first)), first, before->size() > now.size()};
}

Result<Done> write_roles(Connection& db, IncidentNumber number, Rest<RoleTerm> rest) {
  std::int64_t& position = rest.position;
  for (const RoleTerm& term : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO role_term (incident, position, role, person, since, until) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET role = excluded.role, person = excluded.person, since = excluded.since, until = excluded.until
      WHERE (role, person, since, until) IS NOT (excluded.role, excluded.person, excluded.since, excluded.until))sql",
                        number, position++, term.role, term.person, term.since, term.until));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM role_term WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_impact(Connection& db, IncidentNumber number, Rest<ImpactInterval> rest) {
  std::int64_t& position = rest.position;
  for (const ImpactInterval& interval : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO impact (incident, position, service, level, started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET service = excluded.service, level = excluded.level, started_at = excluded.started_at,
          ended_at = excluded.ended_at
      WHERE (service, level, started_at, ended_at)
         IS NOT (excluded.service, excluded.level, excluded.started_at, excluded.ended_at))sql",
                        number, position++, interval.service, interval.level, interval.start, interval.end));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM impact WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_pages(Connection& db, IncidentNumber number, Rest<PageRecord> rest) {
  std::int64_t& position = rest.position;
  for (const PageRecord& page : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO page (incident, position, id, target, people, text, sent_at, sent_by, acknowledged_at, acknowledged_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET id = excluded.id, target = excluded.target, people = excluded.people, text = excluded.text,
          sent_at = excluded.sent_at, sent_by = excluded.sent_by, acknowledged_at = excluded.acknowledged_at,
          acknowledged_by = excluded.acknowledged_by
      WHERE (id, target, people, text, sent_at, sent_by, acknowledged_at, acknowledged_by)
         IS NOT (excluded.id, excluded.target, excluded.people, excluded.text, excluded.sent_at, excluded.sent_by,
                 excluded.acknowledged_at, excluded.acknowledged_by))sql",
                        number, position++, page.id, page.target, list_to_json(page.people), page.text,
                        page.sent_at, page.by.id, page.acknowledged_at, list_to_json(page.acknowledged_by)));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM page WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_updates(Connection& db, IncidentNumber number, Rest<StatusUpdate> rest) {
  std::int64_t& position = rest.position;
  for (const StatusUpdate& update : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO status_update (incident, position, seq, posted_at, posted_by, audiences, text, state, next_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET seq = excluded.seq, posted_at = excluded.posted_at, posted_by = excluded.posted_by,
          audiences = excluded.audiences, text = excluded.text, state = excluded.state, next_at = excluded.next_at
      WHERE (seq, posted_at, posted_by, audiences, text, state, next_at)
         IS NOT (excluded.seq, excluded.posted_at, excluded.posted_by, excluded.audiences, excluded.text,
                 excluded.state, excluded.next_at))sql",
                        number, position++, update.seq, update.at, update.by.id,
                        list_to_json(update.audiences), update.text, update.state, update.next_at));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM status_update WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_tasks(Connection& db, IncidentNumber number, Rest<TaskRecord> rest) {
  std::int64_t& position = rest.position;
  for (const TaskRecord& task : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO task (incident, position, id, text, owner, due, added_at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET id = excluded.id, text = excluded.text, owner = excluded.owner, due = excluded.due,
          added_at = excluded.added_at, done_at = excluded.done_at
      WHERE (id, text, owner, due, added_at, done_at)
         IS NOT (excluded.id, excluded.text, excluded.owner, excluded.due, excluded.added_at, excluded.done_at))sql",
                        number, position++, task.id, task.text, task.owner, task.due, task.added_at,
                        task.done_at));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM task WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_actions(Connection& db, IncidentNumber number, Rest<ActionItem> rest) {
  std::int64_t& position = rest.position;
  for (const ActionItem& action : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO action_item (incident, position, id, title, owner, due, priority, type, added_at, done_at, first_due)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET id = excluded.id, title = excluded.title, owner = excluded.owner, due = excluded.due,
          priority = excluded.priority, type = excluded.type, added_at = excluded.added_at, done_at = excluded.done_at,
          first_due = excluded.first_due
      WHERE (id, title, owner, due, priority, type, added_at, done_at, first_due)
         IS NOT (excluded.id, excluded.title, excluded.owner, excluded.due, excluded.priority, excluded.type,
                 excluded.added_at, excluded.done_at, excluded.first_due))sql",
                        number, position++, action.id, action.title, action.owner, action.due,
                        action.priority, action.type, action.added_at, action.done_at, action.first_due));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM action_item WHERE incident = ? AND position >= ?", number, position);
}

Result<Done> write_links(Connection& db, IncidentNumber number, Rest<LinkAdded> rest) {
  std::int64_t& position = rest.position;
  for (const LinkAdded& link : rest.parts) {
    MUSTER_CHECK(db.run(R"sql(
      INSERT INTO incident_link (incident, position, ref, relation, title) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (incident, position) DO UPDATE
      SET ref = excluded.ref, relation = excluded.relation, title = excluded.title
      WHERE (ref, relation, title) IS NOT (excluded.ref, excluded.relation, excluded.title))sql",
                        number, position++, link.ref, link.relation, link.title));
  }
  if (!rest.shrinks) return Done{};
  return db.run("DELETE FROM incident_link WHERE incident = ? AND position >= ?", number, position);
}

}  // namespace

Result<Done> write_incident_row(Connection& db, const Incident& incident) {
  return db.run(R"sql(
    INSERT INTO incident (number, title, description, kind, visibility, state, severity, initial_severity,
                          peak_severity, services, declared_by, declared_at, started_at, state_since, mitigated_at,
                          resolved_at, closed_at, merged_into, commander, next_update_due, postmortem, last_seq,
                          head_hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (number) DO UPDATE
    SET title = excluded.title, description = excluded.description, kind = excluded.kind,
        visibility = excluded.visibility, state = excluded.state, severity = excluded.severity,
        initial_severity = excluded.initial_severity, peak_severity = excluded.peak_severity,
        services = excluded.services, declared_by = excluded.declared_by, declared_at = excluded.declared_at,
        started_at = excluded.started_at, state_since = excluded.state_since, mitigated_at = excluded.mitigated_at,
        resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, merged_into = excluded.merged_into,
        commander = excluded.commander, next_update_due = excluded.next_update_due,
        postmortem = excluded.postmortem, last_seq = excluded.last_seq, head_hash = excluded.head_hash)sql",
                incident.number, incident.title, incident.description, incident.kind, incident.visibility,
                incident.state, incident.severity, incident.initial_severity, incident.peak_severity,
                list_to_json(incident.services), incident.declared_by.id, incident.declared_at,
                incident.started_at, incident.state_since, incident.mitigated_at, incident.resolved_at,
                incident.closed_at, incident.merged_into, incident.commander(), incident.next_update_due(),
                incident.postmortem, incident.last_seq, incident.head_hash);
}

Result<Done> write_incident_head(Connection& db, const Incident& incident) {
  return db.run("UPDATE incident SET last_seq = ?, head_hash = ? WHERE number = ?", incident.last_seq,
                incident.head_hash, incident.number);
}

Result<Done> write_incident_parts(Connection& db, const Incident& incident, const Incident* before) {
  const IncidentNumber number = incident.number;
  const auto rest = [&](auto list) {
    return rest_of(incident.*list, before == nullptr ? nullptr : &(before->*list));
  };
  const std::vector<ImpactInterval> impact = incident.impact();
  const std::vector<ImpactInterval> impact_before =
      before == nullptr ? std::vector<ImpactInterval>{} : before->impact();
  MUSTER_CHECK(write_roles(db, number, rest(&Incident::role_terms)));
  MUSTER_CHECK(write_impact(db, number, rest_of(impact, before == nullptr ? nullptr : &impact_before)));
  MUSTER_CHECK(write_pages(db, number, rest(&Incident::pages)));
  MUSTER_CHECK(write_updates(db, number, rest(&Incident::updates)));
  MUSTER_CHECK(write_tasks(db, number, rest(&Incident::tasks)));
  MUSTER_CHECK(write_actions(db, number, rest(&Incident::actions)));
  MUSTER_CHECK(write_links(db, number, rest(&Incident::links)));
  MUSTER_CHECK(write_rooms(db, incident, before));
  return write_members(db, incident, before);
}

}  // namespace muster::store

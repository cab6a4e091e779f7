#include "bot/store/rest_rows.hpp"

#include <ranges>

#include "bot/store/folds.hpp"

namespace muster::store {

namespace {

Result<std::vector<IncidentNumber>> numbers(Result<Rows> asked) {
  MUSTER_TRY(Rows rows, std::move(asked));
  std::vector<IncidentNumber> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({rows.integer(0)});
  }
}

}  // namespace

Result<std::vector<IncidentNumber>> not_at_rest(Connection& db) {
  return numbers(db.query(R"sql(
    SELECT number FROM incident WHERE state IN ('triage', 'investigating', 'identified', 'fixing', 'monitoring')
    UNION SELECT incident FROM timer WHERE incident > 0
    UNION SELECT incident FROM outbox WHERE state IN ('waiting', 'running') AND incident > 0
    UNION SELECT number FROM (SELECT number FROM incident ORDER BY number DESC LIMIT 50)
    ORDER BY 1)sql"));
}

Result<std::vector<IncidentNumber>> numbers_before(Connection& db, IncidentNumber number, int limit) {
  return numbers(db.query("SELECT number FROM incident WHERE number < ? ORDER BY number DESC LIMIT ?",
                          number.value, limit < 0 ? 0 : limit));
}

Result<IncidentNumber> number_of_room(Connection& db, const Place& place) {
  MUSTER_TRY(const auto number,
             db.integer("SELECT max(incident) FROM incident_room WHERE platform = ? AND room = ?",
                        place.platform, place.room));
  return IncidentNumber{number.value_or(0)};
}

Result<IncidentNumber> number_of_page(Connection& db, const std::string& id) {
  MUSTER_TRY(const auto number, db.integer("SELECT max(incident) FROM page WHERE id = ?", id));
  return IncidentNumber{number.value_or(0)};
}

Result<std::vector<IncidentNumber>> numbers_owed_by(Connection& db, const PersonId& person) {
  return numbers(db.query(R"sql(
    SELECT incident FROM task WHERE owner = ?1 AND done_at IS NULL
    UNION SELECT incident FROM action_item WHERE owner = ?1 AND done_at IS NULL
    ORDER BY 1 DESC)sql",
                          person));
}

Result<std::vector<IncidentNumber>> private_numbers(Connection& db, const std::optional<PersonId>& member) {
  if (!member)
    return numbers(db.query("SELECT number FROM incident WHERE visibility = 'private' ORDER BY number"));
  return numbers(
      db.query("SELECT incident FROM incident_member WHERE person = ? ORDER BY incident", *member));
}

Result<Done> write_rooms(Connection& db, const Incident& incident, const Incident* before) {
  if (before != nullptr && before->rooms == incident.rooms) return Done{};
  MUSTER_CHECK(db.run("DELETE FROM incident_room WHERE incident = ?", incident.number));
  for (const auto& [platform, room] : incident.rooms) {
    MUSTER_CHECK(db.run("INSERT INTO incident_room (incident, platform, room) VALUES (?, ?, ?)",
                        incident.number, platform, room.place.room));
  }
  return Done{};
}

Result<Done> write_members(Connection& db, const Incident& incident, const Incident* before) {
  if (before != nullptr && before->visibility == incident.visibility && before->members == incident.members)
    return Done{};
  const bool is_private = incident.visibility == Visibility::private_;
  if (before != nullptr && before->visibility == Visibility::public_ && !is_private) return Done{};
  MUSTER_CHECK(db.run("DELETE FROM incident_member WHERE incident = ?", incident.number));
  if (!is_private) return Done{};
  for (const PersonId& person : incident.members) {
    MUSTER_CHECK(db.run("INSERT INTO incident_member (incident, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        incident.number, person));
  }
  return Done{};
}

Result<Done> enter_those_there(Connection& db) {
  return each_incident(db, [&](const Incident& incident) -> Result<Done> {
    MUSTER_CHECK(write_rooms(db, incident, nullptr));
    return write_members(db, incident, nullptr);
  });
}

}  // namespace muster::store

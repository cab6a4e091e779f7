// Which incidents are not at rest (bot/ports/resting.hpp), and whose a room or a page is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// By number: those that are open, that a timer or an effect waits for, and the fifty that were declared last.
[[nodiscard]] Result<std::vector<IncidentNumber>> not_at_rest(Connection& db);

// The newest with a smaller number, newest first.
[[nodiscard]] Result<std::vector<IncidentNumber>> numbers_before(Connection& db, IncidentNumber number,
                                                                 int limit);

// 0: nobody's.
[[nodiscard]] Result<IncidentNumber> number_of_room(Connection& db, const Place& place);
[[nodiscard]] Result<IncidentNumber> number_of_page(Connection& db, const std::string& id);
// In which the person has an open task or action item, newest first.
[[nodiscard]] Result<std::vector<IncidentNumber>> numbers_owed_by(Connection& db, const PersonId& person);

// Private ones that this person is on, or all of them.
[[nodiscard]] Result<std::vector<IncidentNumber>> private_numbers(Connection& db,
                                                                  const std::optional<PersonId>& member);

// The rooms an incident has now. before: as it is stored; null: all are written.
[[nodiscard]] Result<Done> write_rooms(Connection& db, const Incident& incident, const Incident* before);

// Who is on it, when it is private.
[[nodiscard]] Result<Done> write_members(Connection& db, const Incident& incident, const Incident* before);

// For the migration that brought the tables: of every incident of the database.
[[nodiscard]] Result<Done> enter_those_there(Connection& db);

}  // namespace muster::store

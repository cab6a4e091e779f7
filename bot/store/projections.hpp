// The fold of an incident as rows, for list pages, reports and the views. Written with each change of the
// incident.
#pragma once

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// The incident's own row; it must be there before its events are.
[[nodiscard]] Result<Done> write_incident_row(Connection& db, const Incident& incident);

// Of a row that is there, what each event changes: enough where only_marks_differ().
[[nodiscard]] Result<Done> write_incident_head(Connection& db, const Incident& incident);

// Its roles, impact, pages, updates, tasks, action items and links. `before`: the incident as its rows are
// now, so that only what differs is looked at; null: all rows are, and those that say the same stay
// untouched.
[[nodiscard]] Result<Done> write_incident_parts(Connection& db, const Incident& incident,
                                                const Incident* before);

}  // namespace muster::store

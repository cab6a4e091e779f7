// The full-text index of incidents.
#pragma once

#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Replaces what the incident was found by, if that changed. `before`: the incident as it is stored; null: the
// stored row is looked at.
[[nodiscard]] Result<Done> write_search_row(Connection& db, const Incident& incident, const Incident* before);

// Incidents that have any of the words, the best first. Words may be anything; they are no query language.
[[nodiscard]] Result<std::vector<IncidentNumber>> search_rows(Connection& db,
                                                              const std::vector<std::string>& words,
                                                              int limit);

}  // namespace muster::store

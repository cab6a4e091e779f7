// Incidents read back from their events, which is the only way they are read.
#pragma once

#include <optional>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// The operations log, folded from the timeline with number 0.
[[nodiscard]] Result<OperationsLog> operations_log(Connection& db);

// By number. Sequence and links of each chain are checked; hashes are not made again (verify does that).
[[nodiscard]] Result<std::vector<Incident>> all_incidents(Connection& db);

[[nodiscard]] Result<std::optional<Incident>> one_incident(Connection& db, IncidentNumber number);

}  // namespace muster::store

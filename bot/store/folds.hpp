// Incidents read back from their events, which is the only way they are read.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// The operations log, folded from the timeline with number 0.
[[nodiscard]] Result<OperationsLog> operations_log(Connection& db);

// Of each incident sequence and links of the chain are checked; hashes are not made again (verify does that).

// By number, one at a time. Ends with the first error of `take`.
[[nodiscard]] Result<Done> each_incident(Connection& db, const std::function<Result<Done>(Incident&)>& take);

[[nodiscard]] Result<std::vector<Incident>> all_incidents(Connection& db);  // by number

[[nodiscard]] Result<std::optional<Incident>> one_incident(Connection& db, IncidentNumber number);

}  // namespace muster::store

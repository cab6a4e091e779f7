// An incident's figures as rows: what the reporting views read.
#pragma once

#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/figures.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Replaces what was written for the incident before.
[[nodiscard]] Result<Done> write_figures(Connection& db, const IncidentFigures& f);

// Incidents of which no figures were written: by a muster that had none.
[[nodiscard]] Result<std::vector<IncidentNumber>> unmeasured_incidents(Connection& db);

}  // namespace muster::store

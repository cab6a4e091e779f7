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

// Within no transaction, after one that failed: FTS5 forgets what it took from it. When a read of its own
// fails for want of memory, SQLite ends the transaction under it, and FTS5 (3.40, its function
// fts5StorageLoadTotals) goes on with counts of zero, which the next change would keep.
[[nodiscard]] Result<Done> forget_search_counts(Connection& db);

// Incidents that have any of the words, the best first. Words may be anything; they are no query language.
[[nodiscard]] Result<std::vector<IncidentNumber>> search_rows(Connection& db,
                                                              const std::vector<std::string>& words,
                                                              int limit);

}  // namespace muster::store

// Taking something out of what is never changed: entries are written anew, the chain is made again from
// there, and an entry on the operations log says so (docs/timeline-format.md, decision 0026). Everything
// within one transaction, so that a timeline is as it was or as it is recorded to be.
#pragma once

#include <functional>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/event_sealing.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/event_rows.hpp"

namespace muster::store {

// The triggers that keep timelines and register from being changed. The caller is in a transaction, and puts
// them back before it ends.
[[nodiscard]] Result<Done> lift_guards(Connection& db);
[[nodiscard]] Result<Done> put_back_guards(Connection& db);

// Changes an entry's actor and body, and says whether it did. Its place, times and hashes are not its to
// change.
using Rewrite = std::function<Result<bool>(EventRow& row)>;

// Rewrites a timeline. What changed is added to the record; nothing is when nothing did. corrupt: the chain
// did not hold before, which sealing it anew would hide.
[[nodiscard]] Result<Done> reseal(Connection& db, IncidentNumber number, const Rewrite& rewrite,
                                  TimelinesResealed& record);

// Takes a timeline out with everything that was made of it. The register keeps its line.
[[nodiscard]] Result<Done> take_out(Connection& db, IncidentNumber number, TimelinesResealed& record);

// The register over the first entries as they are now; at the end, before the record is written.
[[nodiscard]] Result<Done> reseal_register(Connection& db, TimelinesResealed& record);

// Writes the record on the operations log.
[[nodiscard]] Result<Done> record_resealing(Connection& db, TimelinesResealed record, Time now);

// The table rows of an incident whose timeline was rewritten, made from it anew.
[[nodiscard]] Result<Done> fold_anew(Connection& db, IncidentNumber number);

}  // namespace muster::store

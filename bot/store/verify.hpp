// Checks that what is stored is whole and unchanged: docs/timeline-format.md says what it can and cannot
// show.
#pragma once

#include "bot/base/result.hpp"
#include "bot/ports/reader.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// An Error only when the database cannot be read at all; what is wrong with it is in the report.
[[nodiscard]] Result<VerifyReport> verify(Connection& db);

}  // namespace muster::store

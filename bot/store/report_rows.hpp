// The rows a report on a period is made from.
#pragma once

#include "bot/base/result.hpp"
#include "bot/report/rows.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Within a read transaction of the caller, so that all rows are of one moment.
[[nodiscard]] Result<report::Rows> report_rows(Connection& db, const report::Query& query);

}  // namespace muster::store

// What the operations log adds up to, as rows for reports: changes.
#pragma once

#include "bot/base/result.hpp"
#include "bot/domain/event.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// Event of the operations log; those without a table of their own pass by.
[[nodiscard]] Result<Done> write_operations_row(Connection& db, const Event& event);

}  // namespace muster::store

// What `muster check` says of the schedules.
#pragma once

#include <vector>

#include "bot/domain/policy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::cli {

// Gaps and double bookings of the next 30 days by the layers alone, and whoever is on call and would not hear
// a page at night. Warnings: none is a reason not to start.
[[nodiscard]] std::vector<Finding> check_oncall(const Policy& policy, Time now);

}  // namespace muster::cli

// Incidents that are old enough to be forgotten, and why some of them stay.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/retention.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

struct Retiree {
  IncidentNumber number;
  Kind kind = Kind::normal;
  Time ended_at{};
  std::string why{};                     // it stays; empty: it goes
  std::vector<IncidentNumber> family{};  // merged into it, or it into them: they go together, or none does
};

// By number. From the tables alone: there may be many. holds: those under legal hold, and why.
[[nodiscard]] Result<std::vector<Retiree>> find_retirees(Connection& db, const Policy& policy,
                                                         const Retention& retention, Time now,
                                                         const std::map<IncidentNumber, std::string>& holds);

}  // namespace muster::store

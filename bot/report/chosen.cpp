#include "bot/report/chosen.hpp"

#include <algorithm>

namespace muster::report {

Chosen::Chosen(const Rows& rows, const Filter& filter, const Policy& policy) : filter_{filter} {
  any_service_ = filter.service.empty() && filter.team.empty();
  for (const Service& service : policy.services) {
    const bool of_team = filter.team.empty() || service.owner == filter.team;
    if (of_team && (filter.service.empty() || service.id == filter.service)) services_.insert(service.id);
  }
  by_number_.reserve(rows.incidents.size());
  for (const IncidentRow& row : rows.incidents) {
    if (!matches(row)) continue;
    const bool counts = row.kind == filter.kind && row.state != State::merged && row.state != State::canceled;
    (counts ? counted_ : left_out_).push_back(&row);
    if (counts) by_number_.emplace(row.number.value, &row);
  }
}

bool Chosen::has_service(const std::string& service) const {
  return any_service_ || services_.contains(service);
}

bool Chosen::matches(const IncidentRow& row) const {
  if (filter_.severity && row.peak != filter_.severity) return false;
  return any_service_ ||
         std::ranges::any_of(row.services, [&](const std::string& one) { return services_.contains(one); });
}

const IncidentRow* Chosen::find(IncidentNumber number) const {
  const auto found = by_number_.find(number.value);
  return found == by_number_.end() ? nullptr : found->second;
}

}  // namespace muster::report

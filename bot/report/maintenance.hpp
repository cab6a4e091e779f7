// Planned maintenance: what was agreed to be down is no downtime. Inside bot/report.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"
#include "bot/report/period.hpp"

namespace muster::report {

struct Span {
  Time from{};
  Time to{};
  friend bool operator==(const Span&, const Span&) = default;
};

// Of this service within the period, in order and apart. A window is about the services it names, or about
// all when it matches every alert; one that only picks sources, severities or labels mutes alerts and plans
// nothing.
[[nodiscard]] std::vector<Span> maintenance_of(const std::string& service, const Period& period,
                                               const Policy& policy);

// The intervals without those spans. by_start and spans ascend; so does what is left.
[[nodiscard]] std::vector<ImpactInterval> without(const std::vector<ImpactInterval>& by_start,
                                                  const std::vector<Span>& spans);

}  // namespace muster::report

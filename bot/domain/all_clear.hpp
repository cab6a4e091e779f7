// The all-clear checklist: what should hold before an incident is resolved. Some items are computed, the
// others are ticked by people. Source: practice reference 1.6.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

struct ChecklistItem {
  std::string id;    // what a person types: done backlog
  std::string text;  // "Backlog is drained or somebody owns it"
  bool computed = false;
  bool done = false;
  std::string why;  // of a computed one that does not hold
};

[[nodiscard]] std::vector<ChecklistItem> all_clear_checklist(const Incident& incident, const Policy& policy,
                                                             Time now);

}  // namespace muster

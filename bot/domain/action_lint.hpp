// Whether an action item can be finished: who, until when, and what is then different. Advice, never a
// refusal. Source: practice reference 2.4 (SMART). Pure.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident_parts.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

struct ActionFinding {
  std::string rule;    // AI01
  std::string action;  // AI-1; empty: of the whole list
  std::string what;    // "no owner"
  std::string advice;
  friend bool operator==(const ActionFinding&, const ActionFinding&) = default;
};

[[nodiscard]] std::vector<ActionFinding> lint_action(const ActionItem& item, const Policy& policy);
// Those of each item, and of the list as a whole.
[[nodiscard]] std::vector<ActionFinding> lint_actions(const std::vector<ActionItem>& items,
                                                      const Policy& policy);

}  // namespace muster

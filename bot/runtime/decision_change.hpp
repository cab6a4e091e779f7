// From a decision to what the store keeps: events get their numbers, incidents are folded forward, effects
// their keys and lanes, and what follows by itself (cards, topics) is added. Pure.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/store.hpp"

namespace muster {

struct DecisionInput {
  const Inbound& inbound;
  const Context& context;
  const Policy& policy;
};

struct DecisionChange {
  Change change;                                     // points into incidents and operations
  std::vector<std::shared_ptr<Incident>> incidents;  // as they are afterwards
  std::shared_ptr<OperationsLog> operations;         // as it is afterwards; null: unchanged
};

[[nodiscard]] DecisionChange to_change(Decision decision, const DecisionInput& input,
                                       const std::function<const Incident*(IncidentNumber)>& find);

}  // namespace muster

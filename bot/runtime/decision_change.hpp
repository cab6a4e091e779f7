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
  // The operations log to fold forward, in place, since a storm of alerts cannot afford a copy of it for
  // each. Whoever owns it undoes that when the change cannot be kept. Asked for when there is something to
  // fold in.
  std::function<OperationsLog&()> operations;
};

struct DecisionChange {
  Change change;                                     // points into incidents and operations
  std::vector<std::shared_ptr<Incident>> incidents;  // as they are afterwards
  bool operations = false;                           // the log was folded forward
};

[[nodiscard]] DecisionChange to_change(Decision decision, const DecisionInput& input,
                                       const std::function<const Incident*(IncidentNumber)>& find);

}  // namespace muster

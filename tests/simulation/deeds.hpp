// What people type about an incident, right and wrong: every verb, with times late, early and nonsensical.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "tests/simulation/dice.hpp"

namespace muster::simulation {

struct Scenery {
  const Incident& incident;
  std::string canary;  // stands in every free text, so that a leak is seen
  Time now{};
  const std::vector<std::string>& people;     // ids and mentions, some unknown
  const std::vector<IncidentNumber>& others;  // other incidents that may be named
  int changes = 0;                            // CHG-1 .. CHG-n were told of
  int reports = 0;
};

// Without the root command and without the incident's number.
[[nodiscard]] std::string deed(Dice& dice, const Scenery& scenery);
// A deed that ends the incident.
[[nodiscard]] std::string ending(Dice& dice, const Scenery& scenery);
// "declare ..." with this title.
[[nodiscard]] std::string declaration(Dice& dice, const std::string& title, Time now);

}  // namespace muster::simulation

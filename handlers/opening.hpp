// Opening an incident: what a person who declares and an alert that declares have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/plan.hpp"

namespace muster {

// Who is called for services.
struct Called {
  const EscalationPolicy* escalation = nullptr;  // none: the people alone
  std::vector<PersonId> people;
  std::string target;
};
// escalation: by id, instead of the services' own; empty: theirs.
[[nodiscard]] Called called_for(const std::vector<std::string>& services, std::optional<Severity> severity,
                                const std::string& escalation, const Context& ctx);

struct Opening {
  IncidentDeclared event;
  std::string alert_group;  // by key: the alerts it is declared from, which the caller ties; empty: none
  std::string escalation;   // by id, instead of the services' own; empty: theirs
};
// Records the declaration and everything that follows from it, onto a plan of that number: what led here, the
// room, the cards, invitations and whoever is on call. Gives the words that tell who commands.
[[nodiscard]] std::string open_incident(Plan& plan, IncidentNumber number, Opening opening,
                                        const Context& ctx);

}  // namespace muster

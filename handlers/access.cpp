// Who came into the console, who was refused or read what is private, and with which configuration muster
// runs: kept for auditors on the operations log.
#include "handlers/happenings.hpp"

namespace muster {

Outcome on_console_entered(const ConsoleEntered& entered, const Context& ctx) {
  if (ctx.actor.person().empty()) return Decision{};
  Decision decision;
  decision.events.push_back({kOperations, SignedIn{"console", entered.session, entered.left}, std::nullopt});
  return decision;
}

// How much of it is handed in is bounded already (bot/domain/access_bound.hpp).
Outcome on_access(const AccessNoted& noted) {
  Decision decision;
  decision.events.push_back({kOperations, noted.access, std::nullopt});
  return decision;
}

Outcome on_configuration(const ConfigurationLoaded& loaded, const Context& ctx) {
  Decision decision;
  if (loaded.read.sha256 != ctx.operations.configuration)
    decision.events.push_back({kOperations, loaded.read, std::nullopt});
  return decision;
}

}  // namespace muster

// close: the follow-up is finished.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  Plan plan{ctx};
  if (auto refusal = plan_transition(plan, ctx, State::closed, request.text)) {
    return std::unexpected(std::move(*refusal));
  }
  return plan.done(to_string(ctx.incident->number) + " is closed.");
}

constexpr std::array<std::string_view, 1> kAliases = {"closed"};

}  // namespace

const CommandSpec kCloseCommand{"close", kAliases, "close [note]", "Finish a resolved incident",
                                "close", true,     true,           handle};

}  // namespace muster

// catchup: what a late joiner needs, for the asker alone.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& /*request*/, const Context& ctx) {
  return show(ShowCatchup{ctx.incident->number});
}

constexpr std::array<std::string_view, 6> kAliases = {"info",    "catch-up", "overview",
                                                      "summary", "describe", "this"};

}  // namespace

const CommandSpec kCatchupCommand{"catchup", kAliases, "catchup", "What a late joiner needs to know",
                                  "catchup", true,     true,      handle};

}  // namespace muster

// freeze: no changes but those of this incident, until it is lifted.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool is_on(const Incident& incident) {
  return std::ranges::any_of(incident.freezes, [](const FreezeSpan& freeze) { return !freeze.until; });
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string op = lower(first.word);
  if (op != "on" && op != "off")
    return refuse("bad_freeze", "Say: freeze on [--scope checkout,search] [why], or: freeze off", "text");
  if (op == "off" && !is_on(*ctx.incident)) return refuse("no_freeze", "This incident holds no freeze");
  std::vector<std::string> scope;
  if (const std::string named = request.option("scope"); !named.empty() && lower(named) != "all") {
    auto services = services_named(named, ctx, "scope");
    if (!services) return std::unexpected(std::move(services).error());
    scope = *std::move(services);
  }
  Plan plan{ctx};
  const FreezeChanged freeze{op == "on", scope, first.rest, ctx.incident->number};
  const Seq seq = plan.record(freeze);
  const std::string wording = "freeze_" + op;
  plan.tell_room(wording, seq);
  plan.announce(wording, seq);
  plan.log(freeze);
  return plan.done(op == "on" ? "Changes are frozen, except those of this incident. freeze off lifts it."
                              : "The freeze is lifted.");
}

constexpr std::array<std::string_view, 1> kAliases = {"change-freeze"};

}  // namespace

const CommandSpec kFreezeCommand{"freeze",
                                 kAliases,
                                 "freeze on [--scope a,b|all] [why] | freeze off",
                                 "Stop all other changes while this burns",
                                 "freeze on --scope all",
                                 true,
                                 true,
                                 handle};

}  // namespace muster

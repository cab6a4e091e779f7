// hold: the incident waits for somebody else. Clocks that customers see go on.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string op = lower(first.word);
  if (op != "on" && op != "off")
    return refuse("bad_hold", "Say: hold on awaiting_vendor, or: hold off", "text");
  const Hold* standing = ctx.incident->hold();
  if (op == "on" && first.rest.empty())
    return refuse("reason_required", "Say what it waits for: hold on awaiting_vendor", "text");
  if (op == "off" && standing == nullptr) return refuse("not_on_hold", "It is not on hold");
  Plan plan{ctx};
  plan.tell_room("news", plan.record(HoldChanged{op == "on", first.rest}));
  return plan.done(op == "on" ? "On hold. Updates stay due; hold off ends it." : "Off hold.");
}

constexpr std::array<std::string_view, 1> kAliases = {"wait"};

}  // namespace

const CommandSpec kHoldCommand{"hold",
                               kAliases,
                               "hold on <what for> | hold off",
                               "Say that the incident waits for somebody",
                               "hold on awaiting_vendor",
                               true,
                               false,
                               handle};

}  // namespace muster

// cause: what kind of cause it was; recurrence is counted by it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const std::string tag = lower(clean_text(request.text, false));
  if (tag.empty())
    return refuse("cause_required", "Say what kind: cause config, capacity, expiry, vendor ...", "text");
  Plan plan{ctx};
  plan.record(CauseTagged{tag});
  return plan.done("The cause is named " + tag + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"cause-tag"};

}  // namespace

const CommandSpec kCauseCommand{
    "cause",        kAliases, "cause <kind>", "Name the kind of cause, for recurrence",
    "cause config", true,     true,           handle};

}  // namespace muster

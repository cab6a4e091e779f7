// detected: when it came to notice and by whom, where the record cannot know it; cause: what kind of cause it
// was.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::array<std::string_view, 5> kSources = {"monitoring", "customer", "partner", "employee",
                                                      "vendor"};

Outcome handle(const Request& request, const Context& ctx) {
  const std::string source =
      lower(request.option("by").empty() ? request.option("source") : request.option("by"));
  if (!source.empty() && !contains(kSources, std::string_view{source}))
    return refuse("unknown_source", "It was noticed by " + one_of({kSources.begin(), kSources.end()}), "by");
  const std::string when = request.option("at").empty() ? request.text : request.option("at");
  const auto at = parse_past_time(when, ctx.now, zone_of(ctx));
  if (!at) return refuse("bad_time", at.error().say, "at");
  Plan plan{ctx};
  plan.record(AnchorSet{"detected", source, request.option("reason")}, *at);
  return plan.done("It counts as detected at " + say_time(*at, zone_of(ctx)) + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"noticed"};

}  // namespace

const CommandSpec kDetectedCommand{"detected",
                                   kAliases,
                                   "detected TIME [--by monitoring|customer|partner|employee|vendor]",
                                   "Correct when it came to notice",
                                   "detected 14:04 UTC --by customer",
                                   true,
                                   true,
                                   handle};

}  // namespace muster

// cadence: how often this incident tells an audience, instead of the policy.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord audience = first_word(request.text);
  const std::string id = lower(audience.word);
  if (ctx.policy.audience(id) == nullptr)
    return refuse("unknown_audience", "Say for whom: cadence public 60m contained, news is rare", "text");
  const FirstWord every = first_word(audience.rest);
  std::optional<Duration> length;
  if (lower(every.word) != "policy") {
    length = parse_duration(every.word);
    if (!length || *length <= Duration{0})
      return refuse("bad_time", "Say how often: cadence " + id + " 60m, or: cadence " + id + " policy",
                    "text");
    if (every.rest.empty())
      return refuse("reason_required", "Another cadence needs a reason: cadence " + id + " 60m contained",
                    "text");
  }
  Plan plan{ctx};
  plan.record(CadenceSet{id, length, every.rest});
  const auto moved = promise_after_override(*ctx.incident, id, length, ctx.now, ctx.policy);
  if (moved) plan.record(*moved);
  std::string say = length ? "Updates to " + id + " every " + spoken(*length) + " from now on."
                           : "Updates to " + id + " by the policy again.";
  if (moved && moved->due) say += " The next one is due by " + say_time(*moved->due, zone_of(ctx)) + ".";
  if (!moved) say += " No update is owed to them now.";
  return plan.done(say);
}

constexpr std::array<std::string_view, 1> kAliases = {"rhythm"};

}  // namespace

const CommandSpec kCadenceCommand{"cadence",
                                  kAliases,
                                  "cadence <audience> 60m <why> | cadence <audience> policy",
                                  "Tell an audience more or less often than the policy",
                                  "cadence public 60m contained",
                                  true,
                                  false,
                                  handle};

}  // namespace muster

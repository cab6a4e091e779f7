// dr: measures a recovery, in a drill or for real: when it failed, how fresh the data is, when it was
// restored.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::array<std::string_view, 7> kOps = {"simulated_failure", "failure",   "data_point", "check",
                                                  "restored",          "objective", "gap"};

// Named, the only one of the incident, or none.
std::string service_of(std::string& text, const Context& ctx) {
  const FirstWord first = first_word(text);
  const bool named =
      ctx.policy.service(first.word) != nullptr || contains(ctx.incident->services, first.word);
  if (named) {
    text = first.rest;
    return first.word;
  }
  return ctx.incident->services.size() == 1 ? ctx.incident->services.front() : std::string{};
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  std::string op = lower(first.word);
  std::ranges::replace(op, '-', '_');
  if (!contains(kOps, std::string_view{op}))
    return refuse("bad_recovery", "Say what was measured: dr " + one_of({kOps.begin(), kOps.end()}), "text");
  std::string text = first.rest;
  const std::string service = service_of(text, ctx);
  if (service.empty()) {
    return refuse("unknown_service", "Say of which service: dr " + op + " orders-db", "text");
  }
  RecoveryNoted noted{op,  service, std::nullopt, request.option("name"), lower(request.option("outcome")),
                      text};
  std::optional<Time> at;
  if (const std::string when = request.option("at"); !when.empty()) {
    const auto parsed = parse_past_time(when, ctx.now, zone_of(ctx));
    if (!parsed) return refuse("bad_time", parsed.error().say, "at");
    at = *parsed;
  }
  if (op == "data_point" && !at)
    return refuse("time_required", "Say how fresh the data is: dr data_point " + service + " --at 07:41 UTC",
                  "at");
  noted.at = at;
  Plan plan{ctx};
  // How fresh the data is says nothing about when it was found out.
  plan.tell_room("news", plan.record(noted, op == "data_point" ? std::nullopt : at));
  return plan.done("On record for " + service + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"recovery"};

}  // namespace

const CommandSpec kRecoveryCommand{
    "dr",
    kAliases,
    "dr simulated_failure|data_point|check|restored [service] [--at TIME] [--outcome pass|fail]",
    "Measure a recovery against RTO and RPO",
    "dr restored orders-db --at 08:51 UTC",
    true,
    true,
    handle};

}  // namespace muster

// reopen: it was not over after all. After the policy's window a new incident, linked to the old one, is
// clearer.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::expected<State, Refusal> target(const Request& request, const Incident& incident) {
  const std::vector<State> possible = reopen_states(incident.state);
  if (possible.empty()) {
    return refuse("invalid_transition", to_string(incident.number) + " is still open (" +
                                            std::string{name_of(incident.state)} + "); nothing to reopen");
  }
  if (const std::string word = request.option("state"); !word.empty()) {
    const auto state = named<State>(lower(word));
    if (state && contains(possible, *state)) return *state;
    std::vector<std::string> names;
    for (const State p : possible) names.emplace_back(name_of(p));
    return refuse("unknown_state", "It can be reopened as " + one_of(names), "state");
  }
  return contains(possible, incident.state_before_end) ? incident.state_before_end : possible.front();
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  const auto to = target(request, incident);
  if (!to) return std::unexpected(to.error());
  if (request.text.empty() && !request.from_dialog) return show(OpenDialog{"reopen", incident.number, {}});
  if (request.text.empty()) return refuse("reason_required", "Say why: reopen errors are back in EU", "text");
  if (ctx.now - incident.state_since > ctx.policy.reopen_window) {
    return refuse("reopen_too_late",
                  "It ended more than " + spoken(ctx.policy.reopen_window) +
                      " ago. Declare a new incident and link it: declare <title>, then link " +
                      to_string(incident.number) + " related");
  }
  Plan plan{ctx};
  const Seq reopened = plan.record(Reopened{incident.state, *to, request.text});
  for (PromiseMoved& moved : promises_after_declare(incident, ctx.now, ctx.policy))
    plan.record(std::move(moved));
  plan.tell_room("reopened", reopened);
  plan.announce("reopened", reopened);
  return plan.done(to_string(incident.number) + " is open again, " + std::string{name_of(*to)} + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"re-open"};

}  // namespace

const CommandSpec kReopenCommand{"reopen",
                                 kAliases,
                                 "reopen [--state investigating|identified|fixing] <why>",
                                 "Take up an ended incident again",
                                 "reopen errors are back in EU",
                                 true,
                                 true,
                                 handle};

}  // namespace muster

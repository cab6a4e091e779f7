// status: moves the incident through its lifecycle. One-word forms ("mitigated", "identified") mean the state
// they name.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::optional<State> state_word(std::string_view word) {
  static constexpr std::pair<std::string_view, State> kWords[] = {{"investigate", State::investigating},
                                                                  {"identify", State::identified},
                                                                  {"fix", State::fixing},
                                                                  {"monitor", State::monitoring},
                                                                  {"mitigate", State::monitoring},
                                                                  {"mitigated", State::monitoring},
                                                                  {"resolve", State::resolved},
                                                                  {"close", State::closed}};
  for (const auto& [known, state] : kWords) {
    if (known == word) return state;
  }
  return named<State>(word);
}

std::string possible_states(const Incident& incident) {
  std::vector<std::string> words;
  for (const State state : next_states(incident.state)) {
    if (state != State::canceled && state != State::merged) words.emplace_back(name_of(state));
  }
  return one_of(words);
}

Outcome handle(const Request& request, const Context& ctx) {
  std::string word = request.option("state");
  std::string note = request.text;
  if (word.empty()) {
    if (state_word(request.typed)) {
      word = request.typed;
    } else {
      const FirstWord first = first_word(note);
      word = lower(first.word);
      note = first.rest;
    }
  }
  if (word.empty()) return show(OpenDialog{"status", ctx.incident->number, {}});
  const auto to = state_word(word);
  if (!to) {
    return refuse("unknown_state",
                  "\"" + word + "\" is not a state. From " + std::string{name_of(ctx.incident->state)} +
                      " it can go to " + possible_states(*ctx.incident),
                  "state");
  }
  if (auto refusal = check_expected(request, ctx)) return std::unexpected(std::move(*refusal));
  if (*to == ctx.incident->state) {
    return show(ShowIncident{ctx.incident->number},
                to_string(ctx.incident->number) + " is already " + std::string{name_of(*to)} + ".");
  }
  Plan plan{ctx};
  if (auto refusal = plan_transition(plan, ctx, *to, note, request.option("despite"))) {
    if (refusal->field.empty()) refusal->field = "state";
    return std::unexpected(std::move(*refusal));
  }
  return plan.done(to_string(ctx.incident->number) + " is now " + std::string{name_of(*to)} + ".");
}

constexpr std::array<std::string_view, 9> kAliases = {"state",     "milestone",  "mitigate",
                                                      "mitigated", "identify",   "identified",
                                                      "monitor",   "monitoring", "fixing"};

}  // namespace

std::optional<Refusal> plan_transition(Plan& plan, const Context& ctx, State to, const std::string& note,
                                       const std::string& despite) {
  const Incident& incident = *ctx.incident;
  // Both end it in favour of something that has to be told.
  if (to == State::merged)
    return Refusal{"invalid_transition", "Say into which incident: merge INC-7", "", std::nullopt};
  if (to == State::canceled)
    return Refusal{"invalid_transition", "Say why it is none after all: cancel <why>", "", std::nullopt};
  if (auto refusal = check_transition(incident, to, ctx.policy, despite)) return refusal;
  const Seq changed =
      plan.record(StateChanged{incident.state, to, note, incident.open_alert() == nullptr ? "" : despite});
  if (to != State::resolved) {
    plan.tell_room("state_changed", changed);
    return std::nullopt;
  }
  plan.tell_room("resolved", changed);
  plan.announce("resolved", changed);
  plan.tell_followers(incident, "resolved", changed);
  const SeverityRule* peak = incident.peak_severity ? ctx.policy.severity(*incident.peak_severity) : nullptr;
  if (incident.kind == Kind::normal && peak != nullptr && peak->postmortem_required) {
    plan.tell_room("postmortem_ready", changed);
  }
  return std::nullopt;
}

std::optional<Refusal> check_expected(const Request& request, const Context& ctx) {
  const std::string expected = request.option("expected");
  const Incident& incident = *ctx.incident;
  if (expected.empty() || expected == name_of(incident.state)) return std::nullopt;
  const std::string by =
      incident.state_by.kind == ActorKind::person ? " by " + mention(incident.state_by.person()) : "";
  return Refusal{"state_changed",
                 "It was set to " + std::string{name_of(incident.state)} + by + " at " +
                     say_time(incident.state_since, zone_of(ctx), ctx.now) +
                     " meanwhile. Close this form and open it again",
                 "state", std::nullopt};
}

const CommandSpec kStatusCommand{"status",
                                 kAliases,
                                 "status investigating|identified|fixing|monitoring|resolved|closed [note]",
                                 "Move the incident to another state",
                                 "status monitoring rolled back, error rate is normal",
                                 true,
                                 true,
                                 handle};

}  // namespace muster

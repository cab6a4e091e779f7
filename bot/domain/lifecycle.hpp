// The lifecycle of an incident: which state may follow which, and what a transition needs first.
// Source: scenarios' definitions.json, state_machine.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/domain/command.hpp"

namespace muster {

[[nodiscard]] std::vector<State> next_states(
    State from);  // by status or resolve/close; empty for the ended ones
[[nodiscard]] std::vector<State> reopen_states(State from);  // by reopen; empty for open states
[[nodiscard]] bool may_follow(State from, State to);

// None when the transition may happen now; otherwise why not and what to do (codes invalid_transition,
// severity_required, open_impact, open_alerts, postmortem_required). despite: why it may be resolved although
// alerts are open; empty: it may not.
[[nodiscard]] std::optional<Refusal> check_transition(const Incident& incident, State to,
                                                      const Policy& policy, std::string_view despite = {});

// "Investigating", as cards show it.
[[nodiscard]] std::string title_case(State state);

}  // namespace muster

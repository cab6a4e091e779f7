// Checks across the configuration, after every key was read.
#pragma once

#include "bot/domain/policy.hpp"
#include "bot/runtime/config.hpp"
#include "bot/runtime/config_reader.hpp"

namespace muster {

// Everything named somewhere is declared somewhere.
void check_references(ReadingState& state, const Policy& policy, const KnownNames& known);

// No word means two things, no service depends on itself, and what the rules know by name is there.
void check_policy(ReadingState& state, const Policy& policy);

// Every rotation has somebody, every step of an escalation rings something that exists.
void check_oncall(ReadingState& state, const Policy& policy);

// Patterns can be read, routes have names of their own, windows end.
void check_alerts(ReadingState& state, const Policy& policy);

// A source that is known by its certificate can be.
void check_sources(ReadingState& state, const Settings& settings);

}  // namespace muster

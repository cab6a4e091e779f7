// The table of verbs, and the one door to all rules: decide().
#pragma once

#include <span>

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

// Every verb, in the order help lists them.
[[nodiscard]] std::span<const CommandSpec> all_commands();

// By canonical name or alias, case ignored.
[[nodiscard]] const CommandSpec* find_command(std::string_view verb);

// Decides anything that comes in. Pure. ctx.incident is not needed: the incident is found from the input.
[[nodiscard]] Outcome decide(const Inbound& inbound, const Context& ctx);

}  // namespace muster

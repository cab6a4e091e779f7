// The words that say who does something and by when, shared by task and followup: "@ann", "in 5m", "by
// 2026-12-01".
#pragma once

#include <optional>
#include <string>

#include "bot/domain/command.hpp"

namespace muster {

struct Assignment {
  std::string text;  // without the words that named owner and due
  PersonId owner;    // empty: nobody named
  std::optional<Time> due;
};

[[nodiscard]] std::expected<Assignment, Refusal> read_assignment(const Request& request, const Context& ctx);

}  // namespace muster

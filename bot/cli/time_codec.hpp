// What the codecs of the command line say of times.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "bot/base/clock.hpp"

namespace muster::cli {

// UTC, whole seconds; null when there is none.
inline nlohmann::json time_or_null(const std::optional<Time>& time) {
  return time ? nlohmann::json(iso_seconds(*time)) : nlohmann::json(nullptr);
}

}  // namespace muster::cli

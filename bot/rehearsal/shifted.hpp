// A script moved in time.
#pragma once

#include "bot/rehearsal/script.hpp"

namespace muster {

// The script as if everything in it happened so much later: each step's time, and each instant among its
// fields and arguments (effective_at, at_time, due ...). Times of day inside a text stay as they are written,
// and so does `expect`.
[[nodiscard]] Script shifted(Script script, Duration by);

}  // namespace muster

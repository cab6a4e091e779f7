// The live drill: a script played in the running console, for people to watch or take part in.
#pragma once

#include <filesystem>

#include "bot/cli/cli.hpp"
#include "bot/rehearsal/script.hpp"

namespace muster::cli {

// speed: how many times faster than life. Runs until SIGINT or SIGTERM; with options.once until the last
// step. Data goes into dir. Gives the exit code.
int play_live(Script script, const SimulateOptions& options, double speed, const std::filesystem::path& dir);

}  // namespace muster::cli

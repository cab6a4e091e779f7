// Making, renaming and deleting channels, whoever does it; the bot hears of each.
#pragma once

#include <string>

#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

// What is wrong with that name for a new channel, or "". `own_id` is the channel that is renamed.
std::string channel_name_problem(const World& world, const std::string& name, const std::string& own_id = "");
// Whether the team has as many channels as it may, deleted ones counted.
bool team_is_full(const World& world);

// The new channel. `wanted` as in make_channel().
Json create_channel(Teams& teams, const Json& wanted, std::int64_t available_in_ms, const Json& by);
void rename_channel(Teams& teams, Json channel, const std::string& name, const Json& by);
void delete_channel(Teams& teams, Json channel, const Json& by);

}  // namespace muster::fake::teams

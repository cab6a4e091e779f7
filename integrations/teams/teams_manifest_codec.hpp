// The manifest of the Teams app (schema 1.19) and the names in it that Teams says back to us. It asks for
// what muster uses, no more.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"

namespace muster::teams {

// Ids of the commands in a message's menu: value.commandId of composeExtension/fetchTask and submitAction.
inline constexpr std::string_view kAddToTimeline = "add_to_timeline";
inline constexpr std::string_view kDeclareFromMessage = "declare_from_message";

// A permission that holds only in the teams where the app is installed (resource-specific consent), given by
// an owner.
struct TeamPermission {
  std::string_view name;
  std::string_view why;
};
[[nodiscard]] std::span<const TeamPermission> team_permissions();

// What the box offers after @muster.
struct OfferedCommand {
  std::string title;        // 32 letters at most
  std::string description;  // is cut after 128
};

struct TeamsManifestOptions {
  std::string app_id;                             // GUID: of the app registration, the bot and this package
  std::string version;                            // "1.2.3"; Teams takes an update only with a higher one
  std::string url;                                // https: where people open the console
  std::string organisation = "muster";            // who runs it
  std::vector<OfferedCommand> room_commands{};    // in channels and group chats; ten at most are taken
  std::vector<OfferedCommand> direct_commands{};  // in the chat with muster alone; ten at most
};

// manifest.json. invalid: the id is no GUID, the version not three numbers, the address not https.
[[nodiscard]] Result<std::string> teams_manifest(const TeamsManifestOptions& options);

}  // namespace muster::teams

// The app package that is uploaded to Teams: a zip of the manifest and the two icons, at its root.
#pragma once

#include <string>

#include "integrations/teams/teams_manifest_codec.hpp"

namespace muster::teams {

// Errors are those of teams_manifest(). The same options give the same bytes.
[[nodiscard]] Result<std::string> app_package(const TeamsManifestOptions& options);

}  // namespace muster::teams

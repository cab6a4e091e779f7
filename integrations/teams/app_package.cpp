#include "integrations/teams/app_package.hpp"

#include "bot/base/embedded.hpp"
#include "integrations/teams/zip_writer.hpp"

namespace muster::teams {

Result<std::string> app_package(const TeamsManifestOptions& options) {
  MUSTER_TRY(std::string manifest, teams_manifest(options));
  std::vector<ZipFile> files{{"manifest.json", std::move(manifest)}};
  // color.png of 192 by 192 dots, outline.png of 32 by 32 in white on nothing.
  for (const EmbeddedFile& icon : embedded_teams_icons())
    files.push_back({std::string{icon.path}, std::string{icon.bytes}});
  return zip(files);
}

}  // namespace muster::teams

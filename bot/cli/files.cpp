// backup, restore, manifest: what goes out of and into files.
#include <cstdio>

#include "bot/cli/cli.hpp"
#include "bot/cli/cli_codec.hpp"
#include "bot/store/sqlite.hpp"
#include "integrations/slack/slack_manifest.hpp"

namespace muster::cli {

namespace {

void say(const Globals& globals, const std::string& name, const std::string& path,
         const std::string& sentence) {
  std::printf("%s\n", globals.json ? done_json(name, path).c_str() : sentence.c_str());
}

}  // namespace

int backup_to(const Globals& globals, const std::string& target) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  if (const auto done = backup(data_dir_of(globals, *settings), target); !done) return complain(done.error());
  say(globals, "backup", target,
      "Backed up to " + target + " and checked. `muster restore " + target + "` brings it back.");
  return ok;
}

int restore_from(const Globals& globals, const std::string& source) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  const auto data_dir = data_dir_of(globals, *settings);
  if (const auto done = restore(source, data_dir, SystemClock{}.now()); !done) return complain(done.error());
  say(globals, "restored", source,
      "Restored " + source + " into " + data_dir.string() + ". The database it replaced lies beside it.");
  return ok;
}

int manifest(const Globals& globals, const ManifestOptions& wanted) {
  if (wanted.platform == "teams") return write_teams_package(globals, wanted);
  if (wanted.platform != "slack") {
    return complain(
        {ErrorKind::invalid, "there is a manifest for slack and for teams: muster manifest slack", "", 0});
  }
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  slack::ManifestOptions options;
  options.command = settings->policy.command;
  const std::string text = slack::slack_manifest(options);
  std::printf("%s%s", globals.json ? done_json("manifest", text).c_str() : text.c_str(),
              globals.json ? "\n" : "");
  return ok;
}

}  // namespace muster::cli

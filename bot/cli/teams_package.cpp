// manifest teams: writes the app package that is uploaded to Teams.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "bot/cli/cli.hpp"
#include "bot/cli/cli_codec.hpp"
#include "handlers/catalog.hpp"
#include "integrations/teams/app_package.hpp"

namespace muster::cli {

namespace {

// Of all verbs those that are wanted first; the rest is a matter of `help`.
constexpr std::array kInRooms = {"declare",  "update", "severity", "role",    "page",
                                 "timeline", "task",   "catchup",  "resolve", "help"};
constexpr std::array kInDirectChat = {"declare", "list",    "oncall", "page", "ack",
                                      "snooze",  "contact", "report", "help"};

template <class Verbs>
std::vector<teams::OfferedCommand> offered(const Verbs& verbs) {
  std::vector<teams::OfferedCommand> all;
  for (const char* verb : verbs) {
    const CommandSpec* spec = find_command(verb);
    if (spec != nullptr) all.push_back({std::string{spec->verb}, std::string{spec->help}});
  }
  return all;
}

Result<std::string> app_id_of(const ManifestOptions& wanted, const Settings& settings) {
  if (!wanted.app_id.empty()) return wanted.app_id;
  if (settings.microsoft_teams) return settings.microsoft_teams->app_id;
  return fail(
      ErrorKind::invalid,
      "which app? Set microsoft_teams.app_id, or say --app-id GUID: the Application (client) ID of the app "
      "registration in Entra; docs/teams.md shows where it is");
}

bool is_https(const std::string& url) {
  return url.starts_with("https://");
}

Result<Done> write_new(const std::string& file, const std::string& bytes, bool force) {
  std::error_code code;
  if (!force && std::filesystem::exists(file, code))
    return fail(ErrorKind::conflict, file + " exists: --force replaces it, --out FILE names another");
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << bytes;
  out.close();
  if (!out)
    return fail(ErrorKind::unavailable, "cannot write " + file + ": is there such a folder, and room in it?");
  return Done{};
}

Result<teams::TeamsManifestOptions> manifest_of(const Globals& globals, const ManifestOptions& wanted) {
  MUSTER_TRY(const Settings settings, settings_of(globals));
  teams::TeamsManifestOptions options;
  MUSTER_TRY(options.app_id, app_id_of(wanted, settings));
  options.version = wanted.app_version.empty() ? MUSTER_VERSION : wanted.app_version;
  // The console may be inside the house while what providers call is outside.
  options.url = is_https(settings.policy.console_url) ? settings.policy.console_url : settings.hooks_url;
  options.organisation = settings.policy.organisation;
  options.room_commands = offered(kInRooms);
  options.direct_commands = offered(kInDirectChat);
  return options;
}

}  // namespace

int write_teams_package(const Globals& globals, const ManifestOptions& wanted) {
  const auto options = manifest_of(globals, wanted);
  if (!options) return complain(options.error());
  const auto package = teams::app_package(*options);
  if (!package) return complain(package.error());
  if (const auto done = write_new(wanted.out, *package, wanted.force); !done) return complain(done.error());
  const std::string told =
      "Wrote " + wanted.out + ", version " + options->version +
      " of the app. Upload it in Teams: Apps, Manage your apps, Upload an app; then add it to the team.";
  std::printf("%s\n", globals.json ? package_json(wanted.out, options->app_id, options->version).c_str()
                                   : told.c_str());
  return ok;
}

}  // namespace muster::cli

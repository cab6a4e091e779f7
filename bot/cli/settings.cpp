#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "bot/cli/cli.hpp"
#include "bot/runtime/config.hpp"
#include "bot/text/wordings.hpp"
#include "integrations/catalog.hpp"

namespace muster::cli {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

KnownNames known_names() {
  KnownNames known;
  for (const IntegrationSpec& spec : all_integrations()) known.platforms.emplace_back(spec.name);
  for (const char* address : {"phone", "email"}) known.platforms.emplace_back(address);
  for (const Wording& wording : wordings()) known.templates.emplace_back(wording.name);
  return known;
}

}  // namespace

Result<Settings> settings_of(const Globals& globals) {
  std::string file = globals.config.empty() ? environment("MUSTER_CONFIG") : globals.config;
  const bool named = !file.empty();
  if (!named) {
    std::error_code code;
    file = std::filesystem::exists("muster.yaml", code) ? "muster.yaml" : "/etc/muster/muster.yaml";
  }
  return load_config(file, known_names(), named ? IfMissing::error : IfMissing::defaults);
}

std::filesystem::path data_dir_of(const Globals& globals, const Settings& settings) {
  if (!globals.data.empty()) return globals.data;
  if (const std::string data = environment("MUSTER_DATA"); !data.empty()) return data;
  if (!settings.data_dir.empty()) return settings.data_dir;
  if (const std::string home = environment("XDG_DATA_HOME"); !home.empty())
    return std::filesystem::path{home} / "muster";
  return std::filesystem::path{environment("HOME")} / ".local/share/muster";
}

int complain(const Error& error) {
  std::fprintf(stderr, "muster: %s\n", error.say.c_str());
  if (!error.detail.empty() && error.detail != error.say)
    std::fprintf(stderr, "  detail: %s\n", error.detail.c_str());
  switch (error.kind) {
    case ErrorKind::not_found:
    case ErrorKind::conflict:
    case ErrorKind::unavailable:
    case ErrorKind::corrupt:
      return unavailable;
    case ErrorKind::invalid:
    case ErrorKind::forbidden:
    case ErrorKind::rejected:
    case ErrorKind::rate_limited:
    case ErrorKind::timeout:
    case ErrorKind::internal:
      return failed;
  }
  return failed;
}

}  // namespace muster::cli

#include "bot/runtime/config.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>
#include <utility>

#include "bot/base/utf8.hpp"
#include "bot/runtime/config_checks.hpp"
#include "bot/runtime/config_reader.hpp"
#include "bot/runtime/config_table.hpp"
#include "bot/runtime/redact.hpp"

namespace muster {

ConfigReading read_config(std::string_view yaml, const KnownNames& known, const SecretSource& secrets) {
  ConfigReading reading;
  ReadingState state;
  state.secrets = secrets;
  YamlNode root = parse_yaml(yaml, state.problems);
  if (root.kind == YamlNode::Kind::scalar || root.kind == YamlNode::Kind::list) {
    state.complain({root.line, root.column}, "the file is not a map of keys",
                   "write lines like organisation: Example");
  } else {
    ConfigReader reader{root, "", state};
    visit_config_keys(reader, reading.settings);
    reader.refuse_unknown_keys();
    check_references(state, reading.settings.policy, known);
    check_policy(state, reading.settings.policy);
    check_sources(state, reading.settings);
  }
  reading.problems = std::move(state.problems);
  std::ranges::sort(reading.problems, {},
                    [](const ConfigProblem& p) { return std::tie(p.line, p.column, p.wrong); });
  return reading;
}

std::string say_problems(std::string_view file, const std::vector<ConfigProblem>& problems) {
  std::string all;
  for (const ConfigProblem& p : problems) {
    const std::string said = p.wrong + (p.meant.empty() ? "" : "; " + p.meant);
    all += (all.empty() ? "" : "\n") + std::string{file} + ":" + std::to_string(p.line) + ":" +
           std::to_string(p.column) + ": " + shorten(clean_text(redact(said), false), 400);
  }
  return all;
}

namespace {

void make_absolute(std::filesystem::path& path, const std::filesystem::path& folder) {
  if (!path.empty()) path = folder / path;
}

}  // namespace

Result<Settings> load_config(const std::filesystem::path& file, const KnownNames& known,
                             IfMissing if_missing) {
  std::error_code failure;
  if (!std::filesystem::exists(file, failure)) {
    if (if_missing == IfMissing::defaults) return Settings{};
    return fail(ErrorKind::not_found, "there is no configuration " + file.string() +
                                          "; deploy/muster.example.yaml is one to start from");
  }
  const bool is_folder = std::filesystem::is_directory(file, failure);
  std::ifstream in{is_folder ? std::filesystem::path{} : file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open() || in.bad()) {
    return fail(ErrorKind::unavailable,
                "the configuration " + file.string() + " cannot be read; check its owner and mode");
  }
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  ConfigReading reading =
      read_config(text, known, [&](const SecretReference& r) { return read_secret(r, folder); });
  if (!reading.problems.empty())
    return fail(ErrorKind::invalid, say_problems(file.string(), reading.problems));
  Settings& settings = reading.settings;
  settings.text = text;
  for (auto* path : {&settings.data_dir, &settings.tls_cert, &settings.tls_key, &settings.tls_client_ca})
    make_absolute(*path, folder);
  for (Schedule& schedule : settings.policy.schedules) {
    if (schedule.source != ShiftSource::ical || schedule.from.find("://") != std::string::npos) continue;
    schedule.from = (folder / schedule.from).string();
  }
  if (settings.slack) make_absolute(settings.slack->ca_file, folder);
  if (settings.microsoft_teams) make_absolute(settings.microsoft_teams->ca_file, folder);
  return std::move(settings);
}

}  // namespace muster

// simulate: plays rehearsal scripts through the real rules, engine and store, with a virtual clock, and
// compares what was recorded with what the script expects. With --console it plays one live (drill.hpp).
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

#include "bot/cli/cli.hpp"
#include "bot/cli/drill.hpp"
#include "bot/rehearsal/player.hpp"
#include "bot/rehearsal/recorded.hpp"
#include "bot/rehearsal/script.hpp"
#include "bot/store/sqlite.hpp"

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

// A directory of its own that goes away at the end.
class Workspace {
 public:
  Workspace() {
    std::string pattern = (fs::temp_directory_path() / "muster-simulate-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) dir_ = pattern;
  }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() {
    std::error_code ignored;
    if (!dir_.empty()) fs::remove_all(dir_, ignored);
  }
  [[nodiscard]] const fs::path& dir() const { return dir_; }

 private:
  fs::path dir_;
};

// definitions.json as named, or beside the first script.
fs::path definitions_of(const SimulateOptions& options) {
  if (!options.definitions.empty()) return options.definitions;
  const fs::path beside = fs::path{options.files.front()}.parent_path() / "definitions.json";
  return fs::exists(beside) ? beside : fs::path{};
}

// What several scripts share: one catalogue. The first to define a person or service wins.
void add_catalogue(Policy& all, const Policy& more) {
  for (const Person& person : more.people) {
    if (std::ranges::find(all.people, person.id, &Person::id) == all.people.end())
      all.people.push_back(person);
  }
  for (const Service& service : more.services) {
    if (all.service(service.id) == nullptr) all.services.push_back(service);
  }
  if (all.cost.responder_rate_per_hour <= 0) all.cost = more.cost;
}

Result<Done> write_file(const fs::path& file, const std::string& text) {
  std::ofstream out{file, std::ios::binary};
  out << text << '\n';
  out.flush();
  if (!out) return fail(ErrorKind::unavailable, "cannot write " + file.string());
  return Done{};
}

Result<std::vector<std::string>> play(const SimulateOptions& options, const fs::path& dir) {
  std::vector<Script> scripts;
  for (const std::string& file : options.files) {
    MUSTER_TRY(Script script, read_script(file, definitions_of(options)));
    scripts.push_back(std::move(script));
  }
  Policy policy = scripts.front().policy;
  std::vector<const Step*> steps;
  for (const Script& script : scripts) {
    add_catalogue(policy, script.policy);
    for (const Step& step : script.steps) steps.push_back(&step);
  }
  std::ranges::sort(steps, {},
                    [](const Step* step) { return std::tuple{step->at, step->script, step->number}; });
  MUSTER_TRY(const std::unique_ptr<Store> store, open_store(dir));
  Player player{*store, policy};
  MUSTER_CHECK(player.start(steps.empty() ? Time{} : steps.front()->at));
  for (const Step* step : steps) MUSTER_CHECK(player.play(*step));
  std::vector<std::string> lines = player.mismatches();
  MUSTER_TRY(const std::unique_ptr<Reader> reader, open_reader(dir));
  std::string all;
  for (const Script& script : scripts) {
    MUSTER_TRY(const std::string recorded, recorded_json(script, player.played(), *reader));
    std::ranges::copy(differences(script, recorded), std::back_inserter(lines));
    all += (all.empty() ? "" : ",\n") + ("\"" + script.id + "\": " + recorded);
    if (scripts.size() == 1 && !options.out.empty()) MUSTER_CHECK(write_file(options.out, recorded));
  }
  if (scripts.size() > 1 && !options.out.empty()) MUSTER_CHECK(write_file(options.out, "{" + all + "}"));
  MUSTER_TRY(const VerifyReport verified, reader->verify());
  for (const std::string& problem : verified.problems) lines.push_back("verify: " + problem);
  return lines;
}

std::optional<double> speed_of(const std::string& text) {
  double speed = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, speed);
  const bool fits = error == std::errc{} && stop == end && speed >= 1 && speed <= 3600;
  return fits ? std::optional{speed} : std::nullopt;
}

int wrong_usage(const std::string& what) {
  std::fprintf(stderr, "muster: %s\n", what.c_str());
  return usage;
}

// The database stays as --db says; then the code, or that of the failure to keep it.
int keep(const SimulateOptions& options, const fs::path& dir, int code) {
  if (options.db.empty()) return code;
  const auto copied = backup(dir, options.db);
  return copied ? code : complain(copied.error());
}

int drill(const SimulateOptions& options, const fs::path& dir) {
  if (options.files.size() != 1)
    return wrong_usage("--console plays one script, and " + std::to_string(options.files.size()) +
                       " were given. Start one drill for each");
  const auto speed = speed_of(options.speed);
  if (!speed) return wrong_usage("--speed must be a number from 1 to 3600, not \"" + options.speed + "\"");
  auto script = read_script(options.files.front(), definitions_of(options));
  if (!script) return complain(script.error());
  const int code = play_live(*std::move(script), options, *speed, dir);
  return code == ok ? keep(options, dir, code) : code;
}

int compare(const SimulateOptions& options, const fs::path& dir) {
  const auto lines = play(options, dir);
  if (!lines) return complain(lines.error());
  for (const std::string& line : *lines) std::printf("%s\n", line.c_str());
  const int code = keep(options, dir, lines->empty() ? ok : failed);
  if (code == ok)
    std::printf("%zu script%s held to the last number.\n", options.files.size(),
                options.files.size() == 1 ? "" : "s");
  return code;
}

}  // namespace

int simulate(const SimulateOptions& options) {
  const Workspace workspace;
  if (workspace.dir().empty())
    return complain({ErrorKind::unavailable, "no temporary directory can be made", "", 0});
  return options.console ? drill(options, workspace.dir()) : compare(options, workspace.dir());
}

}  // namespace muster::cli

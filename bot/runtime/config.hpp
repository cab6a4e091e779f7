// The configuration: muster.yaml read strictly into Settings.
//
// An empty file means the defaults. What is written is laid over them: entries of severities, roles,
// audiences … are added or changed by their id, and "none" removes one. Every problem is reported at once,
// each as "file:line:column: what is wrong; what was meant". No problem text contains a secret.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/runtime/secret_source.hpp"
#include "bot/runtime/settings.hpp"
#include "bot/runtime/yaml_tree.hpp"

namespace muster {

// Names that the program knows and the file may use; an empty list is not checked.
struct KnownNames {
  std::vector<std::string> platforms;  // "slack", "console": of the integrations' catalog
  std::vector<std::string> templates;  // "declared": of the embedded templates
};

struct ConfigReading {
  Settings settings;                    // usable only without problems
  std::vector<ConfigProblem> problems;  // in the order of the file
};
[[nodiscard]] ConfigReading read_config(std::string_view yaml, const KnownNames& known,
                                        const SecretSource& secrets);

// One line a problem; nothing that looks like a secret, no control characters.
[[nodiscard]] std::string say_problems(std::string_view file, const std::vector<ConfigProblem>& problems);

enum class IfMissing : std::uint8_t {
  error,     // somebody named this file
  defaults,  // the usual place, where nobody has written one yet
};
// Relative paths inside the file start at its folder. invalid: every problem, one a line, in Error::say.
// not_found: no such file. unavailable: it cannot be read.
[[nodiscard]] Result<Settings> load_config(const std::filesystem::path& file, const KnownNames& known,
                                           IfMissing if_missing);

}  // namespace muster

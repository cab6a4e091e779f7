// Where secrets come from: the environment or a file, never the configuration itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"

namespace muster {

struct SecretReference {
  enum class From : std::uint8_t { env, file };
  From from = From::env;
  std::string name;  // of the variable, or the path
};

using SecretSource = std::function<Result<Secret>(const SecretReference&)>;

// The process's environment and the file system; a relative path starts at folder. White space around a
// secret goes. invalid: not set, empty, longer than 8 KiB, or with control characters; forbidden: a file that
// everybody may read. The errors say what to do and never quote the content.
[[nodiscard]] Result<Secret> read_secret(const SecretReference& reference,
                                         const std::filesystem::path& folder);

}  // namespace muster

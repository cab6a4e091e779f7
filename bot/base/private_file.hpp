// Files that hold secrets.
#pragma once

#include <filesystem>

#include "bot/base/result.hpp"

namespace muster {

// forbidden: others than its owner and group may do something with the file; the error says what to do.
// Whether there is one is not asked.
[[nodiscard]] Result<Done> check_private(const std::filesystem::path& file);

}  // namespace muster

// Three invented years of incidents, written straight into a new database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "bot/base/clock.hpp"

namespace muster::bench {

struct Size {
  std::int64_t incidents = 10000;
  std::int64_t events_each = 10;
};

// The message when it fails; empty when it worked. The same size gives the same rows. Chains are not sealed:
// it is made to be read, not verified.
[[nodiscard]] std::string write_years(const std::filesystem::path& data_dir, const Size& size, Time end);

}  // namespace muster::bench

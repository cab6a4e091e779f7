// The database as the read-only commands see it, with the configuration and the people it names.
#pragma once

#include <memory>

#include "bot/cli/cli.hpp"
#include "bot/domain/people.hpp"
#include "bot/ports/reader.hpp"

namespace muster::cli {

struct Archive {
  Settings settings;
  std::unique_ptr<Reader> reader;
  People people;  // the configuration knows better than what was met in chat
};

[[nodiscard]] Result<Archive> open_archive(const Globals& globals);

}  // namespace muster::cli

// The database to oneself, for what is done while muster does not run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"

namespace muster::store {

struct Alone {
  DirectoryLock lock;
  std::unique_ptr<Connection> db;  // closed before the lock is let go
};

// conflict: muster runs there. not_found: there is no database. What is deleted through it is overwritten.
[[nodiscard]] Result<Alone> open_alone(const std::filesystem::path& data_dir);

// Within a transaction: no word that was taken out stays in the full-text index.
[[nodiscard]] Result<Done> renew_search(Connection& db);

// Leaves nothing of what was deleted in the files: the database is written anew, the log is emptied.
[[nodiscard]] Result<Done> scrub(Connection& db);
// The log alone, which takes no time that matters.
[[nodiscard]] Result<Done> empty_log(Connection& db);

// Incidents under legal hold, and why.
[[nodiscard]] Result<std::map<IncidentNumber, std::string>> legal_holds(Connection& db);

// What else lies in the data directory: databases that a restore replaced, backups. Nothing is taken out of
// it.
[[nodiscard]] std::vector<std::filesystem::path> other_files(const std::filesystem::path& data_dir);

}  // namespace muster::store

#include "bot/store/unfinished.hpp"

#include <system_error>
#include <utility>

#include "bot/store/directory.hpp"

namespace muster::store {

namespace fs = std::filesystem;

fs::path backup_copy(const fs::path& data_dir) {
  return database_file(data_dir).string() + ".backup";
}

fs::path restored_copy(const fs::path& data_dir) {
  return database_file(data_dir).string() + ".restoring";
}

Unfinished::Unfinished(fs::path file) : file_{std::move(file)} {
  remove();
}

void Unfinished::remove() const {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(file_.string() + suffix, ignored);
}

void remove_unfinished(const fs::path& data_dir) {
  const Unfinished restored{restored_copy(data_dir)};
  std::error_code code;
  if (!fs::exists(backup_copy(data_dir), code)) return;
  if (const auto nobody_makes_it = DirectoryLock::take_for_backup(data_dir))
    const Unfinished copy{backup_copy(data_dir)};
}

}  // namespace muster::store

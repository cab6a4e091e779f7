// Copies of the database that are not finished: of a backup, of a restore.
#pragma once

#include <filesystem>

namespace muster::store {

// The plain copy that a backup is encrypted from; whoever holds DirectoryLock::take_for_backup() may touch
// it.
[[nodiscard]] std::filesystem::path backup_copy(const std::filesystem::path& data_dir);
// What will replace the database; whoever holds DirectoryLock::take() may touch it.
[[nodiscard]] std::filesystem::path restored_copy(const std::filesystem::path& data_dir);

// Removes a file that is not finished, and what SQLite lays beside it: before it is begun, and at the end.
class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path file);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { remove(); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  void remove() const;
  std::filesystem::path file_;
};

// What a killed backup or restore left in the directory. The caller holds DirectoryLock::take().
void remove_unfinished(const std::filesystem::path& data_dir);

}  // namespace muster::store

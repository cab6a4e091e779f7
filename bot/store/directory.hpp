// The data directory: where the files are, and the lock that keeps a second muster out.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "bot/base/result.hpp"

namespace muster::store {

inline constexpr mode_t kFileMode = 0600;  // of every file: this user only

[[nodiscard]] inline std::filesystem::path database_file(const std::filesystem::path& data_dir) {
  return data_dir / "muster.sqlite";
}

// Makes the directory and what leads to it; the directory itself is for this user only. An existing one is
// left as it is.
[[nodiscard]] Result<Done> make_data_dir(const std::filesystem::path& data_dir);

// Makes an empty file only this user can read, whatever the umask; an existing one is left as it is.
[[nodiscard]] Result<Done> make_private_file(const std::filesystem::path& file);

// fsync of a file or a directory: without the latter a new name may not survive a power loss.
[[nodiscard]] Result<Done> sync_to_disk(const std::filesystem::path& file_or_directory);

// Held for as long as it lives, and gone with the process however it ends.
class DirectoryLock {
 public:
  // conflict: another process has it; say names that process and its host.
  [[nodiscard]] static Result<DirectoryLock> take(const std::filesystem::path& data_dir);
  // A lock of its own, that an encrypted backup holds while muster runs.
  [[nodiscard]] static Result<DirectoryLock> take_for_backup(const std::filesystem::path& data_dir);
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int fd) : fd_{fd} {}
  // taken_by(who): what to say when another one has it.
  template <class TakenBy>
  static Result<DirectoryLock> take_file(const std::filesystem::path& file, TakenBy taken_by);
  int fd_;
};

// Which file a path leads to now, to notice that it was removed, replaced or cut under a running process.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  [[nodiscard]] bool same_file(const FileIdentity& other) const {
    return device == other.device && inode == other.inode;
  }
};
[[nodiscard]] FileIdentity identity_of(const std::filesystem::path& file);  // all 0 when there is none

// errno as an Error that names the path.
[[nodiscard]] Error file_error(int error_number, const std::filesystem::path& path, const std::string& doing);

}  // namespace muster::store

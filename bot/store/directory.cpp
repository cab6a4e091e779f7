#include "bot/store/directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace muster::store {

namespace {

constexpr mode_t kDirectoryMode = 0700;

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

// "123 host", written by the holder.
std::pair<std::string, std::string> read_holder(int fd) {
  std::array<char, 300> text{};
  const ssize_t size = pread(fd, text.data(), text.size() - 1, 0);
  const std::string line{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  const std::size_t space = line.find(' ');
  if (space == std::string::npos) return {"unknown", "unknown"};
  return {line.substr(0, space), line.substr(space + 1, line.find('\n') - space - 1)};
}

// Not a reason to fail: the lock is held either way, the text only helps the next one's message.
void write_holder(int fd) {
  const std::string line = std::to_string(getpid()) + " " + host_name() + "\n";
  if (ftruncate(fd, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(fd, line.data(), line.size(), 0);
}

}  // namespace

Error file_error(int error_number, const std::filesystem::path& path, const std::string& doing) {
  const std::string detail = doing + " " + path.string() + ": " + std::strerror(error_number);
  const auto made = [&](ErrorKind kind, const std::string& say) { return Error{kind, say, detail, 0}; };
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return made(ErrorKind::unavailable, "disk full on " + path.string() + ": free space, nothing was lost");
    case EROFS:
    case EACCES:
    case EPERM:
      return made(ErrorKind::unavailable, path.string() +
                                              " cannot be written: make the file system and the file "
                                              "writable for this user");
    case ENOENT:
    case ENOTDIR:
      return made(ErrorKind::not_found, "there is no " + path.string() + ": check the path");
    default:
      return made(ErrorKind::unavailable, path.string() + " cannot be used: " + std::strerror(error_number));
  }
}

Result<Done> make_data_dir(const std::filesystem::path& data_dir) {
  std::error_code code;
  if (std::filesystem::is_directory(data_dir, code)) return Done{};
  const auto parent = std::filesystem::absolute(data_dir, code).parent_path();
  std::filesystem::create_directories(parent, code);
  if (code) return std::unexpected(file_error(code.value(), parent, "create"));
  if (mkdir(data_dir.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    return std::unexpected(file_error(errno, data_dir, "create"));
  }
  return sync_to_disk(parent);
}

Result<Done> make_private_file(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (fd < 0) return std::unexpected(file_error(errno, file, "open"));
  close(fd);
  return Done{};
}

Result<Done> sync_to_disk(const std::filesystem::path& file_or_directory) {
  const int fd = open(file_or_directory.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::unexpected(file_error(errno, file_or_directory, "open"));
  const int code = fsync(fd);
  const int reason = errno;
  close(fd);
  if (code != 0) return std::unexpected(file_error(reason, file_or_directory, "sync"));
  return Done{};
}

template <class TakenBy>
Result<DirectoryLock> DirectoryLock::take_file(const std::filesystem::path& file, TakenBy taken_by) {
  const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (fd < 0) return std::unexpected(file_error(errno, file, "open"));
  DirectoryLock lock{fd};
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
    write_holder(fd);
    return lock;
  }
  if (errno != EWOULDBLOCK) return std::unexpected(file_error(errno, file, "lock"));
  const auto [pid, host] = read_holder(fd);
  return fail(ErrorKind::conflict, taken_by("process " + pid + " on host " + host));
}

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& data_dir) {
  return take_file(data_dir / "muster.lock", [&](const std::string& who) {
    return "data directory " + data_dir.string() + " is in use by muster, " + who +
           "; stop that one or choose another --data";
  });
}

Result<DirectoryLock> DirectoryLock::take_for_backup(const std::filesystem::path& data_dir) {
  return take_file(data_dir / "muster.backup.lock", [&](const std::string& who) {
    return "another encrypted backup of " + data_dir.string() + " is being made, by " + who +
           "; wait for its end";
  });
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) close(fd_);
}

FileIdentity identity_of(const std::filesystem::path& file) {
  struct stat found{};
  if (stat(file.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, found.st_size};
}

}  // namespace muster::store

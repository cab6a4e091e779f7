#include "bot/store/reserve.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <system_error>

#include "bot/base/log.hpp"
#include "bot/store/directory.hpp"

namespace muster::store {

namespace {

// More than a hundred commits: an escalation step with its receipts writes about 100 kB to the log.
constexpr std::int64_t kBytes = 16LL * 1024 * 1024;
// Less than this is full: a commit may need more.
constexpr std::int64_t kFull = 512 * 1024;

}  // namespace

Reserve::Reserve(const std::filesystem::path& data_dir) : file_{data_dir / "muster.reserve"} {
  struct stat found{};
  const bool there = stat(file_.c_str(), &found) == 0;
  held_ = (there && found.st_size == kBytes) || take();
  spent_ = there && !held_;  // given up in an earlier life, and the disk is full still
  if (!held_ && !spent_) log_warn("no room for a reserve against a full disk", {{"file", file_.string()}});
}

std::int64_t Reserve::free_bytes() const {
  struct statvfs found{};
  if (statvfs(file_.parent_path().c_str(), &found) != 0) return 0;
  return static_cast<std::int64_t>(found.f_bavail) * static_cast<std::int64_t>(found.f_frsize);
}

bool Reserve::take() const {
  // As much again stays free, or it would be spent at once.
  if (free_bytes() < 2 * kBytes) return false;
  std::error_code ignored;
  const bool was_there = std::filesystem::exists(file_, ignored);
  const int fd = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (fd < 0) return false;
  const bool taken = posix_fallocate(fd, 0, kBytes) == 0;
  close(fd);
  if (taken) return true;
  if (was_there)
    std::filesystem::resize_file(file_, 0, ignored);
  else
    std::filesystem::remove(file_, ignored);
  return false;
}

void Reserve::give_up_if_full() {
  if (!held_ || free_bytes() >= kFull) return;
  // The empty file stays, so that whoever starts next knows.
  const bool given = truncate(file_.c_str(), 0) == 0;
  held_ = false;
  spent_ = true;
  log_error("the disk is full: the reserve is given up, and only what muster owes is written now",
            {{"file", file_.string()}, {"given up", given ? "yes" : "no"}});
}

bool Reserve::is_spent() {
  if (held_) return false;
  const bool was_spent = spent_;
  held_ = take();
  spent_ = was_spent && !held_;
  if (held_) log_info("there is room on the disk again", {{"file", file_.string()}});
  return spent_;
}

}  // namespace muster::store

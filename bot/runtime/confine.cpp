#include "bot/runtime/confine.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace muster {

namespace {

class Descriptor {
 public:
  explicit Descriptor(long number) : number_{static_cast<int>(number)} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// glibc has no names for these three.
long landlock_abi() {
  return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}
long make_ruleset(const landlock_ruleset_attr& attributes) {
  return syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
}
long allow_below(const Descriptor& ruleset, const landlock_path_beneath_attr& rule) {
  return syscall(SYS_landlock_add_rule, ruleset.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}
long restrict_self(const Descriptor& ruleset) {
  return syscall(SYS_landlock_restrict_self, ruleset.number(), 0);
}

// Since Linux 6.2 (ABI 3); Debian 12's headers are older than the kernels muster meets.
constexpr std::uint64_t kTruncate = 1ULL << 14;
// What muster does in its data directory. Moving a file from one directory to another is never allowed.
constexpr std::uint64_t kDone =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;
constexpr std::uint64_t kNeverDone = LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                     LANDLOCK_ACCESS_FS_MAKE_SYM;

// 0, or why not (errno).
int hold_files(const std::filesystem::path& data_dir) {
  const long abi = landlock_abi();
  if (abi < 1) return errno;
  const std::uint64_t done = abi < 3 ? kDone : kDone | kTruncate;
  const Descriptor ruleset{make_ruleset({.handled_access_fs = done | kNeverDone})};
  if (ruleset.number() < 0) return errno;
  const Descriptor directory{open(data_dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (directory.number() < 0) return errno;
  if (allow_below(ruleset, {.allowed_access = done, .parent_fd = directory.number()}) != 0) return errno;
  return restrict_self(ruleset) == 0 ? 0 : errno;
}

// Starting and tracing: of no use to muster, which starts no program, and of much use to an intruder.
constexpr std::array kStartAndTrace{SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
                                    SCMP_SYS(ptrace)};

constexpr std::array kGivenUp{
    // other processes: their memory and their files
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp),
    // what the file system looks like, and worlds of one's own
    SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
    SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsconfig), SCMP_SYS(fsmount),
    SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(open_by_handle_at), SCMP_SYS(setns),
    SCMP_SYS(unshare),
    // the kernel and the machine's clock, should muster run as root
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(acct),
    SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(clock_settime), SCMP_SYS(settimeofday), SCMP_SYS(adjtimex),
    SCMP_SYS(clock_adjtime),
    // large parts of the kernel that anybody may call, where holes are found again and again (and this filter
    // does not see what io_uring does)
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(add_key), SCMP_SYS(request_key),
    SCMP_SYS(keyctl)};

// Of clone3 the filter cannot see what is asked for; without it the C library makes threads with clone, of
// which it can, and no thread is a process of its own.
int only_threads(scmp_filter_ctx filter) {
  const scmp_arg_cmp no_thread{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0};
  const int code = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread);
  if (code != 0) return code;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

template <std::size_t kSize>
int refuse(scmp_filter_ctx filter, const std::array<int, kSize>& calls) {
  for (const int call : calls) {
    if (const int code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0); code != 0) return code;
  }
  return 0;
}

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};

// 0, or why not (errno).
int hold_calls(bool may_start_and_trace) {
  const std::unique_ptr<void, Release> filter{seccomp_init(SCMP_ACT_ALLOW)};
  if (!filter) return ENOMEM;
  int code = seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1);
  if (code == 0)
    code = seccomp_attr_set(filter.get(), SCMP_FLTATR_API_SYSRAWRC, 1);  // the kernel's own reason
  // Calls in the manner of another machine (32 bits) would have other numbers.
  if (code == 0) code = seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM));
  if (code == 0) code = refuse(filter.get(), kGivenUp);
  if (code == 0 && !may_start_and_trace) code = refuse(filter.get(), kStartAndTrace);
  if (code == 0 && !may_start_and_trace) code = only_threads(filter.get());
  if (code == 0) code = seccomp_load(filter.get());
  return -code;
}

}  // namespace

std::vector<std::string> confine(const Confinement& confinement) {
  std::vector<std::string> missing;
  const auto note = [&](const char* what, int why) {
    if (why != 0) missing.push_back(std::string{what} + ": " + std::strerror(why));
  };
  note("no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno);
  if (!confinement.may_write_anywhere) note("files (Landlock)", hold_files(confinement.data_dir));
  note("system calls (seccomp)", hold_calls(confinement.may_start_and_trace));
  return missing;
}

}  // namespace muster

// What a confined process can and cannot do, seen by processes that confine themselves as the release does
// and tell by their exit codes.
#include "bot/runtime/confine.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <seccomp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>

namespace muster {
namespace {

namespace fs = std::filesystem;
using ::testing::StartsWith;

constexpr int kNotHere = 77;  // this kernel has no Landlock, or whoever started the test forbids it

class Confine : public ::testing::Test {
 protected:
  Confine() {
    fs::create_directories(data_ / "sub");
    fs::create_directories(outside_);
    for (const fs::path& folder : {data_, outside_}) std::ofstream{folder / "there"} << "words";
  }
  ~Confine() override { fs::remove_all(folder_); }

  // The exit code of a process that does this.
  static int process(const std::function<int()>& deed) {
    const pid_t child = fork();
    if (child == 0) _exit(deed());
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
    return WEXITSTATUS(status);
  }

  // Of one that is confined before, as strictly as there is.
  int confined(const std::function<int()>& deed) const {
    return process([&] { return confine({data_, false, false}).empty() ? deed() : kNotHere; });
  }

  fs::path folder_ = fs::temp_directory_path() / ("muster_confine_" + std::to_string(getpid()));
  fs::path data_ = folder_ / "data";
  fs::path outside_ = folder_ / "outside";
};

#define CONFINED_OR_SKIP(code) \
  if ((code) == kNotHere) GTEST_SKIP() << "this kernel does not confine a process"

int errno_of(long answer) {
  return answer < 0 ? errno : 0;
}

int start_a_program() {
  const char* const words[] = {"/bin/true", nullptr};
  return errno_of(execve(words[0], const_cast<char* const*>(words), nullptr));
}

int make(const fs::path& file) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  const bool written = write(fd, "x", 1) == 1;
  close(fd);
  return written ? 0 : EIO;
}

int read_one(const fs::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  char letter = 0;
  const bool is_read = fd >= 0 && read(fd, &letter, 1) == 1;
  close(fd);
  return is_read ? 0 : 1;
}

// Arguments that are wrong, so that a call that gets through does nothing and says so otherwise.
constexpr struct {
  const char* name;
  long number;
} kCalls[] = {{"ptrace", SYS_ptrace},
              {"process_vm_readv", SYS_process_vm_readv},
              {"process_vm_writev", SYS_process_vm_writev},
              {"pidfd_getfd", SYS_pidfd_getfd},
              {"execveat", SYS_execveat},
              {"mount", SYS_mount},
              {"umount2", SYS_umount2},
              {"pivot_root", SYS_pivot_root},
              {"chroot", SYS_chroot},
              {"open_tree", SYS_open_tree},
              {"fsopen", SYS_fsopen},
              {"setns", SYS_setns},
              {"unshare", SYS_unshare},
              {"init_module", SYS_init_module},
              {"finit_module", SYS_finit_module},
              {"kexec_load", SYS_kexec_load},
              {"bpf", SYS_bpf},
              {"perf_event_open", SYS_perf_event_open},
              {"userfaultfd", SYS_userfaultfd},
              {"io_uring_setup", SYS_io_uring_setup},
              {"add_key", SYS_add_key},
              {"request_key", SYS_request_key},
              {"keyctl", SYS_keyctl}};

TEST_F(Confine, StartsNoProgramAndNoProcess) {
  const int code = confined(start_a_program);
  CONFINED_OR_SKIP(code);
  EXPECT_EQ(code, EPERM);
  EXPECT_EQ(process(start_a_program), 0) << "it is there and would have run";
  EXPECT_EQ(confined([] {
              const pid_t child = fork();
              if (child == 0) _exit(0);
              return errno_of(child);
            }),
            EPERM);
}

TEST_F(Confine, LooksIntoNoProcessAndChangesNotTheMachine) {
  for (const auto& call : kCalls) {
    const int code = confined([&] { return errno_of(syscall(call.number, -1L, -1L, -1L, -1L, -1L, -1L)); });
    CONFINED_OR_SKIP(code);
    EXPECT_EQ(code, EPERM) << call.name;
  }
}

TEST_F(Confine, WritesOnlyInTheDataDirectory) {
  const auto denied = [&](const char* what, const std::function<long()>& deed, int by = EACCES) {
    const int code = confined([&] { return errno_of(deed()); });
    if (code != kNotHere) {
      EXPECT_EQ(code, by) << what;
    }
    return code;
  };
  CONFINED_OR_SKIP(denied("mkdir", [&] { return mkdir((outside_ / "made").c_str(), 0700); }));
  denied("make", [&] { return open((outside_ / "made").c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0600); });
  denied("write", [&] { return open((outside_ / "there").c_str(), O_WRONLY | O_CLOEXEC); });
  denied("remove", [&] { return unlink((outside_ / "there").c_str()); });
  denied("a link out of the data directory", [&] { return symlink("/", (data_ / "link").c_str()); });
  denied("move", [&] { return rename((data_ / "there").c_str(), (outside_ / "moved").c_str()); });
  denied(
      "move inside", [&] { return rename((data_ / "there").c_str(), (data_ / "sub/there").c_str()); }, EXDEV);
  EXPECT_EQ(confined([&] {
              for (const fs::path& folder : {data_, data_ / "sub"}) {
                const fs::path made = folder / "made", renamed = folder / "renamed";
                if (make(made) != 0 || truncate(made.c_str(), 0) != 0) return 1;
                if (rename(made.c_str(), renamed.c_str()) != 0 || unlink(renamed.c_str()) != 0) return 2;
              }
              return 0;
            }),
            0);
  EXPECT_EQ(confined([&] { return read_one(outside_ / "there"); }), 0) << "reading is as before";
}

TEST_F(Confine, ThreadsAndTheNetworkGoOn) {
  const int code = confined([] {
    int result = 1;
    std::thread{[&] {
      const int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof address;
      auto* const where = reinterpret_cast<sockaddr*>(&address);
      if (bind(door, where, size) != 0 || listen(door, 1) != 0 || getsockname(door, where, &size) != 0)
        return;
      result = connect(caller, where, size) == 0 && write(caller, "x", 1) == 1 ? 0 : 2;
    }}.join();
    return result;
  });
  CONFINED_OR_SKIP(code);
  EXPECT_EQ(code, 0);
}

TEST_F(Confine, HoldsEveryThread) {
  const int later = confined([&] {
    int code = 0;
    std::thread{[&] { code = start_a_program() == EPERM ? make(outside_ / "made") : 1; }}.join();
    return code;
  });
  CONFINED_OR_SKIP(later);
  EXPECT_EQ(later, EACCES) << "one that is started afterwards, from both";
  EXPECT_EQ(process([&] {
              std::atomic<bool> is_confined = false;
              int code = 0;
              std::thread before{[&] {
                is_confined.wait(false);
                code = start_a_program();
              }};
              const bool all = confine({data_, false, false}).empty();
              is_confined = true;
              is_confined.notify_one();
              before.join();
              return all ? code : kNotHere;
            }),
            EPERM)
      << "one that ran before, from starting programs";
}

TEST_F(Confine, GoesOnWhereTheKernelCannot) {
  int end[2];
  ASSERT_EQ(pipe2(end, O_CLOEXEC), 0);
  // A kernel without both, played by a filter.
  const int code = process([&] {
    const scmp_filter_ctx old_kernel = seccomp_init(SCMP_ACT_ALLOW);
    seccomp_rule_add(old_kernel, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    seccomp_rule_add(old_kernel, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    if (seccomp_load(old_kernel) != 0) return kNotHere;
    for (const std::string& missing : confine({data_, false, false})) {
      const std::string line = missing + "\n";
      if (write(end[1], line.data(), line.size()) < 0) return 1;
    }
    return make(outside_ / "made");
  });
  close(end[1]);
  CONFINED_OR_SKIP(code);
  EXPECT_EQ(code, 0);
  std::array<char, 1000> said{};
  EXPECT_GT(read(end[0], said.data(), said.size() - 1), 0);
  close(end[0]);
  std::istringstream lines{said.data()};
  std::string files, calls, more;
  EXPECT_TRUE(std::getline(lines, files) && std::getline(lines, calls));
  EXPECT_THAT(files, StartsWith("files (Landlock): "));
  EXPECT_THAT(calls, StartsWith("system calls (seccomp): "));
  EXPECT_FALSE(std::getline(lines, more)) << more;
}

}  // namespace
}  // namespace muster

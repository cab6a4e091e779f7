// Preloaded into muster: one call about a socket in so many fails, as the network, the other side or the
// limit on descriptors makes it fail, until enough have failed.
//
// MUSTER_FAIL_SOCKETS="every:first:most" says which: as long as the first byte of the file
// MUSTER_FAILED_SOCKETS, of at least one byte, is a '!'. Each failure is a line "connect ECONNREFUSED" at its
// end.
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Plan {
  long every = 0;  // 0: none fails
  long first = 0;
  long most = 0;
  int told = -1;
  const volatile char* begun = nullptr;

  Plan() {
    const char* wanted = std::getenv("MUSTER_FAIL_SOCKETS");
    const char* file = std::getenv("MUSTER_FAILED_SOCKETS");
    if (wanted == nullptr || file == nullptr) return;
    char* rest = nullptr;
    const long each = std::strtol(wanted, &rest, 10);
    first = std::strtol(rest + 1, &rest, 10);
    most = std::strtol(rest + 1, nullptr, 10);
    told = open(file, O_RDWR | O_APPEND | O_CLOEXEC);
    void* page = mmap(nullptr, 1, PROT_READ, MAP_SHARED, told, 0);
    if (page == MAP_FAILED) return;
    begun = static_cast<const volatile char*>(page);
    every = each;
  }
};

const Plan plan;  // at the start: once muster has confined itself it opens no such file
std::atomic<long> calls{0};
std::atomic<long> failed{0};

bool fails(const char* call, const char* how) {
  if (plan.every == 0 || *plan.begun != '!') return false;
  if (calls.fetch_add(1) % plan.every != plan.first || failed.fetch_add(1) >= plan.most) return false;
  char line[64];
  const int length = std::snprintf(line, sizeof line, "%s %s\n", call, how);
  return write(plan.told, line, static_cast<std::size_t>(length)) == length;
}

int minus_one(int error) {
  errno = error;
  return -1;
}

template <class Function>
Function* next(Function* /*of this type*/, const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  Function* function = nullptr;
  std::memcpy(&function, &found, sizeof function);
  return function;
}

}  // namespace

extern "C" {

int socket(int domain, int type, int protocol) {
  static auto* const kReal = next(&socket, "socket");
  return fails("socket", "EMFILE") ? minus_one(EMFILE) : kReal(domain, type, protocol);
}

int connect(int fd, const sockaddr* to, socklen_t size) {
  static auto* const kReal = next(&connect, "connect");
  return fails("connect", "ECONNREFUSED") ? minus_one(ECONNREFUSED) : kReal(fd, to, size);
}

int accept(int fd, sockaddr* from, socklen_t* size) {
  static auto* const kReal = next(&accept, "accept");
  return fails("accept", "EMFILE") ? minus_one(EMFILE) : kReal(fd, from, size);
}

ssize_t recv(int fd, void* into, std::size_t size, int flags) {
  static auto* const kReal = next(&recv, "recv");
  return fails("recv", "ECONNRESET") ? minus_one(ECONNRESET) : kReal(fd, into, size, flags);
}

ssize_t recvmsg(int fd, msghdr* into, int flags) {
  static auto* const kReal = next(&recvmsg, "recvmsg");
  return fails("recvmsg", "ECONNRESET") ? minus_one(ECONNRESET) : kReal(fd, into, flags);
}

ssize_t send(int fd, const void* from, std::size_t size, int flags) {
  static auto* const kReal = next(&send, "send");
  return fails("send", "EPIPE") ? minus_one(EPIPE) : kReal(fd, from, size, flags);
}

ssize_t sendmsg(int fd, const msghdr* from, int flags) {
  static auto* const kReal = next(&sendmsg, "sendmsg");
  return fails("sendmsg", "EPIPE") ? minus_one(EPIPE) : kReal(fd, from, flags);
}

int epoll_ctl(int poll, int what, int fd, epoll_event* event) noexcept {
  static auto* const kReal = next(&epoll_ctl, "epoll_ctl");
  const bool is_new = what == EPOLL_CTL_ADD;
  return is_new && fails("epoll_ctl", "ENOSPC") ? minus_one(ENOSPC) : kReal(poll, what, fd, event);
}

int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found) {
  static auto* const kReal = next(&getaddrinfo, "getaddrinfo");
  return fails("getaddrinfo", "EAI_AGAIN") ? EAI_AGAIN : kReal(node, service, hints, found);
}

}  // extern "C"

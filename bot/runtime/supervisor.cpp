#include "bot/runtime/supervisor.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "bot/base/log.hpp"

namespace muster {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::optional<long long> number(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value > 0 ? std::optional{value} : std::nullopt;
}

}  // namespace

Supervisor Supervisor::of_this_process() {
  Supervisor supervisor;
  supervisor.socket_ = environment("NOTIFY_SOCKET");
  const auto patience = number(environment("WATCHDOG_USEC"));
  const auto meant = number(environment("WATCHDOG_PID"));  // absent: us
  if (patience && (!meant || *meant == getpid())) supervisor.patience_ = std::chrono::microseconds{*patience};
  return supervisor;
}

void Supervisor::ready() const {
  say("READY=1");
}

void Supervisor::stopping() const {
  say("STOPPING=1");
}

void Supervisor::alive() const {
  say("WATCHDOG=1");
}

void Supervisor::say(std::string_view word) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // a name of the abstract kind
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const int to = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (to < 0) return;
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  if (sendto(to, word.data(), word.size(), MSG_NOSIGNAL, where, size) < 0)
    log_warn("the supervisor does not listen", {{"cause", std::strerror(errno)}});
  close(to);
}

}  // namespace muster

#include "tests/power/system_calls.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>  // NOLINT(modernize-deprecated-headers): renameat2 is Linux's
#include <unistd.h>

#include <array>

namespace {

const muster::power::SystemCalls* seen_by = nullptr;

std::string path_of(int fd) {
  std::array<char, 4096> path{};
  const ssize_t size = readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path.data(), path.size());
  return {path.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

template <class F>
F* next(const char* name) {
  return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

int sync_seen(int fd) {
  if (seen_by == nullptr) return 0;
  const std::string path = path_of(fd);
  seen_by->before_sync(path);
  seen_by->synced(path);
  return 0;
}

int moved(int code, const char* from, const char* to) {
  if (code == 0 && seen_by != nullptr) seen_by->renamed(from, to);
  return code;
}

int gone(int code, const char* path) {
  if (code == 0 && seen_by != nullptr) seen_by->removed(path);
  return code;
}

}  // namespace

namespace muster::power {

void see_system_calls(const SystemCalls* calls) {
  seen_by = calls;
}

}  // namespace muster::power

extern "C" {

int fsync(int fd) {
  return sync_seen(fd);
}

int fdatasync(int fd) {
  return sync_seen(fd);
}

int rename(const char* from, const char* to) noexcept {
  return moved(next<int(const char*, const char*)>("rename")(from, to), from, to);
}

int renameat2(int from_at, const char* from, int to_at, const char* to, unsigned flags) noexcept {
  const auto call = next<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return moved(call(from_at, from, to_at, to, flags), from, to);
}

int link(const char* from, const char* to) noexcept {
  const int code = next<int(const char*, const char*)>("link")(from, to);
  if (code == 0 && seen_by != nullptr) seen_by->linked(from, to);
  return code;
}

int unlink(const char* path) noexcept {
  return gone(next<int(const char*)>("unlink")(path), path);
}

int remove(const char* path) noexcept {
  return gone(next<int(const char*)>("remove")(path), path);
}

}  // extern "C"

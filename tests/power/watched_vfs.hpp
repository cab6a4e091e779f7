// An SQLite VFS in the default one's place: what the real store asks of its files passes here, is told to a
// Watcher, and fails when the Watcher wishes it. The store itself knows nothing of it.
//
// One thread. install() before the first connection of the process.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/names.hpp"

namespace muster::power {

// Calls that can fail on a real machine. Letting a lock go is not among them: nothing could be done about it.
enum class Call : std::uint8_t {
  open,
  remove,
  access,
  read,
  write,
  truncate,
  sync,
  size,
  lock,
  shm_map,
  shm_lock,
};

class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual ~Watcher() = default;

  // SQLITE_OK lets the call happen; any other code is its answer instead.
  virtual int before(Call /*call*/, const std::string& /*path*/) { return 0; }
  virtual void opened(const std::string& /*path*/) {}
  virtual void wrote(const std::string& /*path*/, std::int64_t /*offset*/, std::string_view /*bytes*/) {}
  virtual void truncated(const std::string& /*path*/, std::int64_t /*size*/) {}
};

// Ways to be wrong, so that it is known that loss is found.
enum class Broken : std::uint8_t {
  nothing,
  syncs_are_ignored,  // the disk says yes and does nothing
  synchronous_off,    // PRAGMA synchronous, whatever the store asks for
  synchronous_normal,
};

void install_watched_vfs();
void watch(Watcher* watcher);  // null: nobody
void break_with(Broken how);
// SQLite's own chance (salts of its log) begins anew from here, so that a run can be had again.
void seed_vfs(std::uint64_t seed);

}  // namespace muster::power

namespace muster {
template <>
struct EnumNames<power::Call> {
  static constexpr std::array<std::string_view, 11> kNames = {
      "open", "remove", "access", "read", "write", "truncate", "sync", "size", "lock", "shm_map", "shm_lock"};
};
template <>
struct EnumNames<power::Broken> {
  static constexpr std::array<std::string_view, 4> kNames = {"nothing", "syncs-are-ignored",
                                                             "synchronous-off", "synchronous-normal"};
};
}  // namespace muster

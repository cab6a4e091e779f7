// System calls of this process that make names and contents last, seen on their way: the store's own and
// SQLite's. (The program's definitions stand before the C library's.) A sync is told of and not done, since
// no test here loses power.
#pragma once

#include <functional>
#include <string>

namespace muster::power {

struct SystemCalls {
  std::function<void(const std::string& path)> before_sync;  // of a file or a directory
  std::function<void(const std::string& path)> synced;
  std::function<void(const std::string& from, const std::string& to)> renamed;
  std::function<void(const std::string& from, const std::string& to)> linked;
  std::function<void(const std::string& path)> removed;
};

// null: nobody looks; syncs are still not done. Outlives its use.
void see_system_calls(const SystemCalls* calls);

}  // namespace muster::power

#include "tests/power/allocations.hpp"

#include <execinfo.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>

// The linker's: where the program's own code begins and ends.
extern "C" {
extern const char __executable_start;  // NOLINT(bugprone-reserved-identifier)
extern const char etext;
}

namespace muster::power {

namespace {

sqlite3_mem_methods plain;
std::int64_t counted = 0;
std::int64_t fails_at = 0;

struct Way {
  std::int64_t first = 0;
  std::int64_t last = 0;
};
bool watched = false;
std::unordered_map<std::size_t, Way> ways;  // by the hash of the addresses that were to be returned to

// Frames that make a way: SQLite's next to the allocation, and the program's next to SQLite.
constexpr std::ptrdiff_t kOfSqlite = 8;
constexpr std::ptrdiff_t kOfProgram = 8;

bool is_program(const void* address) {
  const std::less<const void*> before;
  return !before(address, &__executable_start) && before(address, &etext);
}

void take_down(std::span<void* const> frames) {
  const std::string_view bytes{reinterpret_cast<const char*>(frames.data()), frames.size_bytes()};
  Way& way = ways[std::hash<std::string_view>{}(bytes)];
  if (way.first == 0) way.first = counted;
  way.last = counted;
}

void take_down() {
  std::array<void*, 96> all{};
  const int depth = backtrace(all.data(), static_cast<int>(all.size()));
  const auto end = all.begin() + depth;
  const auto sqlite = std::find_if_not(all.begin(), end, is_program);  // above are those of this file
  const auto program = std::find_if(sqlite, end, is_program);
  take_down({sqlite, std::min(sqlite + kOfSqlite, end)});
  take_down({program, std::min(program + kOfProgram, end)});
}

bool may_allocate() {
  ++counted;
  if (watched) take_down();
  return counted != fails_at;
}

}  // namespace

void prepare_allocations() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain);
  sqlite3_mem_methods own = plain;
  own.xMalloc = [](int size) -> void* { return may_allocate() ? plain.xMalloc(size) : nullptr; };
  own.xRealloc = [](void* old, int size) -> void* {
    return may_allocate() ? plain.xRealloc(old, size) : nullptr;
  };
  sqlite3_config(SQLITE_CONFIG_MALLOC, &own);
}

void fail_allocation(std::int64_t number) {
  counted = 0;
  fails_at = number;
  ways.clear();
}

bool allocation_failed() {
  return fails_at > 0 && counted >= fails_at;
}

std::int64_t count_allocations() {
  watched = false;
  fails_at = 0;
  return counted;
}

void watch_ways() {
  watched = true;
}

std::vector<std::int64_t> ends_of_ways() {
  std::set<std::int64_t> ends;
  for (const auto& [hash, way] : ways) ends.insert({way.first, way.last});
  return {ends.begin(), ends.end()};
}

}  // namespace muster::power

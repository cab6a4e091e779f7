#include "bot/base/crash_point.hpp"

#ifdef MUSTER_TEST_HOOKS

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

namespace muster {

namespace {

struct Wanted {
  std::string name;
  int pass = 0;
};

Wanted read_wanted() {
  const char* text = std::getenv("MUSTER_CRASH_POINT");
  if (text == nullptr) return {};
  const std::string value{text};
  const auto colon = value.rfind(':');
  if (colon == std::string::npos) return {value, 1};
  return {value.substr(0, colon), std::atoi(value.c_str() + colon + 1)};
}

}  // namespace

void crash_point(std::string_view name) {
  static const Wanted wanted = read_wanted();
  static std::atomic<int> passes{0};
  if (name == wanted.name && ++passes == wanted.pass) std::raise(SIGKILL);
}

bool is_mutant(std::string_view name) {
  static const char* const kWanted = std::getenv("MUSTER_MUTANT");
  return kWanted != nullptr && name == kWanted;
}

}  // namespace muster

#endif

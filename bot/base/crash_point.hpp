// Crash points: named places where a test makes the process die as by SIGKILL, at the n-th pass, to prove
// that nothing acknowledged is lost there. MUSTER_CRASH_POINT="name:3" dies at the third pass. Compiled to
// nothing without MUSTER_TEST_HOOKS. The points are found by tests/crash, which dies at each of them.
//
// Mutants: deliberate mistakes, to show that the tests would find them. MUSTER_MUTANT="blind" makes the one
// named so.
#pragma once

#include <string_view>

namespace muster {

#ifdef MUSTER_TEST_HOOKS
void crash_point(std::string_view name);
[[nodiscard]] bool is_mutant(std::string_view name);
#else
inline void crash_point(std::string_view /*name*/) {}
[[nodiscard]] constexpr bool is_mutant(std::string_view /*name*/) {
  return false;
}
#endif

}  // namespace muster

// Crash points: named places where a test makes the process die as by SIGKILL, at the n-th pass, to prove
// that nothing acknowledged is lost there. MUSTER_CRASH_POINT="name:3" dies at the third pass. Compiled to
// nothing without MUSTER_TEST_HOOKS.
#pragma once

#include <string_view>

namespace muster {

#ifdef MUSTER_TEST_HOOKS
void crash_point(std::string_view name);
#else
inline void crash_point(std::string_view /*name*/) {}
#endif

}  // namespace muster

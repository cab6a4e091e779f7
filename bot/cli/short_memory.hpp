// Memory that runs short, for tests: from the call on, every n-th allocation of the program fails, n being
// $MUSTER_FAIL_ALLOCATION. Nothing without MUSTER_TEST_HOOKS, or without the variable.
#pragma once

namespace muster {

#ifdef MUSTER_TEST_HOOKS
void memory_runs_short();
#else
inline void memory_runs_short() {}
#endif

}  // namespace muster

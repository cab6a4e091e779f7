// SQLite's allocations, counted: one can be made to fail. Process-wide, one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace muster::power {

// Before SQLite is used at all.
void prepare_allocations();

// Counts from zero; the number-th allocation fails, once (0: none).
void fail_allocation(std::int64_t number);
[[nodiscard]] bool allocation_failed();
// How many there were since; none fails any more.
std::int64_t count_allocations();

// A way to an allocation is what called what next to it: inside of SQLite, and where the program called
// SQLite. Most of a flow's hundred thousand allocations come by a few thousand ways. From fail_allocation()
// to count_allocations() each way's first and last allocation are taken down, by number; the unwinder takes
// some microseconds for each allocation.
void watch_ways();
[[nodiscard]] std::vector<std::int64_t> ends_of_ways();  // ascending

}  // namespace muster::power

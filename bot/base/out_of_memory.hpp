// What becomes of a task that ends for want of memory. Nobody begins it again, and what it looked after (a
// socket, a lane of the outbox) would stand still in a process that looks alive. So the process gives up, and
// whoever supervises it starts it anew; everything acknowledged is on disk.
#pragma once

#include <exception>
#include <new>

namespace muster {

// thrown: by the task, or null. Ends the process when it was std::bad_alloc. Any thread.
inline void give_up_if_out_of_memory(const std::exception_ptr& thrown) noexcept {
  if (!thrown) return;
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    std::terminate();
  } catch (...) {  // a bug, which the caller logs
  }
}

}  // namespace muster

#include "bot/cli/short_memory.hpp"

#ifdef MUSTER_TEST_HOOKS

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> every{0};  // 0: none fails
std::atomic<long> taken{0};

void* take(std::size_t size) {
  const long n = every.load(std::memory_order_relaxed);
  if (n > 0 && taken.fetch_add(1, std::memory_order_relaxed) % n == n - 1) throw std::bad_alloc{};
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size);
}
void* operator new[](std::size_t size) {
  return take(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

void muster::memory_runs_short() {
  const char* wanted = std::getenv("MUSTER_FAIL_ALLOCATION");
  if (wanted != nullptr) every = std::atol(wanted);
}

#endif

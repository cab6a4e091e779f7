// What the process gives up for good before it hears of anybody, so that whoever takes it over gets little:
// more privileges, starting programs, looking into other processes, changing what the machine looks like
// (seccomp), and writing anywhere but in its data directory (Landlock). docs/decisions/0021-confined.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace muster {

// What the tools of a test build need: sanitizers start a symbolizer to tell of a mistake and trace their own
// process to find leaks; a profiled program writes down at its end what ran.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(undefined_behavior_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#ifdef __LLVM_INSTR_PROFILE_GENERATE
inline constexpr bool kProfiled = true;
#else
inline constexpr bool kProfiled = false;
#endif

struct Confinement {
  std::filesystem::path data_dir;  // exists
  bool may_start_and_trace = kSanitized;
  bool may_write_anywhere = kProfiled;
};

// From then on the calls it does without answer EPERM, files elsewhere EACCES; what is open stays open, and
// reading is as before. Call it before the first thread is started: files are held for the calling thread and
// those it starts, system calls for all. Never fails: what this kernel, or whoever started muster, does not
// allow is in the answer, a line each with its reason, and the rest is given up all the same.
[[nodiscard]] std::vector<std::string> confine(const Confinement& confinement);

}  // namespace muster

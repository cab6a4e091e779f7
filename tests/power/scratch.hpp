// A directory in memory, if there is one, that goes away with the program.
#pragma once

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace muster::power {

class Scratch {
 public:
  Scratch() {
    const std::filesystem::path fast = "/dev/shm";
    const bool there = access(fast.c_str(), W_OK) == 0;
    std::string pattern = (there ? fast : std::filesystem::temp_directory_path()) / "muster-power-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no directory " + pattern};
    path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove_all(path_, ignored);
  }
  void keep() { kept_ = true; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace muster::power

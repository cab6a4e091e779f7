// A directory that goes away with the test.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace muster::test {

class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "muster-store-XXXXXX").string();
    const char* made = mkdtemp(pattern.data());
    EXPECT_NE(made, nullptr);
    path_ = pattern;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path data() const { return path_ / "data"; }
  [[nodiscard]] std::filesystem::path database() const { return data() / "muster.sqlite"; }
  // Of all files of the data directory, one after the other: what somebody who takes the disk can read.
  [[nodiscard]] std::string bytes() const {
    std::ostringstream all;
    for (const auto& entry : std::filesystem::directory_iterator(data())) {
      std::ifstream file{entry.path(), std::ios::binary};
      if (entry.file_size() > 0) all << file.rdbuf();
    }
    return std::move(all).str();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace muster::test

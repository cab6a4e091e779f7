// Golden files: what a rendering looked like when somebody last said it is right.
//
// UPDATE_GOLDEN=1 writes them anew; look at the difference before committing it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace muster::golden {

inline void expect_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path =
      std::filesystem::path{MUSTER_SOURCE_DIR} / "tests/golden/text/expected" / name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << actual;
    return;
  }
  std::ifstream file{path, std::ios::binary};
  ASSERT_TRUE(file) << path << " is missing; run with UPDATE_GOLDEN=1 and look at it";
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(expected.str(), actual) << "differs from " << path << "; UPDATE_GOLDEN=1 renews it";
}

}  // namespace muster::golden

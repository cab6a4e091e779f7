#include "bot/domain/code_name.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muster {

namespace {

TEST(CodeName, IsTheSameEachTimeAndNobodyElsesForLong) {
  EXPECT_EQ(code_name({1}), "frost-pebble");
  EXPECT_EQ(code_name({1}), code_name({1025}));
  std::set<std::string> names;
  for (std::int64_t number = 500; number < 1524; ++number) names.insert(code_name({number}));
  EXPECT_EQ(names.size(), 1024U);
}

}  // namespace

}  // namespace muster

#include "bot/runtime/clock_watch.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(ClockWatch, TellsBySteadyTimeHowFarTheClockWasSet) {
  ClockWatch watch;
  const Time wall{hours{400000}};
  const std::chrono::steady_clock::time_point steady{hours{3}};
  EXPECT_EQ(watch.look(wall, steady), seconds{0}) << "there is nothing to hold it against";
  EXPECT_EQ(watch.look(wall + seconds{5}, steady + seconds{5}), seconds{0});
  EXPECT_EQ(watch.look(wall - hours{1} + seconds{6}, steady + seconds{6}), -hours{1});
  EXPECT_EQ(watch.look(wall - hours{1} + seconds{7}, steady + seconds{7}), seconds{0}) << "told once";
  EXPECT_EQ(watch.look(wall + hours{9} + seconds{8}, steady + seconds{8}), hours{10});
}

}  // namespace
}  // namespace muster

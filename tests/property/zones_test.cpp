// Local times against an independent oracle: every change of every zone's clock from 1990 to 2040 as Python's
// zoneinfo knows it (zones.py). Around each of them a typed local time is the right instant, or is asked
// about: never guessed.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "bot/domain/calendar.hpp"
#include "bot/domain/time_text.hpp"

namespace muster {
namespace {

using std::chrono::seconds;

struct ClockChange {
  std::int64_t at = 0;  // 0: the zone has none
  std::int64_t before = 0;
  std::int64_t after = 0;
};

Time instant(std::int64_t s) {
  return Time{seconds{s}};
}

// Every line of zones.py, by zone.
const std::map<std::string, std::vector<ClockChange>>& oracle() {
  static const auto kOracle = [] {
    std::map<std::string, std::vector<ClockChange>> zones;
    const std::string command = std::string{"python3 -B "} + MUSTER_SOURCE_DIR + "/tests/property/zones.py";
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 65536> chunk{};
    for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
      text.append(chunk.data(), n);
    EXPECT_EQ(::pclose(pipe), 0) << "python3 with its zoneinfo module is needed";
    std::istringstream lines{text};
    std::string zone;
    std::string at;
    ClockChange change;
    while (lines >> zone >> at >> change.before >> change.after) {
      change.at = at == "-" ? 0 : std::stoll(at);
      zones[zone].push_back(change);
    }
    return zones;
  }();
  return kOracle;
}

// "2026-03-29 02:30:00" of a clock that is so far from UTC.
std::string wall(std::int64_t at, std::int64_t offset) {
  std::string text = iso_seconds(instant(at + offset));
  text[10] = ' ';
  text.pop_back();
  return text;
}

Result<Time> typed(const std::string& local, const std::string& zone) {
  static const Time kLater = instant(2272147200);  // 2042
  return parse_past_time(local, kLater, zone);
}

void expect_read(const std::string& local, const std::string& zone, std::int64_t at) {
  const auto told = typed(local, zone);
  ASSERT_TRUE(told) << zone << " " << local << ": " << told.error().say;
  EXPECT_EQ(iso_seconds(*told), iso_seconds(instant(at))) << zone << " " << local;
}

// Refused with both readings.
void expect_asked(const std::string& local, const std::string& zone, const std::string& why, std::int64_t one,
                  std::int64_t other) {
  const auto told = typed(local, zone);
  ASSERT_FALSE(told) << zone << " " << local << " was guessed: " << iso_seconds(*told);
  for (const std::string& part : {why, iso_seconds(instant(one)), iso_seconds(instant(other))})
    EXPECT_NE(told.error().say.find(part), std::string::npos)
        << zone << " " << local << ": " << told.error().say;
}

void expect_shown(const std::string& zone, std::int64_t at, std::int64_t offset) {
  EXPECT_EQ(local_day(instant(at), zone), wall(at, offset).substr(0, 10)) << zone << " " << at;
  const std::string clock = wall(at, offset).substr(11, 5);
  EXPECT_NE(say_time(instant(at), zone).find(clock), std::string::npos) << zone << " " << at;
}

TEST(Zones, EveryChangeOfEveryClockIsReadAsTheOracleReadsIt) {
  ASSERT_GT(oracle().size(), 400U);
  for (const auto& [zone, changes] : oracle()) {
    ASSERT_TRUE(is_zone(zone)) << zone;
    for (const ClockChange& change : changes) {
      if (change.at == 0) {
        expect_read(wall(1000000000, change.before), zone, 1000000000);
        continue;
      }
      expect_shown(zone, change.at - 1, change.before);
      expect_shown(zone, change.at, change.after);
      const std::int64_t low = std::min(change.before, change.after);
      const std::int64_t high = std::max(change.before, change.after);
      expect_read(wall(change.at - 1, low), zone, change.at - 1 + low - change.before);
      expect_read(wall(change.at, high), zone, change.at + high - change.after);
      const bool gap = change.after > change.before;
      const std::string why = gap ? "does not exist" : "happens twice";
      for (const std::int64_t local : {change.at + low, change.at + high - 1})
        expect_asked(wall(local, 0), zone, why, local - change.before, local - change.after);
      if (HasFailure()) return;  // the first one says it all
    }
  }
}

}  // namespace
}  // namespace muster

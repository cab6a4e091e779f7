// Rotations against an independent oracle: eight kinds in every zone from 1990 to 2040, around changes of the
// clock and from end to end (oncall.py). MUSTER_SWEEP=full takes every change of every zone, MUSTER_SWEEP=2/3
// the second third of that.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>

#include "bot/domain/oncall.hpp"

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

RotationLayer rotation(Turn turn, int every, Duration at) {
  RotationLayer layer;
  layer.people = {PersonId{"a"}, PersonId{"b"}, PersonId{"c"}};
  layer.turn = turn;
  layer.every = every;
  layer.starts = {1989, 7, 31, at};
  return layer;
}

RotationLayer only(RotationLayer layer, std::vector<int> days, Duration from, Duration until) {
  layer.only = {WeekPart{std::move(days), from, until}};
  return layer;
}

const std::map<std::string, std::vector<RotationLayer>>& kinds() {
  static const auto kKinds = [] {
    std::map<std::string, std::vector<RotationLayer>> all;
    all["hourly"] = {rotation(Turn::hour, 7, {})};
    all["daily"] = {rotation(Turn::day, 1, minutes{150})};
    all["weekly"] = {rotation(Turn::week, 1, minutes{90})};
    all["fortnightly"] = {rotation(Turn::week, 2, {})};
    all["monthly"] = {rotation(Turn::month, 1, minutes{30})};
    all["business"] = {only(rotation(Turn::day, 1, hours{9}), {1, 2, 3, 4, 5}, hours{9}, hours{17})};
    all["night"] = {only(rotation(Turn::week, 1, hours{12}), {}, minutes{1350}, hours{2})};
    RotationLayer there = only(rotation(Turn::week, 1, {}), {}, hours{8}, hours{20});
    there.zone = "Asia/Tokyo";
    there.priority = 1;
    all["sun"] = {only(rotation(Turn::week, 1, {}), {}, hours{2}, hours{14}), there};
    return all;
  }();
  return kKinds;
}

Time instant(std::int64_t s) {
  return Time{seconds{s}};
}

std::string said(const std::vector<Shift>& shifts) {
  std::string text;
  for (const Shift& shift : shifts)
    text += shift.person.value + " " + iso_seconds(shift.from) + " " + iso_seconds(shift.until) + "\n";
  return text;
}

// One line of the oracle.
void expect_line(const std::string& line) {
  std::istringstream words{line};
  std::string zone;
  std::string kind;
  std::int64_t from = 0;
  std::int64_t until = 0;
  words >> zone >> kind >> from >> until;
  std::vector<Shift> expected;
  std::string person;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  while (words >> person >> begin >> end)
    expected.push_back({PersonId{person}, instant(begin), instant(end)});
  Schedule schedule;
  schedule.zone = zone;
  schedule.layers = kinds().at(kind);
  const std::vector<Shift> ours = shifts(schedule, {}, {}, instant(from), instant(until));
  ASSERT_EQ(said(ours), said(expected)) << zone << " " << kind;
  // Without restrictions there is always exactly one person.
  if (schedule.layers.front().only.empty()) {
    Time reached = instant(from);
    for (const Shift& shift : ours) {
      ASSERT_EQ(shift.from, reached) << zone << " " << kind << ": a gap or an overlap";
      reached = shift.until;
    }
    ASSERT_EQ(reached, instant(until)) << zone << " " << kind;
  }
}

TEST(OncallOracle, EveryRotationInEveryZoneIsAsPythonWorksItOut) {
  const char* sweep = std::getenv("MUSTER_SWEEP");
  const std::string command = std::string{"python3 -B "} + MUSTER_SOURCE_DIR + "/tests/property/oncall.py " +
                              (sweep == nullptr ? "" : sweep);
  FILE* pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string line;
  std::array<char, 65536> chunk{};
  std::map<std::string, int> lines;  // by kind
  while (std::fgets(chunk.data(), chunk.size(), pipe) != nullptr) {
    line += chunk.data();
    if (!line.ends_with('\n')) continue;
    ++lines[line.substr(line.find(' ') + 1, line.find(' ', line.find(' ') + 1) - line.find(' ') - 1)];
    if (!HasFatalFailure()) expect_line(line);  // the first one says it all; the rest is read to its end
    line.clear();
  }
  EXPECT_EQ(::pclose(pipe), 0) << "python3 with its zoneinfo module is needed";
  EXPECT_EQ(lines.size(), kinds().size());
  for (const auto& [kind, count] : lines) EXPECT_GT(count, 300) << kind;
}

}  // namespace
}  // namespace muster

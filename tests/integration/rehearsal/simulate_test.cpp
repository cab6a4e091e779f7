// muster simulate as a person runs it: the scripts hold to the last number, and a wrong expectation is found.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/integration/rehearsal/program.hpp"

namespace {

namespace fs = std::filesystem;

using muster::test::Ran;

Ran run(const std::string& arguments) {
  return muster::test::run("simulate " + arguments);
}

std::string script(const std::string& prefix) {
  for (const fs::directory_entry& file : fs::directory_iterator{SCRIPTS}) {
    if (file.path().filename().string().starts_with(prefix)) return file.path().string();
  }
  return {};
}

std::string contents(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

class Simulate : public testing::Test {
 protected:
  Simulate() {
    std::string pattern = (fs::temp_directory_path() / "muster-simulate-test-XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
  }
  ~Simulate() override { fs::remove_all(dir_); }

  // S03 with one piece of its text replaced.
  std::string altered(const std::string& from, const std::string& to) {
    std::string text = contents(script("s03"));
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const std::string file = (dir_ / "altered.json").string();
    std::ofstream{file} << text;
    return file + " --definitions " + SCRIPTS "/definitions.json";
  }

  fs::path dir_;
};

TEST_F(Simulate, EachScriptHoldsToTheLastNumber) {
  for (const char* prefix : {"s03", "s06", "s08"}) {
    const Ran ran = run(script(prefix));
    EXPECT_EQ(ran.code, 0) << ran.said;
  }
}

TEST_F(Simulate, TheyHoldTogetherInOneDatabaseWhichIsKeptAndSound) {
  const std::string db = (dir_ / "kept.sqlite").string();
  const Ran ran = run(script("s03") + " " + script("s06") + " " + script("s08") + " --db " + db);
  EXPECT_EQ(ran.code, 0) << ran.said;
  EXPECT_TRUE(fs::exists(db));
}

TEST_F(Simulate, AWrongNumberIsFoundAndNamed) {
  const Ran ran = run(altered("\"ttd_s\": 95", "\"ttd_s\": 96"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.said.find("S03 incidents[I1].kpis.ttd_s: expected 96, got 95"), std::string::npos)
      << ran.said;
}

TEST_F(Simulate, AMissingTimelineEntryIsFound) {
  const Ran ran = run(altered("\"contains\": \"SOA minimum\"", "\"contains\": \"SOA maximum\""));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.said.find("SOA maximum"), std::string::npos) << ran.said;
}

TEST_F(Simulate, ARefusalThatDoesNotComeIsFound) {
  const Ran ran = run(altered("\"do\": \"freeze\"", "\"do\": \"note\""));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.said.find("S03 step 24: expected refused change_freeze, got ok"), std::string::npos)
      << ran.said;
}

TEST_F(Simulate, AnUnknownStepIsNamedWithFileAndNumber) {
  const Ran ran = run(altered("\"kind\": \"reaction\"", "\"kind\": \"dance\""));
  EXPECT_NE(ran.code, 0);
  EXPECT_NE(ran.said.find("altered.json, step 27: \"dance\" is no kind of step"), std::string::npos)
      << ran.said;
}

TEST_F(Simulate, WhatIsNotAScriptIsSaid) {
  const std::string file = (dir_ / "not.json").string();
  std::ofstream{file} << "{\"format\": \"something-else\"}";
  EXPECT_NE(run(file).said.find("its format is not incident-scenarios/1"), std::string::npos);
  EXPECT_NE(run((dir_ / "nothing.json").string()).said.find("there is no file"), std::string::npos);
}

TEST_F(Simulate, TheRecordComesOutInTheShapeOfTheExpectation) {
  const std::string out = (dir_ / "out.json").string();
  ASSERT_EQ(run(script("s06") + " --out " + out).code, 0);
  const std::string text = contents(out);
  for (const char* part : {"\"response_s\": 1320", "\"total\": 17289.96", "\"U2\""})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text.substr(0, 2000);
}

}  // namespace

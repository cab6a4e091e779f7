// report, evidence and verify as a person runs them, on the database of three rehearsed incidents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/integration/rehearsal/program.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string contents(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class Archived : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(dir_.data());
    std::string scripts;
    for (const fs::directory_entry& file : fs::directory_iterator{SCRIPTS}) {
      if (file.path().filename().string().starts_with("s")) scripts += " " + file.path().string();
    }
    const Ran played = run("simulate" + scripts + " --db " + dir_.database().string());
    ASSERT_EQ(played.code, 0) << played.said;
    std::ofstream{dir_.path() / "muster.yaml"} << "organisation: Example\n";
  }

  Ran ask(const std::string& arguments) {
    return run("--config " + (dir_.path() / "muster.yaml").string() + " --data " + dir_.data().string() +
               " " + arguments);
  }

  TempDir dir_;
};

constexpr const char* kYear = " --from 2026-01-01 --to 2026-10-31";

TEST_F(Archived, TheReportInEachForm) {
  const Ran text = ask(std::string{"report"} + kYear);
  EXPECT_EQ(text.code, 0) << text.said;
  EXPECT_THAT(text.said, AllOf(HasSubstr("2026-01-01 to 2026-10-31 (UTC), all incidents"), HasSubstr("INC-"),
                               HasSubstr("drill"), HasSubstr("How long it took")));
  EXPECT_THAT(ask(std::string{"--json report"} + kYear).said, HasSubstr("\"kpis\""));
  EXPECT_THAT(ask(std::string{"report --format csv"} + kYear).said, HasSubstr("\"section\",\"table\""));
  EXPECT_THAT(ask(std::string{"report --format html --weekly"} + kYear).said,
              AllOf(HasSubstr("<!doctype html>"), HasSubstr("Operations review of Example")));
}

TEST_F(Archived, AnEmptyPeriodIsNoError) {
  const Ran ran = ask("report --from 2025-01-01 --to 2025-01-31");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.said, HasSubstr("Nothing happened in this period"));
}

TEST_F(Archived, WhatCannotBeMeantIsRefused) {
  const Ran ran = ask("report --from '2026-01-01 10:00'");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.said, HasSubstr("names no time zone"));
  EXPECT_EQ(ask("report --format pdf").code, 1);
}

TEST_F(Archived, EvidenceIsCheckedAndAChangeIsFound) {
  const fs::path evidence = dir_.path() / "evidence";
  const Ran written = ask("evidence " + evidence.string() + kYear);
  ASSERT_EQ(written.code, 0) << written.said;
  for (const char* file :
       {"README.txt", "incidents.json", "approvals.json", "actions.json", "access.json", "configuration.json",
        "report.json", "report.html", "manifest.json", "timelines/INC-1.jsonl"})
    EXPECT_TRUE(fs::exists(evidence / file)) << file;
  const Ran sound = run("verify " + evidence.string());
  EXPECT_EQ(sound.code, 0) << sound.said;

  EXPECT_EQ(ask("evidence " + evidence.string() + kYear).code, 4) << "nothing is overwritten";
  std::string timeline = contents(evidence / "timelines/INC-1.jsonl");
  timeline[timeline.find("\"body\":") + 12] = '#';
  std::ofstream{evidence / "timelines/INC-1.jsonl", std::ios::binary} << timeline;
  fs::remove(evidence / "actions.json");
  std::ofstream{evidence / "extra.txt"} << "added";
  const Ran altered = run("verify " + evidence.string());
  EXPECT_EQ(altered.code, 1);
  EXPECT_THAT(altered.said,
              AllOf(HasSubstr("timelines/INC-1.jsonl was changed after the export"),
                    HasSubstr("timelines/INC-1.jsonl: entry"), HasSubstr("actions.json is missing"),
                    HasSubstr("extra.txt is not in the manifest")));
}

}  // namespace
}  // namespace muster::test

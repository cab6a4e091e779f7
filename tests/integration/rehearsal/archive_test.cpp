// report, evidence and verify as a person runs them, on the database of three rehearsed incidents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "bot/domain/figures.hpp"
#include "bot/store/sqlite.hpp"
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

// Two of a public incident and of none, one of a private one, and the clock was set back in between.
void note_accesses(const fs::path& data_dir) {
  auto store = open_store(data_dir);
  ASSERT_TRUE(store);
  auto before = (*store)->load();
  ASSERT_TRUE(before);
  Incident secret;
  Change made;
  made.operations = &before->operations;
  const Time noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};
  made.now = noon;
  const auto add = [&](IncidentNumber number, auto& fold, EventBody body, Actor by, Time at) {
    Event event;
    event.incident = number;
    event.seq = fold.last_seq + 1;
    event.occurred_at = event.recorded_at = at;
    event.actor = std::move(by);
    event.source = "console";
    event.body = std::move(body);
    evolve(fold, event);
    made.events.push_back(std::move(event));
  };
  IncidentDeclared declared;
  declared.title = "Keys leaked";
  declared.visibility = Visibility::private_;
  add({900}, secret, declared, actor({"ann"}), noon);
  made.incidents = {{&secret, true}};
  made.figures = {figures(secret, {}, default_policy(), People{}, noon)};
  AccessRecorded refused;
  refused.kind = AccessKind::request_refused;
  refused.what = "GET /api/v1/me";
  refused.why = "not_signed_in";
  refused.address = "203.0.113.7";
  refused.left_out = 41;
  AccessRecorded read;
  read.kind = AccessKind::private_read;
  read.incident = {900};
  read.why = "auditor";
  AccessRecorded exported;
  exported.kind = AccessKind::exported;
  exported.what = "GET /report.csv";
  add(kOperations, before->operations, read, actor({"ida"}), noon + std::chrono::minutes{2});
  add(kOperations, before->operations, refused, Actor{}, noon + std::chrono::minutes{3});
  add(kOperations, before->operations, exported, actor({"ann"}), noon + std::chrono::minutes{1});
  ASSERT_TRUE((*store)->begin());
  ASSERT_TRUE((*store)->append(made));
  ASSERT_TRUE((*store)->commit());
}

TEST_F(Archived, AccessIsTheAuditorsByTimeAndPrivateReadingOnlyWithThePrivate) {
  note_accesses(dir_.data());
  const fs::path open = dir_.path() / "open";
  const fs::path whole = dir_.path() / "whole";
  ASSERT_EQ(ask("evidence " + open.string() + kYear).code, 0);
  ASSERT_EQ(ask("evidence " + whole.string() + kYear + " --include-private").code, 0);
  const std::string without = contents(open / "access.json");
  const std::string with = contents(whole / "access.json");
  for (const char* said : {"request_refused", "GET /api/v1/me", "not_signed_in", "203.0.113.7",
                           "\"left_out_before\":41", "exported", "GET /report.csv", "\"ann\""})
    EXPECT_THAT(without, HasSubstr(said));
  for (const char* secret : {"private_read", "900", "ida"}) {
    EXPECT_THAT(without, Not(HasSubstr(secret)));
    EXPECT_THAT(with, HasSubstr(secret));
  }
  EXPECT_LT(with.find("exported"), with.find("private_read")) << with;
  EXPECT_LT(with.find("private_read"), with.find("request_refused")) << with;
  EXPECT_EQ(run("verify " + whole.string()).code, 0);
}

}  // namespace
}  // namespace muster::test

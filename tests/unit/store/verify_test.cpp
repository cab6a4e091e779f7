#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Verify : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    scribe.declare(1, "first");
    scribe.record(1, NoteAdded{"the database"});
    scribe.record(1, PersonPaged{"P1", "sre", {{"bob"}}, "help"});
    scribe.record(1, NoteAdded{"bob is here"});
    scribe.declare(2, "second");
  }

  // The problems after somebody ran `sql` on the file, having taken the triggers out of the way first and put
  // them back.
  std::vector<std::string> problems_after(const std::string& sql) {
    RawDatabase raw{dir_.database()};
    std::string drops;
    std::string triggers;
    for (const auto& row : raw.rows("SELECT name, sql || ';' FROM sqlite_schema WHERE type = 'trigger'")) {
      drops += "DROP TRIGGER " + *row[0] + ";";
      triggers += *row[1];
    }
    EXPECT_EQ(raw.run(drops + sql + ";" + triggers), "");
    return problems();
  }

  std::vector<std::string> problems() {
    const auto report = reading(dir_.data())->verify();
    EXPECT_TRUE(report);
    return report->problems;
  }

  TempDir dir_;
};

TEST_F(Verify, finds_nothing_in_an_untouched_record) {
  const auto report = reading(dir_.data())->verify();
  ASSERT_TRUE(report);
  EXPECT_THAT(report->problems, IsEmpty());
  EXPECT_EQ(report->incidents, 2);
  EXPECT_EQ(report->events, 5);
}

TEST_F(Verify, the_file_itself_refuses_to_change_the_past) {
  RawDatabase raw{dir_.database()};
  EXPECT_THAT(raw.run("UPDATE event SET body = '{}' WHERE seq = 2"), HasSubstr("append-only"));
  EXPECT_THAT(raw.run("DELETE FROM event WHERE seq = 2"), HasSubstr("append-only"));
  EXPECT_THAT(
      raw.run(
          "INSERT OR REPLACE INTO event SELECT incident, seq, type, occurred_at, recorded_at, actor_kind, "
          "actor_id, source, '{}', prev_hash, hash FROM event WHERE incident = 1 AND seq = 2"),
      HasSubstr("does not follow"));
}

TEST_F(Verify, names_an_entry_that_was_changed) {
  for (const char* change :
       {"body = '{\"text\":\"the network\"}'", "actor_id = 'eve'", "occurred_at = occurred_at - 1",
        "recorded_at = recorded_at - 1", "type = 'decision'", "source = 'slack'"}) {
    const std::string sql = std::string{"UPDATE event SET "} + change + " WHERE incident = 1 AND seq = 2";
    EXPECT_THAT(problems_after(sql), Contains(HasSubstr("INC-1 entry 2 was changed after it was written")))
        << change;
  }
}

TEST_F(Verify, names_a_gap) {
  EXPECT_THAT(problems_after("DELETE FROM event WHERE incident = 1 AND seq = 2"),
              Contains(HasSubstr("INC-1 entry 3 follows entry 1: entries are missing")));
}

TEST_F(Verify, finds_the_end_cut_off) {
  EXPECT_THAT(problems_after("DELETE FROM event WHERE incident = 1 AND seq = 4"),
              Contains(AllOf(HasSubstr("INC-1 in table incident"),
                             HasSubstr("does not say what its timeline says"))));
}

// Everything that names an incident, as somebody would who wants no trace of it.
std::string without_a_trace(int number) {
  const std::string it = std::to_string(number);
  std::string sql = "PRAGMA foreign_keys = OFF;";
  for (const char* table : {"event", "role_term", "impact", "page", "status_update", "task", "action_item",
                            "interruption", "outbox", "timer", "incident_figures"})
    sql += std::string{"DELETE FROM "} + table + " WHERE incident = " + it + ";";
  return sql + "DELETE FROM incident WHERE number = " + it;
}

TEST_F(Verify, misses_an_incident_that_was_taken_out_whole) {
  EXPECT_THAT(problems_after(without_a_trace(1)),
              ElementsAre(HasSubstr("INC-1 is in the register and has no timeline: it was taken out")));
}

TEST_F(Verify, finds_a_line_taken_out_of_the_register_too) {
  EXPECT_THAT(problems_after(without_a_trace(1) + ";DELETE FROM register WHERE incident = 1"),
              Contains(HasSubstr("the register was changed at line 2")));
}

TEST_F(Verify, tells_the_head_by_which_the_last_one_taken_out_is_missed) {
  const auto head = [&] { return reading(dir_.data())->verify()->register_head; };
  const std::string before = head();
  EXPECT_EQ(before.size(), 64U);
  EXPECT_THAT(problems_after(without_a_trace(2) + ";DELETE FROM register WHERE incident = 2"), IsEmpty());
  EXPECT_NE(head(), before);
}

TEST_F(Verify, finds_entries_that_changed_places) {
  EXPECT_THAT(problems_after("UPDATE event SET seq = 9 WHERE incident = 1 AND seq = 2;"
                             "UPDATE event SET seq = 2 WHERE incident = 1 AND seq = 4;"
                             "UPDATE event SET seq = 4 WHERE incident = 1 AND seq = 9"),
              AllOf(Contains(HasSubstr("INC-1 entry 2 ")), Contains(HasSubstr("INC-1 entry 4 "))));
}

TEST_F(Verify, finds_a_reshaped_projection) {
  EXPECT_THAT(problems_after("UPDATE page SET acknowledged_at = 1 WHERE incident = 1"),
              Contains(HasSubstr("INC-1 in table page")));
}

TEST_F(Verify, finds_a_missing_and_a_foreign_trigger) {
  RawDatabase{dir_.database()}.run(
      "DROP TRIGGER event_is_not_updated; CREATE TRIGGER sly AFTER INSERT ON person BEGIN "
      "DELETE FROM timer; END");
  EXPECT_THAT(problems(), AllOf(Contains(HasSubstr("lost or changed \"event_is_not_updated\"")),
                                Contains(HasSubstr("foreign \"sly\""))));
}

TEST_F(Verify, finds_work_that_belongs_to_no_incident) {
  RawDatabase{dir_.database()}.run("INSERT INTO timer VALUES ('k', 7, 'update_due', 'internal', 0, 0)");
  EXPECT_THAT(problems(), Contains(HasSubstr("timer k belongs to an incident without a timeline")));
}

TEST_F(Verify, finds_a_promise_that_nothing_reminds_of) {
  const Time due = Time{} + std::chrono::hours{1};
  {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    scribe.declare(3, "third");
    scribe.record(3, PromiseMoved{"internal", due, ""});
  }
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("INC-3 promised an update that nothing will remind of")));
  RawDatabase{dir_.database()}.run(
      "INSERT INTO timer VALUES ('k', 3, 'update_due', 'internal', 3600000000, 3600000000)");
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Verify, load_refuses_a_broken_chain) {
  problems_after("DELETE FROM event WHERE incident = 1 AND seq = 2");
  const auto snapshot = opened(dir_.data())->load();
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(snapshot.error().say, HasSubstr("the timeline of INC-1 is broken at entry 3"));
}

}  // namespace

}  // namespace muster::test

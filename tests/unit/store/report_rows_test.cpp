// What a report is read from: everything of the period, and nothing of incidents the asker may not see.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bot/report/report.hpp"
#include "bot/store/migrations.hpp"
#include "tests/unit/store/raw_database.hpp"
#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const report::Period kMonth{kNoon - days{20}, kNoon + days{10}, "UTC"};
constexpr Time kLater = kNoon + days{10};

class ReportRows : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    tell(scribe, 1, Visibility::public_);
    tell(scribe, 2, Visibility::private_);
    complete_change(scribe);
  }

  // On the operations log.
  static void complete_change(Scribe& scribe) {
    Event event;
    event.seq = 1;
    event.occurred_at = event.recorded_at = kNoon - hours{1};
    ChangeReported change;
    change.change = "CHG-2";
    change.op = ChangeOp::complete;
    change.service = "api";
    event.body = change;
    OperationsLog log;
    evolve(log, event);
    Change made;
    made.now = kNoon;
    made.operations = &log;
    made.events = {event};
    ASSERT_TRUE(scribe.write(made));
  }

  static void tell(Scribe& scribe, std::int64_t number, Visibility visibility) {
    scribe.declare(number, "Incident " + std::to_string(number), Severity{1}, visibility);
    scribe.record(number, PersonPaged{"P1", "sre", {{"bob"}}, "help"}, kNoon + minutes{1});
    scribe.record(number, ImpactChanged{{"api"}, ImpactLevel::full, kNoon, ""}, kNoon + minutes{2});
    scribe.record(number, PromiseMoved{"internal", kNoon + minutes{10}, ""}, kNoon + minutes{3});
    scribe.record(number, UpdatePosted{{"internal"}, "we know", State::investigating, Severity{1}, {}},
                  kNoon + minutes{5});
    ChangeReported change;
    change.change = "CHG-2";
    change.relation = "cause";
    scribe.record(number, change, kNoon + minutes{6});
    scribe.record(number, CauseTagged{"config"}, kNoon + minutes{7});
    scribe.record(number, ImpactChanged{{"api"}, ImpactLevel::none, kNoon + hours{1}, ""}, kNoon + hours{1});
    scribe.record(number, StateChanged{State::investigating, State::resolved, ""}, kNoon + hours{2});
    scribe.record(number, ActionItemAdded{"AI-1", "alert", {"bob"}, kNoon + days{2}, "P1", ""},
                  kNoon + hours{2});
    ActionItemChanged moved;
    moved.action = "AI-1";
    moved.due = kNoon + days{9};
    scribe.record(number, moved, kNoon + days{1});
  }

  report::Rows rows(report::Viewer viewer) {
    const auto read = reading(dir_.data())->report_rows(report::query_for(kMonth, kLater, std::move(viewer)));
    EXPECT_TRUE(read) << read.error().say << " / " << read.error().detail;
    return read.value_or(report::Rows{});
  }

  TempDir dir_;
};

// Every incident any row names.
std::vector<std::int64_t> named_in(const report::Rows& rows) {
  std::vector<std::int64_t> all;
  const auto take = [&](const auto& list) {
    for (const auto& row : list) all.push_back(row.incident.value);
  };
  take(rows.times);
  take(rows.impact);
  take(rows.cadence);
  take(rows.interruptions);
  take(rows.actions);
  for (const auto& row : rows.incidents) all.push_back(row.number.value);
  for (const auto& row : rows.earlier) all.push_back(row.number.value);
  for (const auto& row : rows.changes) {
    for (const IncidentNumber number : row.caused) all.push_back(number.value);
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

TEST_F(ReportRows, NobodySeesWhatIsPrivateUnlessTheyMay) {
  EXPECT_THAT(named_in(rows({})), ElementsAre(1));
  EXPECT_THAT(named_in(rows({false, {{2}}})), ElementsAre(1, 2));
  EXPECT_THAT(named_in(rows({false, {{3}}})), ElementsAre(1));
  EXPECT_THAT(named_in(rows({true, {}})), ElementsAre(1, 2));
}

TEST_F(ReportRows, EachKindOfRowIsThere) {
  const report::Rows found = rows({});
  EXPECT_THAT(found.times, Not(IsEmpty()));
  EXPECT_THAT(found.impact, SizeIs(1));
  EXPECT_THAT(found.cadence, Not(IsEmpty()));
  ASSERT_THAT(found.interruptions, SizeIs(1));
  EXPECT_EQ(found.interruptions[0].person, PersonId{"bob"});
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_THAT(found.changes[0].caused, ElementsAre(IncidentNumber{1})) << "not the private one";
  ASSERT_THAT(found.earlier, SizeIs(1));
  ASSERT_THAT(found.incidents, SizeIs(1));
  EXPECT_EQ(found.incidents[0].cause_tag, "config");
  EXPECT_THAT(found.incidents[0].services, ElementsAre("api"));
  ASSERT_THAT(found.actions, SizeIs(1));
  EXPECT_EQ(found.actions[0].first_due, kNoon + days{2});
  EXPECT_EQ(found.actions[0].due, kNoon + days{9});
}

TEST_F(ReportRows, AMeasureWithoutAValueHasItsReason) {
  const report::IncidentRow row = rows({}).incidents.at(0);
  EXPECT_EQ(report::kKpis.at(1).id, "tta_s");
  EXPECT_EQ(row.measures.at(1), (Measure{std::nullopt, Absent::not_applicable}))
      << "nobody answered, and it is over";
  EXPECT_EQ(row.measures.at(7), (Measure{7200, Absent::no}));
}

// Schema 7 finds the first date in the events.
TEST(ReportSchema, AnOlderDatabaseLearnsTheDateFirstAgreed) {
  auto db = store::Connection::in_memory().value();
  for (const store::Migration& step : store::migrations()) {
    if (step.version == 7) {
      ASSERT_TRUE(db->run_script(R"sql(
        INSERT INTO incident (number, title, description, kind, visibility, state, services, declared_by, declared_at,
                              state_since, postmortem, last_seq, head_hash)
        VALUES (1, '', '', 'normal', 'public', 'closed', '[]', 'ann', 1, 1, 'none', 3, 'c');
        INSERT INTO action_item (incident, position, id, title, owner, due, priority, type, added_at)
        VALUES (1, 0, 'AI-1', '', '', 300, '', '', 1), (1, 1, 'AI-2', '', '', NULL, '', '', 1);
        INSERT INTO event VALUES
          (1, 1, 'action', 1, 1, 'person', 'ann', 'cli', '{"action":"AI-1","due":200}', '', 'a'),
          (1, 2, 'action', 1, 1, 'person', 'ann', 'cli', '{"action":"AI-2","due":null}', 'a', 'b'),
          (1, 3, 'action_changed', 1, 1, 'person', 'ann', 'cli', '{"action":"AI-1","due":300}', 'b', 'c'))sql"));
    }
    ASSERT_TRUE(db->run_script(step.sql)) << step.version;
  }
  EXPECT_EQ(db->integer("SELECT first_due FROM action_item WHERE id = 'AI-1'").value(), 200);
  EXPECT_EQ(db->integer("SELECT first_due FROM action_item WHERE id = 'AI-2'").value(), std::nullopt);
}

TEST_F(ReportRows, ThePeriodIsReadByIndexes) {
  RawDatabase raw{dir_.database()};
  for (const char* sql : {"SELECT incident FROM incident_figures WHERE declared_at >= 1 AND declared_at < 2",
                          "SELECT incident FROM incident_figures WHERE resolved_at >= 1 AND resolved_at < 2",
                          "SELECT incident FROM interruption WHERE at >= 1 AND at < 2",
                          "SELECT incident FROM impact WHERE ended_at > 1 AND started_at < 2",
                          "SELECT incident FROM action_item WHERE done_at >= 1 AND done_at < 2"}) {
    const auto plan = raw.rows(std::string{"EXPLAIN QUERY PLAN "} + sql);
    ASSERT_THAT(plan, SizeIs(1)) << sql;
    EXPECT_THAT(*plan[0].at(3), testing::StartsWith("SEARCH")) << sql;
  }
}

}  // namespace
}  // namespace muster::test

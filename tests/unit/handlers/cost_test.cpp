// What a command costs the database, in statements and in steps of SQLite's virtual machine. Unlike times,
// these are the same on every machine and under every load, so that a change that makes muster slower is
// found here. docs/performance.md says how to measure times.
#include <sqlite3.h>

#include "tests/unit/handlers/stage.hpp"

namespace muster {

namespace {

struct Cost {
  std::int64_t statements = 0;
  std::int64_t steps = 0;
};

Cost counted;  // by every connection that is opened while a Meter lives

int count_statement(unsigned, void*, void* statement, void*) {
  ++counted.statements;
  counted.steps += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
  return 0;
}

int watch(sqlite3* db, const char**, const void*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, count_statement, nullptr);
}

// Connections opened while it lives are counted.
class Meter {
 public:
  Meter() { sqlite3_auto_extension(entry()); }
  ~Meter() { sqlite3_cancel_auto_extension(entry()); }
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

 private:
  // SQLite's prototype of an extension's entry says nothing of its arguments.
  static void (*entry())() { return reinterpret_cast<void (*)()>(&watch); }
};

class CostTest : public testing::Test {
 protected:
  CostTest() {
    stage.type("ann", "declare sev2 checkout answers slowly");
    stage.deliver_all();
  }

  // Of a batch of its own.
  Cost cost_of(const std::string& text) {
    stage.clock.advance(std::chrono::seconds{1});
    counted = {};
    stage.type("ann", text, stage.room());
    return counted;
  }

  Meter meter;
  test::Stage stage;
};

TEST_F(CostTest, ANoteTakesFewStatements) {
  cost_of("note the first one prepares what stays prepared");
  const Cost note = cost_of("note the queue of orders grows again");
  RecordProperty("statements", std::to_string(note.statements));
  RecordProperty("steps", std::to_string(note.steps));
  EXPECT_GT(note.statements, 5) << "nothing is counted";
  EXPECT_LE(note.statements, 10);
  EXPECT_LE(note.steps, 240);
}

TEST_F(CostTest, ANoteCostsTheSameInALongIncident) {
  cost_of("note one");
  const Cost early = cost_of("note two");
  for (int i = 0; i < 300; ++i) {
    cost_of("note number " + std::to_string(i));
    if (i % 3 == 0) cost_of("task add look at node " + std::to_string(i));
  }
  const Cost late = cost_of("note the last");
  EXPECT_EQ(late.statements, early.statements);
  EXPECT_LE(late.steps, early.steps * 11 / 10);
}

TEST_F(CostTest, AnUpdateCostsTheSameAfterManyUpdates) {
  cost_of("update we look at it");
  const Cost early = cost_of("update we have found it");
  for (int i = 0; i < 100; ++i) cost_of("update step " + std::to_string(i));
  const Cost late = cost_of("update the last step");
  EXPECT_LE(late.statements, early.statements);
  EXPECT_LE(late.steps, early.steps * 12 / 10);
}

}  // namespace

}  // namespace muster

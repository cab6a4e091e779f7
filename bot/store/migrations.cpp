#include "bot/store/migrations.hpp"

#include <array>

#include "bot/base/crash_point.hpp"
#include "bot/store/register.hpp"
#include "bot/store/rest_rows.hpp"
#include "bot/store/schema_10_access.hpp"
#include "bot/store/schema_11_clustered.hpp"
#include "bot/store/schema_12_waits.hpp"
#include "bot/store/schema_13_rest.hpp"
#include "bot/store/schema_14_sealing.hpp"
#include "bot/store/schema_1_tables.hpp"
#include "bot/store/schema_2_views.hpp"
#include "bot/store/schema_3_practice.hpp"
#include "bot/store/schema_4_views.hpp"
#include "bot/store/schema_5_inbox.hpp"
#include "bot/store/schema_6_search.hpp"
#include "bot/store/schema_7_reports.hpp"
#include "bot/store/schema_8_register.hpp"
#include "bot/store/schema_9_links.hpp"

namespace muster::store {

namespace {

constexpr std::array kMigrations = {
    Migration{1, kSchemaTables},
    Migration{2, kSchemaViews},
    Migration{3, kSchemaPractice},
    Migration{4, kSchemaReports},
    Migration{5, kSchemaInbox},
    Migration{6, kSchemaSearch},
    Migration{7, kSchemaPeriods},
    Migration{8, kSchemaRegister, register_those_there},
    Migration{9, kSchemaLinks},
    Migration{10, kSchemaAccess},
    Migration{11, kSchemaClustered},
    Migration{12, kSchemaWaits},
    Migration{13, kSchemaRest, enter_those_there},
    Migration{14, kSchemaSealing},
};

constexpr std::int64_t kApplicationId = 0x4D535452;  // "MSTR"; schema 1 writes it

Result<Done> apply_after(Connection& db, int version) {
  for (const Migration& step : kMigrations) {
    if (step.version <= version) continue;
    MUSTER_CHECK(db.run_script(step.sql));
    if (step.then != nullptr) MUSTER_CHECK(step.then(db));
    crash_point("migration_step");
  }
  return Done{};
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

int newest_schema() {
  return kMigrations.back().version;
}

Result<int> schema_of(Connection& db) {
  MUSTER_TRY(const auto version, db.integer("PRAGMA user_version"));
  MUSTER_TRY(const auto application, db.integer("PRAGMA application_id"));
  MUSTER_TRY(const auto objects, db.integer("SELECT count(*) FROM sqlite_schema"));
  const bool is_new = version == 0 && application == 0 && objects == 0;
  if (!is_new && application != kApplicationId) {
    return fail(ErrorKind::corrupt, db.file().string() + " is not a muster database: choose another --data");
  }
  if (version > newest_schema()) {
    return fail(ErrorKind::invalid, db.file().string() + " was written by a newer muster (schema " +
                                        std::to_string(*version) + ", this one knows " +
                                        std::to_string(newest_schema()) +
                                        "): install the newer version or restore a backup");
  }
  return static_cast<int>(version.value_or(0));
}

// All steps are one transaction: whatever goes wrong on the way, the muster of before can still be used.
Result<Done> migrate(Connection& db) {
  MUSTER_TRY(const int version, schema_of(db));
  if (version == newest_schema()) return Done{};
  MUSTER_CHECK(db.run("BEGIN IMMEDIATE"));
  auto done = apply_after(db, version);
  crash_point("migration_before_commit");
  if (done) done = db.run("COMMIT");
  crash_point("migration_after_commit");
  if (!done) db.roll_back();
  return done;
}

Result<Done> require_newest_schema(Connection& db) {
  MUSTER_TRY(const int version, schema_of(db));
  if (version < newest_schema()) {
    return fail(ErrorKind::invalid, db.file().string() + " is from an older muster (schema " +
                                        std::to_string(version) + ", this one needs " +
                                        std::to_string(newest_schema()) +
                                        "): start muster once to bring it up to date");
  }
  return Done{};
}

}  // namespace muster::store

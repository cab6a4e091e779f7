#include <system_error>
#include <utility>

#include "bot/base/crash_point.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/migrations.hpp"
#include "bot/store/page_check.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/store/sqlite_store.hpp"
#include "bot/store/unfinished.hpp"

namespace muster {

namespace {

Result<Done> use_wal(store::Connection& db) {
  MUSTER_TRY(store::Rows rows, db.query("PRAGMA journal_mode = WAL"));
  MUSTER_TRY(const bool answered, rows.next());
  if (answered && rows.text(0) == "wal") return Done{};
  return fail(ErrorKind::unavailable, db.file().string() +
                                          " is on a file system that cannot keep a write-ahead log (a "
                                          "network mount?): put --data on a local disk");
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& data_dir) {
  MUSTER_CHECK(store::make_data_dir(data_dir));
  MUSTER_TRY(store::DirectoryLock lock, store::DirectoryLock::take(data_dir));
  store::remove_unfinished(data_dir);
  const auto file = store::database_file(data_dir);
  MUSTER_CHECK(store::make_private_file(file));
  MUSTER_CHECK(store::sync_to_disk(data_dir));
  const bool crashed = store::identity_of(file.string() + "-wal").size > 0;
  MUSTER_TRY(auto db, store::Connection::open(file, store::Access::read_write));
  MUSTER_TRY([[maybe_unused]] const int version, store::schema_of(*db));  // before anything is written to it
  MUSTER_CHECK(use_wal(*db));
  if (crashed) MUSTER_CHECK(store::check_after_crash(*db));
  crash_point("open_locked");
  MUSTER_CHECK(store::migrate(*db));
  // The log exists from the first transaction on; SqliteStore remembers which file it is.
  MUSTER_CHECK(db->run("BEGIN IMMEDIATE"));
  MUSTER_CHECK(db->run("COMMIT"));
  return std::make_unique<store::SqliteStore>(std::move(lock), std::move(db));
}

}  // namespace muster
